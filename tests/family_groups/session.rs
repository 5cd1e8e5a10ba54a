//! A connection, and a request as a server that has verified a token makes it: one transaction, with the role and the
//! claims of the token set for that transaction only.

use crate::support;
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

/// The role that a request takes and the claims that it brings.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) role: String,
    pub(crate) claims: Option<String>,
}

impl Caller {
    /// A caller without a token.
    pub(crate) fn anonymous() -> Self {
        Self { role: "fg_anonymous".to_owned(), claims: None }
    }

    /// A caller with a token of this role and user.
    pub(crate) fn of(role: &str, user: &str) -> Self {
        let claims = format!(r#"{{"sub":"{user}","role":"{role}"}}"#);
        Self { role: role.to_owned(), claims: Some(claims) }
    }

    /// The same token, while a secure function runs as its owner.
    pub(crate) fn within(&self, owner: &str) -> Self {
        Self { role: owner.to_owned(), claims: self.claims.clone() }
    }
}

/// An open connection.
pub(crate) struct Session(connect::Session);

impl Session {
    pub(crate) async fn open(target: &Target) -> Self {
        Self(support::session(target).await)
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
        self.run(&format!("begin {isolation}; set local role {}", caller.role)).await.unwrap();
        if let Some(claims) = &caller.claims {
            self.run(&format!("set local request.jwt.claims = {}", quote(claims))).await.unwrap();
        }
    }

    /// One request: the whole of it, committed, or refused and rolled back.
    pub(crate) async fn request(&self, caller: &Caller, sql: &str) -> Result<Rows, Refusal> {
        self.begin("", caller).await;
        let answer = self.run(sql).await;
        if answer.is_err() {
            self.run("rollback").await.unwrap();
            return answer;
        }
        self.run("commit").await?;
        answer
    }

    /// One request that is rolled back whatever comes of it.
    pub(crate) async fn trial(&self, caller: &Caller, sql: &str) -> Result<Rows, Refusal> {
        self.begin("", caller).await;
        let answer = self.run(sql).await;
        self.run("rollback").await.unwrap();
        answer
    }
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
