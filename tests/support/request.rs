//! A request as a server that has verified a token makes it: one transaction, with the role and the claims of the token set
//! for that transaction only.

use futures_util::future::join3;
use momni_db::connect::{self, StatementError, Target};

/// The rows of an answer, every value as text.
pub(crate) type Rows = Vec<Vec<Option<String>>>;

/// What the server refused.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    /// The SQLSTATE.
    pub(crate) code: String,
    /// Message, detail and hint: all that a client reads.
    pub(crate) text: String,
}

/// Who makes a request. A project's tests say which roles there are.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    /// The role that the request takes.
    pub(crate) role: String,
    /// The claims, as they arrive; `None` sets none.
    pub(crate) claims: Option<String>,
}

/// An open connection. It ends with this value.
pub(crate) struct Session(connect::Session);

impl Session {
    pub(crate) async fn open(target: &Target) -> Self {
        Self(super::session(target).await)
    }

    /// The server's process of this session.
    pub(crate) async fn pid(&self) -> i32 {
        one(self.run("select pg_backend_pid()").await.unwrap()).parse().unwrap()
    }

    /// Runs SQL as it is, outside of any request.
    pub(crate) async fn run(&self, sql: &str) -> Result<Rows, Refusal> {
        self.0.rows(sql).await.map_err(refusal)
    }

    /// Begins a request and leaves it open. `isolation` is what follows BEGIN.
    pub(crate) async fn begin(&self, isolation: &str, caller: &Caller) {
        // The timeouts of the login would make a busy machine's pauses look like refusals.
        let patience = "set local lock_timeout = '2min'; set local statement_timeout = '2min'";
        let role = &caller.role;
        let claims = caller.claims.as_deref().map_or_else(String::new, |claims| {
            format!("; set local request.jwt.claims = {}", quote(claims))
        });
        let begin = format!("begin {isolation}; {patience}; set local role {role}{claims}");
        self.run(&begin).await.unwrap();
    }

    /// One request: the whole of it, committed, or refused and rolled back. Its three messages are sent at once, and the server takes them one after
    /// the other: a COMMIT of what failed is a ROLLBACK.
    pub(crate) async fn request(&self, caller: &Caller, sql: &str) -> Result<Rows, Refusal> {
        let ((), answer, ended) =
            join3(self.begin("", caller), self.run(sql), self.run("commit")).await;
        let answer = answer?;
        ended?;
        Ok(answer)
    }

    /// One request that is rolled back whatever comes of it.
    pub(crate) async fn trial(&self, caller: &Caller, sql: &str) -> Result<Rows, Refusal> {
        let ((), answer, ended) =
            join3(self.begin("", caller), self.run(sql), self.run("rollback")).await;
        ended.unwrap();
        answer
    }
}

/// Waits, by asking through another session, until a session waits for a lock.
pub(crate) async fn until_it_waits(operator: &Session, pid: i32) {
    let waiting = format!(
        "select count(*) from pg_stat_activity where pid = {pid} and wait_event_type = 'Lock'"
    );
    for _ in 0..1500 {
        if one(operator.run(&waiting).await.unwrap()) == "1" {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("session {pid} does not wait for a lock");
}

/// A literal.
pub(crate) fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The one value of an answer; NULL is the empty string.
pub(crate) fn one(rows: Rows) -> String {
    match rows.as_slice() {
        [row] if row.len() == 1 => row[0].clone().unwrap_or_default(),
        _ => panic!("not one value: {rows:?}"),
    }
}

fn refusal(error: StatementError) -> Refusal {
    let Some(code) = error.sqlstate else { panic!("not the server's answer: {}", error.message) };
    let text = [Some(error.message), error.detail, error.hint].into_iter().flatten();
    Refusal { code, text: text.collect::<Vec<_>>().join("\n") }
}
