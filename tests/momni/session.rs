//! A session of the kind that the REST server has: logged in as the authenticator, one transaction per request, the
//! role and the claims of the request set for that transaction only.

use tokio_postgres::{Client, Config, NoTls, SimpleQueryMessage};

/// The rows of an answer, every value as text.
pub type Rows = Vec<Vec<Option<String>>>;

/// What the server refused.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// The SQLSTATE.
    pub code: String,
    /// Message, detail and hint: all that a client reads.
    pub text: String,
}

/// Who makes a request: the role of the database that the token names, and its claims.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The role.
    pub role: &'static str,
    /// The claims, as they arrive; `None` sets none.
    pub claims: Option<String>,
}

pub const MEMBER: &str = "momni_member";
pub const ANONYMOUS: &str = "momni_anonymous";
pub const FINANCIAL: &str = "momni_financial_administrator";
pub const COMMUNITY: &str = "momni_community_administrator";

impl Caller {
    /// A caller without a token.
    pub fn anonymous() -> Self {
        Self { role: ANONYMOUS, claims: None }
    }

    /// A caller with a token of this role and user.
    pub fn of(role: &'static str, user: &str) -> Self {
        let claims = format!(r#"{{"sub":"{user}","email":"{}@momni.example","role":"{role}"}}"#, &user[..8]);
        Self { role, claims: Some(claims) }
    }

    /// A member's token.
    pub fn member(user: &str) -> Self {
        Self::of(MEMBER, user)
    }
}

/// An open connection.
pub struct Session {
    client: Client,
}

impl Session {
    /// Connects. The connection ends with the session.
    pub async fn open(config: &Config) -> Self {
        let (client, connection) = config.connect(NoTls).await.expect("the server takes the session");
        tokio::spawn(connection);
        Self { client }
    }

    /// The server's process of this session.
    pub async fn pid(&self) -> i32 {
        let rows = self.run("select pg_backend_pid()").await.expect("everybody may ask that");
        rows[0][0].as_deref().and_then(|pid| pid.parse().ok()).expect("a number")
    }

    /// Runs SQL as it is, outside of any request.
    pub async fn run(&self, sql: &str) -> Result<Rows, Refusal> {
        match self.client.simple_query(sql).await {
            Ok(messages) => Ok(rows(messages)),
            Err(error) => Err(refusal(&error)),
        }
    }

    /// Begins a request and leaves it open.
    pub async fn begin(&self, caller: &Caller) {
        self.run(&format!("begin; set local role {}", caller.role)).await.expect("the role is the authenticator's");
        if let Some(claims) = &caller.claims {
            self.run(&format!("set local request.jwt.claims = {}", quote(claims))).await.expect("claims are text");
        }
    }

    /// One request: the whole of it, committed, or refused and rolled back.
    pub async fn request(&self, caller: &Caller, sql: &str) -> Result<Rows, Refusal> {
        self.begin(caller).await;
        let answer = self.run(sql).await;
        if answer.is_err() {
            self.run("rollback").await.expect("a transaction can be rolled back");
            return answer;
        }
        self.run("commit").await?;
        answer
    }
}

/// A literal.
pub fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn rows(messages: Vec<SimpleQueryMessage>) -> Rows {
    let row = |message| match message {
        SimpleQueryMessage::Row(row) => Some((0..row.len()).map(|i| row.get(i).map(str::to_owned)).collect()),
        _ => None,
    };
    messages.into_iter().filter_map(row).collect()
}

fn refusal(error: &tokio_postgres::Error) -> Refusal {
    let error = error.as_db_error().unwrap_or_else(|| panic!("not the server's answer: {error}"));
    let text = [Some(error.message()), error.detail(), error.hint()].into_iter().flatten().collect::<Vec<_>>().join("\n");
    Refusal { code: error.code().code().to_owned(), text }
}
