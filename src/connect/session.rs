//! A connection that is open.

use super::attempt::{Opened, open};
use super::{ConnectError, StatementError, Target};
use futures_util::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use tokio_postgres::error::Severity;
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};
use tokio_postgres::{AsyncMessage, Client, Connection, NoTls, SimpleQueryMessage, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

/// The oldest major version that is supported.
pub(super) const OLDEST_MAJOR: u32 = 14;

/// An open connection. Dropping it ends it.
pub struct Session {
    /// Where statements are sent.
    pub client: Client,
    /// The server's major version: 15, 18.
    pub major: u32,
    /// The server's version in its own words: `15.18 (Debian 15.18-0+deb12u1)`.
    pub version: String,
    target: Target,
    tls: Option<MakeRustlsConnect>,
    heard: Arc<Mutex<Heard>>,
}

/// What came from the server without being asked for.
#[derive(Default)]
struct Heard {
    notices: Vec<Notice>,
    /// Why the connection ended, where the server or the network said so.
    fault: Option<tokio_postgres::Error>,
}

/// A NOTICE, WARNING or INFO.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// `NOTICE`, `WARNING`, `INFO`, in the server's language.
    pub severity: String,
    /// Whether it is a WARNING, in whatever language.
    pub is_warning: bool,
    /// The SQLSTATE.
    pub sqlstate: String,
    /// What it says.
    pub message: String,
    /// More of it.
    pub detail: Option<String>,
    /// What to do.
    pub hint: Option<String>,
}

/// Connects, with the messages of the server read by a task on the current runtime.
///
/// A server older than 14 is refused. The errors name host, port, user and database, the reason and the mend.
pub async fn connect(target: &Target) -> Result<Session, ConnectError> {
    let Opened { client, connection, version, major, tls } = open(target).await?;
    let heard = Arc::new(Mutex::new(Heard::default()));
    tokio::spawn(listen(connection, Arc::clone(&heard)));
    Ok(Session { client, major, version, target: target.clone(), tls, heard })
}

impl Session {
    /// A second connection to the same database as the same user.
    pub async fn another(&self) -> Result<Self, ConnectError> {
        connect(&self.target).await
    }

    /// Runs any number of statements as one batch of the simple protocol, and gives no rows.
    pub async fn batch(&self, sql: &str) -> Result<(), StatementError> {
        self.client.batch_execute(sql).await.map_err(|error| self.explain(&error, sql))
    }

    /// Runs any number of statements as one batch of the simple protocol, and gives the rows of all as text.
    pub async fn rows(&self, sql: &str) -> Result<Vec<Vec<Option<String>>>, StatementError> {
        let messages =
            self.client.simple_query(sql).await.map_err(|error| self.explain(&error, sql))?;
        let rows = messages.into_iter().filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => {
                Some((0..row.len()).map(|at| row.get(at).map(str::to_owned)).collect())
            }
            _ => None,
        });
        Ok(rows.collect())
    }

    /// An error of this session with the SQL that was sent. Where the connection is gone, the server's last
    /// words are told instead of the bare fact.
    pub fn explain(&self, error: &tokio_postgres::Error, sql: &str) -> StatementError {
        if error.as_db_error().is_none() {
            let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(fault) = &heard.fault {
                return StatementError::lost(fault, sql);
            }
        }
        StatementError::new(error, sql)
    }

    /// The notices since the last call, in the order in which they came.
    pub fn take_notices(&self) -> Vec<Notice> {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut heard.notices)
    }

    /// Asks the server to give up the statement that runs. It is not known whether it does.
    pub async fn cancel(&self) -> Result<(), tokio_postgres::Error> {
        let token = self.client.cancel_token();
        match &self.tls {
            Some(tls) => token.cancel_query(tls.clone()).await,
            None => token.cancel_query(NoTls).await,
        }
    }
}

/// Reads until the connection ends.
async fn listen(connection: AnyConnection, heard: Arc<Mutex<Heard>>) {
    let mut connection = pin!(connection);
    loop {
        let message = poll_fn(|context| match &mut *connection {
            AnyConnection::Plain(connection) => connection.poll_message(context),
            AnyConnection::Tls(connection) => connection.poll_message(context),
        })
        .await;
        let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
        match message {
            Some(Ok(AsyncMessage::Notice(notice))) => heard.notices.push(Notice {
                severity: notice.severity().to_owned(),
                is_warning: matches!(notice.parsed_severity(), Some(Severity::Warning)),
                sqlstate: notice.code().code().to_owned(),
                message: notice.message().to_owned(),
                detail: notice.detail().map(str::to_owned),
                hint: notice.hint().map(str::to_owned),
            }),
            Some(Ok(_)) => {}
            Some(Err(fault)) => {
                heard.fault = Some(fault);
                return;
            }
            None => return,
        }
    }
}

/// A connection with or without TLS.
pub(super) enum AnyConnection {
    Plain(Box<Connection<Socket, <NoTls as TlsConnect<Socket>>::Stream>>),
    Tls(Box<Connection<Socket, <MakeRustlsConnect as MakeTlsConnect<Socket>>::Stream>>),
}
