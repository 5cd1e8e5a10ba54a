//! The calls as somebody writes them by hand who knows tokio-postgres: statements are prepared once, and what does not need the
//! answer of another one is sent with it.

use super::{IDENTITY, Side};
use futures_util::future::{join_all, try_join4};
use tokio_postgres::{Client, NoTls, Statement};

/// A connection with what is prepared on it.
pub(crate) struct ByHand {
    client: Client,
    identity: Statement,
    single: Statement,
    things: Statement,
    save_things: Statement,
}

/// A row of `app.things`.
#[derive(Debug)]
#[allow(dead_code, reason = "it is read, as a caller reads it, and that is all")]
struct Thing {
    key: String,
    title: String,
    deleted_at: Option<std::time::SystemTime>,
    version: i32,
}

impl ByHand {
    pub(crate) async fn connect(url: &str) -> Self {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
        tokio::spawn(connection);
        client.batch_execute("begin; set local role every_caller").await.unwrap();
        let prepared = async |sql| client.prepare(sql).await.unwrap();
        let identity = prepared(
            "select set_config('request.jwt.claims', $1, true), set_config('role', $2, true)",
        )
        .await;
        let single = prepared("select api.single($1)").await;
        let things = prepared("select key, title, deleted_at, version from api.things()").await;
        let save_things = prepared(
            "select api.save_thing(a.key, a.title) from unnest($1::text[], $2::text[]) as a(key, title)",
        )
        .await;
        client.batch_execute("commit").await.unwrap();
        Self { client, identity, single, things, save_things }
    }

    pub(crate) async fn begin(&self) {
        self.client.batch_execute("begin").await.unwrap();
        let (claims, role) = IDENTITY;
        self.client.query_one(&self.identity, &[&claims, &role]).await.unwrap();
    }

    pub(crate) async fn end(&self) {
        self.client.batch_execute("commit").await.unwrap();
    }

    /// A call in a transaction of its own: all four messages are sent at once.
    pub(crate) async fn alone(&self, it: i32) -> i32 {
        let (claims, role) = IDENTITY;
        let (_, _, row, _) = try_join4(
            self.client.batch_execute("begin"),
            self.client.query_one(&self.identity, &[&claims, &role]),
            self.client.query_one(&self.single, &[&it]),
            self.client.batch_execute("commit"),
        )
        .await
        .unwrap();
        row.get(0)
    }
}

impl Side for ByHand {
    async fn single(&self, it: i32) -> i32 {
        self.client.query_one(&self.single, &[&it]).await.unwrap().get(0)
    }

    async fn things(&self) -> usize {
        let rows = self.client.query(&self.things, &[]).await.unwrap();
        let thing = |row: &tokio_postgres::Row| Thing {
            key: row.get(0),
            title: row.get(1),
            deleted_at: row.get(2),
            version: row.get(3),
        };
        rows.iter().map(thing).collect::<Vec<Thing>>().len()
    }

    async fn save_things(&self, things: Vec<(String, String)>) {
        let (keys, titles): (Vec<String>, Vec<String>) = things.into_iter().unzip();
        self.client.query(&self.save_things, &[&keys, &titles]).await.unwrap();
    }

    async fn pipelined(&self, count: i32) -> Vec<i32> {
        join_all((0..count).map(|it| self.single(it))).await
    }
}
