//! The calls by the generated client.

use super::Side;
use every_client::{Transaction, families, forms};
use futures_util::future::try_join_all;

impl Side for Transaction {
    async fn single(&self, it: i32) -> i32 {
        forms::single(self, it).await.unwrap()
    }

    async fn things(&self) -> usize {
        families::things(self).await.unwrap().len()
    }

    async fn save_things(&self, things: Vec<(String, String)>) {
        let things = things.into_iter().map(|(key, title)| (key.into(), title));
        families::save_thing_batch(self, things).await.unwrap();
    }

    async fn pipelined(&self, count: i32) -> Vec<i32> {
        try_join_all((0..count).map(|it| forms::single(self, it))).await.unwrap()
    }
}
