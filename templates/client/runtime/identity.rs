//! What tells the database who is calling.

use super::call::{Given, gather};
use super::claims::Claims;
use super::connection::Connection;
use super::error::Error;
use super::idempotency::IdempotencyKey;
use super::rows::Nothing;
use super::statement::Form;
use futures_util::future::join;
use serde_json::json;
use std::fmt;
use tokio_postgres::Statement;

/// Role and claims as they are sent, and the headers of a request where there is one.
#[derive(Clone)]
pub(crate) struct Identity {
    role: String,
    claims: String,
    headers: Option<String>,
}

/// Who is calling is set for the transaction alone.
const SET: &str = "select set_config('request.jwt.claims', $1, true), set_config('role', $2, true)";

/// Not part of every transaction: it is set where there is something to say.
const SET_WITH_HEADERS: &str = "select set_config('request.jwt.claims', $1, true), \
    set_config('request.headers', $3, true), set_config('role', $2, true)";

impl Identity {
    pub(crate) fn new(claims: &Claims) -> Self {
        Self { role: claims.role().to_owned(), claims: claims.json(), headers: None }
    }

    /// With a key by which functions that are idempotent know the request.
    pub(crate) fn with_key(&self, key: &IdempotencyKey) -> Self {
        let headers = json!({ "idempotency-key": key.as_str() }).to_string();
        Self { headers: Some(headers), ..self.clone() }
    }

    /// Sets it on a connection whose transaction has begun.
    pub(crate) async fn set(
        &self,
        connection: &Connection,
        statement: &Statement,
    ) -> Result<(), Error> {
        let arguments = [Given(&self.claims), Given(&self.role), Given(&self.headers)];
        let count = if self.headers.is_some() { 3 } else { 2 };
        let _: Vec<Nothing> = gather(connection, statement, &arguments[..count]).await?;
        Ok(())
    }

    /// The statement that sets it.
    pub(crate) async fn statement(&self, connection: &Connection) -> Result<Statement, Error> {
        let (given, sql) = match self.headers {
            None => (0, SET),
            Some(_) => (1, SET_WITH_HEADERS),
        };
        let form = Form { function: 0, given, batch: false };
        match connection.known(form) {
            Some(statement) => Ok(statement),
            None => Box::pin(connection.prepared(form, sql)).await,
        }
    }

    /// Begins a transaction and sets it, in one wait for the server.
    pub(crate) async fn begin(&self, connection: &Connection, begin: &str) -> Result<(), Error> {
        let statement = self.statement(connection).await?;
        let (begun, set) =
            join(connection.client.batch_execute(begin), self.set(connection, &statement)).await;
        begun?;
        set
    }
}

/// The role alone.
impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("role", &self.role).finish_non_exhaustive()
    }
}
