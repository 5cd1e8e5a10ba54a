//! Running migration files in a scratch database.

use super::Failure;
use super::place::Place;
use super::tablespaces::of_text;
use crate::apply::RESET_SESSION;
use crate::connect::StatementError;

/// A migration file as it is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// `V1__init.sql`.
    pub file: String,
    /// Its text.
    pub sql: String,
}

/// Runs the migrations in their order.
pub(super) async fn replay(place: &Place, migrations: &[Applied]) -> Result<(), Failure> {
    for migration in migrations {
        run_file(place, &migration.file, &migration.sql).await?;
    }
    Ok(())
}

/// Runs one file in one transaction, as it is run in earnest. What it sets for the session is undone.
pub(super) async fn run_file(place: &Place, file: &str, sql: &str) -> Result<(), Failure> {
    place.provide(of_text(sql)).await?;
    for sql in [place.begin(), sql, place.keep(), RESET_SESSION] {
        let done = place.session.client.batch_execute(sql).await;
        done.map_err(|error| Failure::Migration {
            file: file.to_owned(),
            error: Box::new(StatementError::new(&error, sql).in_file(format!("migrations/{file}"))),
        })?;
    }
    Ok(())
}
