//! Running migration files in a scratch database.

use super::Failure;
use super::place::Place;
use super::tablespaces::of_text;
use crate::apply::{Piece, RESET_SESSION, header, pieces, run_at_once};
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

/// Runs one file as it is run in earnest: in one transaction, or statement by statement. What it sets for the session is
/// undone.
pub(super) async fn run_file(place: &Place, file: &str, sql: &str) -> Result<(), Failure> {
    place.provide(of_text(sql)).await?;
    if header(sql).no_transaction {
        return run_pieces(place, file, sql).await;
    }
    for sql in [place.begin(), sql, place.keep(), RESET_SESSION] {
        let done = place.session.client.batch_execute(sql).await;
        done.map_err(|error| Failure::Migration {
            file: file.to_owned(),
            error: Box::new(StatementError::new(&error, sql).in_file(format!("migrations/{file}"))),
        })?;
    }
    Ok(())
}

async fn run_pieces(place: &Place, file: &str, sql: &str) -> Result<(), Failure> {
    let one = place.is_one_transaction();
    let batches = header(sql).batches;
    for piece in pieces(sql) {
        if let (Some(batches), false) = (&batches, piece.is_setting) {
            let done = run_at_once(&place.session, sql, batches, &piece.sql, piece.at.start).await;
            done.map_err(|error| Failure::Migration {
                file: file.to_owned(),
                error: Box::new(error.in_file(format!("migrations/{file}"))),
            })?;
            continue;
        }
        match one {
            true => run_within(place, file, sql, &piece).await?,
            false => {
                let done = place.session.batch(&piece.sql).await;
                done.map_err(|error| Failure::Migration {
                    file: file.to_owned(),
                    error: located(error, file, sql, &piece),
                })?;
            }
        }
    }
    Ok(place.session.batch(RESET_SESSION).await?)
}

/// Runs a statement where all is one transaction: an index that is built without CONCURRENTLY is the same index. What has
/// no form that leads to the same catalog is refused.
async fn run_within(
    place: &Place,
    file: &str,
    sql: &str,
    piece: &Piece<'_>,
) -> Result<(), Failure> {
    let lent = |error| Failure::Lent { file: file.to_owned(), error };
    let done = match piece.in_transaction() {
        Some(form) => place.session.batch(&form).await,
        // The server refuses it, before it does anything, with its own words.
        None => place.session.batch(&piece.sql).await,
    };
    done.map_err(|error| {
        let code = error.sqlstate.clone();
        let error = located(error, file, sql, piece);
        match code.as_deref() {
            Some("25001" | "2D000") => lent(error),
            _ => Failure::Migration { file: file.to_owned(), error },
        }
    })
}

fn located(error: StatementError, file: &str, sql: &str, piece: &Piece<'_>) -> Box<StatementError> {
    Box::new(error.within(sql, piece.at.start).in_file(format!("migrations/{file}")))
}
