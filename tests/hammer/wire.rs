//! A connection, and requests as a server that has verified a token makes them: one transaction in one message.

use crate::support::request::{Refusal, Rows, quote};
use momni_db::connect::Target;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, NoTls, SimpleQueryMessage};

/// Who makes a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    /// The role of the database.
    pub(crate) role: &'static str,
    /// The user of the token.
    pub(crate) user: Option<String>,
}

/// An open connection.
pub(crate) struct Wire(Client);

impl Wire {
    /// Connects, and has patience with a busy machine.
    pub(crate) async fn open(target: &Target) -> Self {
        let config: tokio_postgres::Config = target.to_string().parse().unwrap();
        let (client, connection) = config.connect(NoTls).await.unwrap();
        tokio::spawn(connection);
        let patience =
            "set lock_timeout = '2min'; set statement_timeout = '2min'; set timezone = 'UTC'";
        client.batch_execute(patience).await.unwrap();
        Self(client)
    }

    /// Runs statements in one transaction; the rows of the last one.
    pub(crate) async fn run(&self, sql: &str) -> Result<Rows, Refusal> {
        let messages = match self.0.simple_query(sql).await {
            Ok(messages) => messages,
            Err(error) => {
                // PostgreSQL tells of an error before it lets go what the transaction has locked, and answers the next message
                // after that. Until then `skip locked` would pass over rows that nobody holds any more.
                self.0.simple_query("").await.unwrap();
                return Err(refusal(&error));
            }
        };
        let mut rows = Rows::new();
        for message in messages {
            match message {
                SimpleQueryMessage::RowDescription(_) => rows.clear(),
                SimpleQueryMessage::Row(row) => {
                    let cells = (0..row.len()).map(|n| row.get(n).map(str::to_owned));
                    rows.push(cells.collect());
                }
                _ => {}
            }
        }
        Ok(rows)
    }

    /// What the operator asks, which is not refused.
    pub(crate) async fn rows(&self, sql: &str) -> Rows {
        self.run(sql).await.unwrap_or_else(|refusal| panic!("{sql}\n{refusal:?}"))
    }

    /// A request: all of it, or nothing.
    pub(crate) async fn ask(&self, caller: &Caller, sql: &str) -> Result<Rows, Refusal> {
        self.ask_at("", caller, sql).await
    }

    /// The same, with a statement before all else.
    pub(crate) async fn ask_at(
        &self,
        first: &str,
        caller: &Caller,
        sql: &str,
    ) -> Result<Rows, Refusal> {
        self.run(&format!("{first} {} {sql}", as_caller(caller))).await
    }
}

/// What the server said: its message, its detail, and where it was.
fn refusal(error: &tokio_postgres::Error) -> Refusal {
    let Some(said) = error.as_db_error() else { panic!("not the server's answer: {error}") };
    let parts = [Some(said.message()), said.detail(), said.where_()];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join("\n");
    Refusal { code: said.code().code().to_owned(), text }
}

/// The beginning of a request of this caller's. Its key of idempotency is new each time.
fn as_caller(caller: &Caller) -> String {
    let claims = match &caller.user {
        Some(user) => format!(r#"{{"sub":"{user}","role":"{}"}}"#, caller.role),
        None => String::new(),
    };
    format!(
        "set local role {}; select set_config('request.jwt.claims', {}, true), \
         set_config('request.headers', format('{{\"idempotency-key\":\"%s\"}}', gen_random_uuid()), true);",
        caller.role,
        quote(&claims)
    )
}

/// Whether a client tries the whole transaction again.
pub(crate) fn is_to_be_tried_again(refusal: &Refusal) -> bool {
    [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED]
        .iter()
        .any(|state| state.code() == refusal.code)
}
