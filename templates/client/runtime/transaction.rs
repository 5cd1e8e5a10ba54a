//! Several calls as one.

use super::call::{Call, Caller, Gather, Run, gather, open};
use super::client::{Pooled, connection};
use super::connection::Connection;
use super::error::Error;
use super::rows::{Decode, Rows};
use futures_util::StreamExt;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use tracing::Instrument;

/// A transaction in somebody's name: what a closure of [`User::transaction`](crate::User::transaction) calls functions on.
///
/// Calls that do not need one another's answers can be sent together, which costs one wait for the server:
///
/// ```ignore
/// let (family, members) = tokio::try_join!(api::get_family(tx, id), api::list_family_members(tx, id))?;
/// ```
pub struct Transaction {
    connection: Pooled,
    /// A call met another transaction.
    met: AtomicBool,
    open: bool,
}

impl Transaction {
    pub(crate) fn new(connection: Pooled) -> Self {
        Self { connection, met: AtomicBool::new(false), open: true }
    }

    pub(crate) fn connection(&self) -> &Connection {
        connection(&self.connection)
    }

    /// Commits it.
    pub(crate) async fn commit(mut self) -> Result<(), Error> {
        let committed = self.connection().client.batch_execute("COMMIT").await;
        self.open = false;
        committed.map_err(Error::from)
    }

    /// Rolls it back, and says whether it may be run again.
    pub(crate) fn end(self) -> bool {
        self.met.load(Ordering::Relaxed)
    }

    /// Runs a part of the transaction so that it can fail alone: what a failed part has done is undone, and the transaction
    /// goes on.
    ///
    /// # Errors
    /// What the part returns.
    pub async fn savepoint<T, E, F>(&self, part: F) -> Result<T, E>
    where
        E: From<Error>,
        F: AsyncFnOnce(&Self) -> Result<T, E>,
    {
        let client = &self.connection().client;
        client.batch_execute("SAVEPOINT part").await.map_err(Error::from)?;
        let done = part(self).await;
        let end = match done {
            Ok(_) => "RELEASE SAVEPOINT part",
            Err(_) => "ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part",
        };
        client.batch_execute(end).await.map_err(Error::from)?;
        done
    }

    fn noticed<T>(&self, done: Result<T, Error>) -> Result<T, Error> {
        if let Err(error) = &done {
            if error.is_stale() {
                self.connection().forget_statements();
            }
            if error.is_retryable() {
                self.met.store(true, Ordering::Relaxed);
            }
        }
        done
    }
}

impl fmt::Debug for Transaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transaction").finish_non_exhaustive()
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if self.open {
            self.connection().roll_back();
        }
    }
}

impl Caller for Transaction {}

#[allow(private_interfaces, private_bounds)]
impl Run for Transaction {
    async fn run<T: Decode + Send, G: Gather<T>>(&self, call: Call<'_>) -> Result<G, Error> {
        let span = tracing::debug_span!("call", function = call.function.name);
        let work = async {
            let held = self.connection();
            let statement = held.statement(call.function, call.form).await?;
            gather(held, &statement, &call.arguments).await
        };
        self.noticed(work.instrument(span).await)
    }

    async fn stream<T: Decode + Send + 'static>(&self, call: Call<'_>) -> Result<Rows<T>, Error> {
        let held = self.connection();
        let rows = async {
            let statement = held.statement(call.function, call.form).await?;
            open::<T>(held, &statement, &call.arguments).await
        };
        let rows = self.noticed(rows.await)?;
        Ok(Rows(rows.map(|row| T::decode(&row?)).boxed()))
    }
}
