//! Many statements of which some may be refused, in few subtransactions.

use super::Failure;
use super::build::run;
use crate::connect::StatementError;
use tokio_postgres::Client;

/// How many statements go in one round trip at least, and in how many round trips all of them go at most. PostgreSQL looks
/// through everything that a transaction has made at the end of each subtransaction: a fixed number of statements for each
/// would let the time grow with the square of their number.
const LEAST: usize = 250;
const MOST: usize = 64;

/// What becomes of statements that were not refused.
#[derive(Clone, Copy)]
pub(super) enum Effects {
    /// They stay.
    Kept,
    /// They are taken back.
    TakenBack,
}

impl Effects {
    fn end(self) -> &'static str {
        match self {
            Self::Kept => "RELEASE part",
            Self::TakenBack => "ROLLBACK TO part; RELEASE part",
        }
    }
}

/// Runs the statements in their order, within a transaction of the caller: the places of those that PostgreSQL refuses, with
/// its errors. A part in which one is refused is taken back and goes in halves.
///
/// # Errors
/// [`Failure::Statement`] where the connection is lost.
pub(super) async fn refused(
    client: &Client,
    statements: &[&str],
    effects: Effects,
) -> Result<Vec<(usize, StatementError)>, Failure> {
    let size = LEAST.max(statements.len().div_ceil(MOST));
    let starts = (0..statements.len()).step_by(size);
    let mut open: Vec<_> = starts.map(|at| at..statements.len().min(at + size)).rev().collect();
    let mut refused = Vec::new();
    while let Some(part) = open.pop() {
        let sql = statements.get(part.clone()).unwrap_or_default().join(";\n");
        run(client, "SAVEPOINT part").await?;
        let Err(error) = client.batch_execute(&sql).await else {
            run(client, effects.end()).await?;
            continue;
        };
        let error = StatementError::new(&error, &sql);
        if error.sqlstate.is_none() {
            return Err(Failure::Statement(Box::new(error)));
        }
        run(client, Effects::TakenBack.end()).await?;
        if part.len() == 1 {
            refused.push((part.start, error));
        } else {
            let middle = part.start + part.len() / 2;
            open.push(middle..part.end);
            open.push(part.start..middle);
        }
    }
    Ok(refused)
}
