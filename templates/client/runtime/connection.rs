//! One connection with the statements that are prepared on it, and the pool's way to make and to keep connections.

use super::error::Error;
use super::statement::{Form, Function};
use super::tls::Tls;
use deadpool::managed::{Manager, Metrics, RecycleError, RecycleResult};
use futures_util::FutureExt;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio_postgres::{Config, Statement};

/// More statements than this are forgotten, all at once: a bound on what the server keeps for one connection.
const STATEMENTS: usize = 2_000;

/// One connection.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) client: tokio_postgres::Client,
    statements: Mutex<BTreeMap<Form, Statement>>,
}

impl Connection {
    /// A statement that is prepared already.
    pub(crate) fn known(&self, form: Form) -> Option<Statement> {
        self.statements().get(&form).cloned()
    }

    fn statements(&self) -> std::sync::MutexGuard<'_, BTreeMap<Form, Statement>> {
        self.statements.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A statement by its form, prepared if it is not.
    pub(crate) async fn prepared(&self, form: Form, sql: &str) -> Result<Statement, Error> {
        let statement = self.client.prepare(sql).await?;
        let mut statements = self.statements();
        if statements.len() >= STATEMENTS {
            statements.clear();
        }
        statements.insert(form, statement.clone());
        Ok(statement)
    }

    /// A function's statement, prepared if it is not.
    pub(crate) async fn statement(
        &self,
        function: &Function,
        form: Form,
    ) -> Result<Statement, Error> {
        match self.known(form) {
            Some(statement) => Ok(statement),
            // It is done once and takes more room than all else of a call, each of which would have it within.
            None => Box::pin(self.prepared(form, &function.sql(form))).await,
        }
    }

    /// Forgets what is prepared.
    pub(crate) fn forget_statements(&self) {
        self.statements().clear();
    }

    /// Sends ROLLBACK and does not wait: whatever is sent next comes after it.
    pub(crate) fn roll_back(&self) {
        let _ = self.client.batch_execute("ROLLBACK").now_or_never();
    }
}

/// How connections are made.
#[derive(Clone)]
pub(crate) struct Connector {
    pub(crate) config: Config,
    pub(crate) tls: Tls,
}

impl Manager for Connector {
    type Type = Connection;
    type Error = Error;

    async fn create(&self) -> Result<Connection, Error> {
        let client = self.tls.connect(&self.config).await?;
        Ok(Connection { client, statements: Mutex::default() })
    }

    async fn recycle(&self, it: &mut Connection, _: &Metrics) -> RecycleResult<Error> {
        if it.client.is_closed() {
            return Err(RecycleError::message("the connection was closed"));
        }
        Ok(())
    }
}

/// Connections are waited for so long, unless it is set otherwise.
pub(crate) const WAIT: Duration = Duration::from_secs(30);
