//! Several calls as one.

use super::call::{Call, Caller, Gather, Run, gather, open};
use super::client::{Pooled, connection};
use super::connection::Connection;
use super::error::Error;
use super::rows::{Decode, Rows};
use futures_util::StreamExt;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tracing::Instrument;

/// A transaction in somebody's name: what a closure of [`User::transaction`](crate::User::transaction) calls functions on.
///
/// Calls that do not need one another's answers can be sent together, which costs one wait for the server:
///
/// ```text
/// let (family, members) = tokio::try_join!(api::get_family(&tx, id), api::list_family_members(&tx, id))?;
/// ```
pub struct Transaction(Arc<Open>);

/// The connection, and what became of the transaction.
struct Open {
    connection: Pooled,
    /// A call met another transaction.
    met: AtomicBool,
    ended: AtomicBool,
}

impl Transaction {
    pub(crate) fn new(connection: Pooled) -> Self {
        let (met, ended) = (AtomicBool::new(false), AtomicBool::new(false));
        Self(Arc::new(Open { connection, met, ended }))
    }

    /// The same one in other hands.
    pub(crate) fn shared(&self) -> Self {
        Self(self.0.clone())
    }

    /// The connection, as long as the transaction is open: whoever keeps it for longer finds it closed.
    pub(crate) fn connection(&self) -> Result<&Connection, Error> {
        if self.0.ended.load(Ordering::Relaxed) {
            return Err(Error::setup("the transaction has ended"));
        }
        Ok(connection(&self.0.connection))
    }

    /// Commits it.
    pub(crate) async fn commit(self) -> Result<(), Error> {
        let committed = self.connection()?.client.batch_execute("COMMIT").await;
        self.0.ended.store(true, Ordering::Relaxed);
        committed.map_err(Error::from)
    }

    /// Rolls it back, and says whether it may be run again.
    pub(crate) fn roll_back(self) -> bool {
        if !self.0.ended.swap(true, Ordering::Relaxed) {
            connection(&self.0.connection).roll_back();
        }
        self.0.met.load(Ordering::Relaxed)
    }

    /// Runs a part of the transaction so that it can fail alone: what a failed part has done is undone, and the transaction
    /// goes on.
    ///
    /// # Errors
    /// What the part returns.
    pub async fn savepoint<T, E: From<Error>>(
        &self,
        part: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let client = &self.connection()?.client;
        client.batch_execute("SAVEPOINT part").await.map_err(Error::from)?;
        let done = part.await;
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
                connection(&self.0.connection).forget_statements();
            }
            if error.is_retryable() {
                self.0.met.store(true, Ordering::Relaxed);
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

impl Drop for Open {
    fn drop(&mut self) {
        if !*self.ended.get_mut() {
            connection(&self.connection).roll_back();
        }
    }
}

impl Caller for Transaction {}

#[allow(private_interfaces, private_bounds)]
impl Run for Transaction {
    async fn run<T: Decode + Send, G: Gather<T>>(&self, call: &Call<'_>) -> Result<G, Error> {
        let span = tracing::debug_span!("call", function = call.function.name);
        let work = async {
            let held = self.connection()?;
            let statement = held.statement(call.function, call.form).await?;
            gather(held, &statement, &call.arguments).await
        };
        self.noticed(work.instrument(span).await)
    }

    async fn stream<T: Decode + Send + 'static>(&self, call: &Call<'_>) -> Result<Rows<T>, Error> {
        let held = self.connection()?;
        let rows = async {
            let statement = held.statement(call.function, call.form).await?;
            open::<T>(held, &statement, &call.arguments).await
        };
        let rows = self.noticed(rows.await)?;
        Ok(Rows(rows.map(|row| T::decode(&row?)).boxed()))
    }
}
