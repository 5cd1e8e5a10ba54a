//! The same calls as somebody writes them by hand who knows tokio-postgres.

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
pub(crate) struct Thing {
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) deleted_at: Option<std::time::SystemTime>,
    pub(crate) version: i32,
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
        let save_things = prepared("select api.save_thing(a.key, a.title) from unnest($1::text[], $2::text[]) as a(key, title)").await;
        client.batch_execute("commit").await.unwrap();
        Self { client, identity, single, things, save_things }
    }

    pub(crate) async fn begin(&self) {
        self.client.batch_execute("begin").await.unwrap();
        let claims = r#"{"role":"every_caller","sub":"somebody"}"#;
        self.client.query_one(&self.identity, &[&claims, &"every_caller"]).await.unwrap();
    }

    pub(crate) async fn end(&self) {
        self.client.batch_execute("commit").await.unwrap();
    }

    pub(crate) async fn single(&self, it: i32) -> i32 {
        self.client.query_one(&self.single, &[&it]).await.unwrap().get(0)
    }

    pub(crate) async fn things(&self) -> Vec<Thing> {
        let rows = self.client.query(&self.things, &[]).await.unwrap();
        let thing = |row: &tokio_postgres::Row| Thing {
            key: row.get(0),
            title: row.get(1),
            deleted_at: row.get(2),
            version: row.get(3),
        };
        rows.iter().map(thing).collect()
    }

    pub(crate) async fn save_things(&self, things: impl Iterator<Item = (String, String)>) {
        let (keys, titles): (Vec<String>, Vec<String>) = things.unzip();
        self.client.query(&self.save_things, &[&keys, &titles]).await.unwrap();
    }
}
