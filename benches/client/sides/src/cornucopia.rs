//! The calls by what Cornucopia generates of `queries/`, as its users write them, with statements that are prepared once.

use super::{IDENTITY, Side};
use cornucopia_queries::queries::every::{
    SaveThingsStmt, SetIdentityStmt, SingleStmt, ThingsStmt, save_things, set_identity, single,
    things,
};
use futures_util::future::join_all;
use tokio_postgres::{Client, NoTls};

/// A connection with what is prepared on it.
pub(crate) struct Cornucopia {
    client: Client,
    identity: SetIdentityStmt,
    single: SingleStmt,
    things: ThingsStmt,
    save_things: SaveThingsStmt,
}

impl Cornucopia {
    pub(crate) async fn connect(url: &str) -> Self {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
        tokio::spawn(connection);
        client.batch_execute("begin; set local role every_caller").await.unwrap();
        let identity = set_identity().prepare(&client).await.unwrap();
        let single = single().prepare(&client).await.unwrap();
        let things = things().prepare(&client).await.unwrap();
        let save_things = save_things().prepare(&client).await.unwrap();
        client.batch_execute("commit").await.unwrap();
        Self { client, identity, single, things, save_things }
    }

    pub(crate) async fn begin(&self) {
        self.client.batch_execute("begin").await.unwrap();
        let (claims, role) = IDENTITY;
        self.identity.bind(&self.client, &claims, &role).one().await.unwrap();
    }

    pub(crate) async fn end(&self) {
        self.client.batch_execute("commit").await.unwrap();
    }

    /// A call in a transaction of its own.
    pub(crate) async fn alone(&mut self, it: i32) -> i32 {
        let (claims, role) = IDENTITY;
        let transaction = self.client.transaction().await.unwrap();
        self.identity.bind(&transaction, &claims, &role).one().await.unwrap();
        let answer = self.single.bind(&transaction, &it).one().await.unwrap();
        transaction.commit().await.unwrap();
        answer
    }
}

impl Side for Cornucopia {
    async fn single(&self, it: i32) -> i32 {
        self.single.bind(&self.client, &it).one().await.unwrap()
    }

    async fn things(&self) -> usize {
        self.things.bind(&self.client).all().await.unwrap().len()
    }

    async fn save_things(&self, things: Vec<(String, String)>) {
        let (keys, titles): (Vec<String>, Vec<String>) = things.into_iter().unzip();
        self.save_things.bind(&self.client, &keys, &titles).all().await.unwrap();
    }

    async fn pipelined(&self, count: i32) -> Vec<i32> {
        join_all((0..count).map(|it| self.single(it))).await
    }
}
