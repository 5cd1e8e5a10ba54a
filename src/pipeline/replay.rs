//! The state that the migrations lead to: all of them, run in an empty scratch database.

use super::state::{empty, scope_beside};
use super::{Failure, Options, State};
use crate::catalog::Catalog;
use crate::connect::{Session, StatementError};
use crate::introspect::introspect;
use crate::read::Declared;

/// A migration file as it is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// `V1__init.sql`.
    pub file: String,
    /// Its text.
    pub sql: String,
}

/// Replays the migrations in their order and reads the result, as far as the declared state `to` reaches.
///
/// # Errors
/// [`Failure::Migration`] names the file and the statement that fails.
pub async fn replay(
    declared: &Declared,
    migrations: &[Applied],
    to: &Catalog,
    options: &Options,
) -> Result<State, Failure> {
    let (server, session) = empty(declared, options).await?;
    for migration in migrations {
        run_file(&session, &migration.file, &migration.sql).await?;
    }
    let catalog = introspect(&session.client, &scope_beside(declared, to)).await?;
    Ok(State { catalog, session, server })
}

/// Runs one file in one transaction, as it is run in earnest. What it sets for the session is undone.
pub(super) async fn run_file(session: &Session, file: &str, sql: &str) -> Result<(), Failure> {
    let failure = |error: &tokio_postgres::Error, sql: &str| Failure::Migration {
        file: file.to_owned(),
        error: Box::new(StatementError::new(error, sql)),
    };
    let client = &session.client;
    client.batch_execute("BEGIN").await.map_err(|error| failure(&error, "BEGIN"))?;
    client.batch_execute(sql).await.map_err(|error| failure(&error, sql))?;
    client.batch_execute("COMMIT").await.map_err(|error| failure(&error, "COMMIT"))?;
    client.batch_execute("RESET ALL").await.map_err(|error| failure(&error, "RESET ALL"))
}
