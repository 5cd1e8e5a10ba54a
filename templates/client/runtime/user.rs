//! Somebody in whose name functions are called.

use super::call::{Call, Caller, Gather, Run, gather, open};
use super::claims::Claims;
use super::client::Client;
use super::connection::Connection;
use super::error::Error;
use super::idempotency::IdempotencyKey;
use super::identity::Identity;
use super::retry::Retry;
use super::rows::{Decode, Rows};
use super::transaction::Transaction;
use futures_util::future::{join, join4};
use futures_util::stream::{StreamExt, try_unfold};
use std::sync::Arc;
use tracing::Instrument;

/// Somebody in whose name functions are called. Each call is a transaction of its own, which costs one wait for the server;
/// [`transaction`](Self::transaction) makes several calls one.
///
/// The role and the claims are set for that transaction only: nothing of them is left on the connection.
#[derive(Debug, Clone)]
pub struct User {
    client: Client,
    identity: Arc<Identity>,
    retry: Retry,
    isolation: Option<Isolation>,
    read_only: bool,
}

/// How far a transaction is kept apart from others that run meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Isolation {
    /// `READ COMMITTED`: each statement sees what is committed when it begins.
    ReadCommitted,
    /// `REPEATABLE READ`: all statements see what was committed when the first one began.
    RepeatableRead,
    /// `SERIALIZABLE`: as if transactions ran one after the other.
    Serializable,
}

impl User {
    pub(crate) fn new(client: Client, claims: &Claims) -> Self {
        Self {
            client,
            identity: Arc::new(Identity::new(claims)),
            retry: Retry::default(),
            isolation: None,
            read_only: false,
        }
    }

    /// With another bound on how often a transaction is run again that met another one (40001, 40P01).
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// With an isolation. Unless it is said, it is what the database has as its default: `READ COMMITTED` where nobody has set
    /// another one.
    #[must_use]
    pub fn isolation(mut self, isolation: Isolation) -> Self {
        self.isolation = Some(isolation);
        self
    }

    /// With transactions that change nothing. Single calls of functions that are STABLE or IMMUTABLE are read-only anyway.
    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// With a key by which functions that are idempotent know a request that was sent before: a text, or
    /// [`IdempotencyKey::new`].
    #[must_use]
    pub fn idempotency_key(mut self, key: impl Into<IdempotencyKey>) -> Self {
        self.identity = Arc::new(self.identity.with_key(&key.into()));
        self
    }

    fn begin(&self, read_only: bool) -> &'static str {
        match (self.isolation, read_only || self.read_only) {
            // Each option that is said costs the server as much as a setting that is set.
            (None, false) => "BEGIN",
            (None, true) => "BEGIN READ ONLY",
            (Some(Isolation::ReadCommitted), false) => "BEGIN ISOLATION LEVEL READ COMMITTED",
            (Some(Isolation::ReadCommitted), true) => {
                "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY"
            }
            (Some(Isolation::RepeatableRead), false) => "BEGIN ISOLATION LEVEL REPEATABLE READ",
            (Some(Isolation::RepeatableRead), true) => {
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            }
            (Some(Isolation::Serializable), false) => "BEGIN ISOLATION LEVEL SERIALIZABLE",
            (Some(Isolation::Serializable), true) => "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY",
        }
    }

    /// Runs several calls as one transaction: all of it, or nothing.
    ///
    /// What fails is rolled back. Where it met another transaction (40001, 40P01) it is run again, the whole closure, as often
    /// as [`Retry`] says: what the closure does besides calling functions is done again, too.
    ///
    /// The closure gives a future each time, so that it lends what it needs rather than giving it away:
    ///
    /// ```text
    /// let name = &name;
    /// user.transaction(|tx| async move {
    ///     let family = families::create_family(&tx, name).await?;
    ///     families::add_child(&tx, family, child).await?;
    ///     Ok::<_, Error>(family)
    /// })
    /// ```
    ///
    /// # Errors
    /// What the closure returns; that it could not be begun or committed.
    pub fn transaction<T, E, F, W>(&self, work: F) -> impl Future<Output = Result<T, E>> + use<T, E, F, W>
    where
        E: From<Error>,
        F: Fn(Transaction) -> W,
        W: Future<Output = Result<T, E>>,
    {
        // A future that borrowed from the user could not be sent to another thread: the compiler does not see that it may.
        let user = self.clone();
        async move {
            let mut attempt = 1;
            loop {
                let transaction = user.clone().open().await?;
                let (again, failed) = match work(transaction.shared()).await {
                    Ok(value) => match transaction.commit().await {
                        Ok(()) => return Ok(value),
                        Err(error) => (error.is_retryable(), E::from(error)),
                    },
                    Err(error) => (transaction.roll_back(), error),
                };
                match user.retry.wait(attempt).filter(|_| again) {
                    Some(wait) => tokio::time::sleep(wait).await,
                    None => return Err(failed),
                }
                attempt += 1;
                tracing::debug!(attempt, "a transaction met another one and is run again");
            }
        }
    }

    /// Begins a transaction, in one wait for the server.
    async fn open(self) -> Result<Transaction, Error> {
        let connection = self.client.connection().await?;
        let transaction = Transaction::new(connection);
        self.identity.begin(transaction.connection()?, self.begin(false)).await?;
        Ok(transaction)
    }

    /// Runs one call as a transaction; again where it met another one.
    async fn single<T: Decode + Send, G: Gather<T>>(&self, call: &Call<'_>) -> Result<G, Error> {
        let begin = self.begin(call.function.read_only);
        let mut attempt = 1;
        loop {
            let connection = self.client.connection().await?;
            let error = match once(&connection, &self.identity, begin, call).await {
                Ok(gathered) => return Ok(gathered),
                Err(error) => error,
            };
            if error.is_stale() {
                connection.forget_statements();
            }
            drop(connection);
            match self.retry.wait(attempt).filter(|_| error.is_retryable()) {
                Some(wait) => tokio::time::sleep(wait).await,
                None => return Err(error),
            }
            attempt += 1;
            tracing::debug!(
                attempt,
                function = call.function.name,
                "a call met another one and is run again"
            );
        }
    }
}

/// One call in a transaction, in one wait for the server: all four messages are sent before the first answer. A failure of
/// the first two makes the server refuse what follows.
async fn once<T: Decode + Send, G: Gather<T>>(
    connection: &Connection,
    identity: &Identity,
    begin: &str,
    call: &Call<'_>,
) -> Result<G, Error> {
    let client = &connection.client;
    let Some(statement) = connection.known(call.form) else {
        return Box::pin(first(connection, identity, begin, call)).await;
    };
    let set = identity.statement(connection).await?;
    let (begun, set, gathered, committed) = join4(
        client.batch_execute(begin),
        identity.set(connection, &set),
        gather(connection, &statement, &call.arguments),
        client.batch_execute("COMMIT"),
    )
    .await;
    begun?;
    set?;
    let gathered = gathered?;
    committed?;
    Ok(gathered)
}

/// The same where the statement is not prepared: it is as whoever is calling, since nobody else may know what it names.
async fn first<T: Decode + Send, G: Gather<T>>(
    connection: &Connection,
    identity: &Identity,
    begin: &str,
    call: &Call<'_>,
) -> Result<G, Error> {
    let rollback = RollBack(Some(connection));
    identity.begin(connection, begin).await?;
    let statement = connection.statement(call.function, call.form).await?;
    let (gathered, committed) = join(
        gather(connection, &statement, &call.arguments),
        connection.client.batch_execute("COMMIT"),
    )
    .await;
    rollback.keep();
    let gathered = gathered?;
    committed?;
    Ok(gathered)
}

/// Rolls back what was begun, unless it came to its end: also where a future is dropped half-way.
struct RollBack<'a>(Option<&'a Connection>);

impl RollBack<'_> {
    fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for RollBack<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.0 {
            connection.roll_back();
        }
    }
}

impl Caller for User {}

#[allow(private_interfaces, private_bounds)]
impl Run for User {
    async fn run<T: Decode + Send, G: Gather<T>>(&self, call: &Call<'_>) -> Result<G, Error> {
        let span = tracing::debug_span!("call", function = call.function.name);
        self.single(call).instrument(span).await
    }

    async fn stream<T: Decode + Send + 'static>(&self, call: &Call<'_>) -> Result<Rows<T>, Error> {
        let connection = self.client.connection().await?;
        let transaction = Transaction::new(connection);
        let begin = self.begin(call.function.read_only);
        let held = transaction.connection()?;
        self.identity.begin(held, begin).await?;
        let statement = held.statement(call.function, call.form).await?;
        let rows = Box::pin(open::<T>(held, &statement, &call.arguments).await?);
        let next = async |(mut rows, transaction): (
            std::pin::Pin<Box<tokio_postgres::RowStream>>,
            Transaction,
        )| {
            match rows.next().await {
                Some(row) => Ok(Some((T::decode(&row?)?, (rows, transaction)))),
                None => transaction.commit().await.map(|()| None),
            }
        };
        Ok(Rows(try_unfold((rows, transaction), next).boxed()))
    }
}
