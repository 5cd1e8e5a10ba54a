//! A session of the kind that the REST server has: logged in as the authenticator, one transaction per request, the
//! role and the claims of the request set for that transaction only.

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

/// Who makes a request: the role of the database that the token names, and its claims.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    /// The role.
    pub(crate) role: &'static str,
    /// The claims, as they arrive; `None` sets none.
    pub(crate) claims: Option<String>,
}

pub(crate) const MEMBER: &str = "momni_member";
pub(crate) const ANONYMOUS: &str = "momni_anonymous";
pub(crate) const FINANCIAL: &str = "momni_financial_administrator";
pub(crate) const COMMUNITY: &str = "momni_community_administrator";

impl Caller {
    /// A caller without a token.
    pub(crate) fn anonymous() -> Self {
        Self { role: ANONYMOUS, claims: None }
    }

    /// A caller with a token of this role and user.
    pub(crate) fn of(role: &'static str, user: &str) -> Self {
        let email = format!("{}@momni.example", &user[..8]);
        let claims = format!(r#"{{"sub":"{user}","email":"{email}","role":"{role}"}}"#);
        Self { role, claims: Some(claims) }
    }

    /// A member's token.
    pub(crate) fn member(user: &str) -> Self {
        Self::of(MEMBER, user)
    }
}

/// An open connection.
pub(crate) struct Session(connect::Session);

impl Session {
    /// Connects. The connection ends with the session.
    pub(crate) async fn open(target: &Target) -> Self {
        Self(support::session(target).await)
    }

    /// The server's process of this session.
    pub(crate) async fn pid(&self) -> i32 {
        let rows = self.run("select pg_backend_pid()").await.unwrap();
        rows[0][0].as_deref().unwrap().parse().unwrap()
    }

    /// Runs SQL as it is, outside of any request.
    pub(crate) async fn run(&self, sql: &str) -> Result<Rows, Refusal> {
        self.0.rows(sql).await.map_err(refusal)
    }

    /// Begins a request and leaves it open.
    pub(crate) async fn begin(&self, caller: &Caller) {
        self.run(&format!("begin; set local role {}", caller.role)).await.unwrap();
        if let Some(claims) = &caller.claims {
            self.run(&format!("set local request.jwt.claims = {}", quote(claims))).await.unwrap();
        }
    }

    /// One request: the whole of it, committed, or refused and rolled back.
    pub(crate) async fn request(&self, caller: &Caller, sql: &str) -> Result<Rows, Refusal> {
        self.begin(caller).await;
        let answer = self.run(sql).await;
        if answer.is_err() {
            self.run("rollback").await.unwrap();
            return answer;
        }
        self.run("commit").await?;
        answer
    }
}

/// A literal.
pub(crate) fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn refusal(error: StatementError) -> Refusal {
    let Some(code) = error.sqlstate else { panic!("not the server's answer: {}", error.message) };
    let text = [Some(error.message), error.detail, error.hint].into_iter().flatten();
    Refusal { code, text: text.collect::<Vec<_>>().join("\n") }
}
