//! A data step where there are few rows and nobody waits: on a scratch server, in one go.

use super::directive::Batches;
use super::key::Key;
use super::statement::{Fault, execute, forget, prepare};
use crate::connect::{Session, StatementError};

/// Runs the statement of a data step over all rows that there are, or over none, so that the server reads and plans it.
///
/// `start` is where the statement begins in the file.
///
/// # Errors
/// What the server says, or what the directive demands and the table does not have, with its place in the file.
pub async fn run_at_once(
    session: &Session,
    sql: &str,
    batches: &Batches,
    statement: &str,
    start: usize,
) -> Result<(), StatementError> {
    let work = async {
        let key = Key::of(session, batches).await?;
        prepare(session, &key, statement).await?;
        let rows = key.next(session, None, None, i64::MAX as u64).await?;
        let range = rows.as_ref().map(|it| (&it.first, &it.last));
        let nowhere = |error| Fault::Statement(StatementError { position: None, ..error });
        session.batch(&execute(&key, range)).await.map_err(nowhere)
    };
    let done = work.await;
    if done.is_ok() {
        forget(session).await;
    }
    done.map_err(|fault| fault.within(sql, batches, start))
}
