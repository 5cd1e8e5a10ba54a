//! The seam to refinery: a connection that implements refinery's asynchronous traits.
//!
//! refinery decides what is pending and hands over, for each migration, its SQL and the statement that records it.
//! What it does not do happens here: limits on locks, statements' places, progress, and checks that the file left the
//! transaction and the session as it found them.

use super::error::{ApplyError, ends_connection, reason};
use super::failure::StatementFailure;
use super::history::read_history;
use super::interrupt::Interrupt;
use super::migrations::MigrationFile;
use super::observer::Observer;
use super::settings::{Attempts, begin, reset};
use futures_util::StreamExt;
use refinery_core::Migration;
use refinery_core::traits::r#async::{AsyncMigrate, AsyncQuery, AsyncTransaction};
use std::collections::VecDeque;
use std::fmt;
use std::pin::pin;
use std::time::{Duration, Instant};
use tokio_postgres::{Client, Error, SimpleQueryMessage};

/// The connection, and what a run knows about itself.
pub(super) struct Seam<'a> {
    pub client: &'a Client,
    pub observer: &'a mut dyn Observer,
    pub interrupt: &'a Interrupt,
    /// What is to be applied, in order.
    pub queue: VecDeque<MigrationFile>,
    /// The backend that holds the lock.
    pub pid: i32,
    /// Major version of the server.
    pub major: u32,
    /// Whether the server can tell that its client is gone.
    pub notice_lost_clients: bool,
    /// Whether all migrations run in one transaction, which the caller rolls back.
    pub dry_run: bool,
    /// For how long a migration that meets a lock is tried again.
    pub patience: Duration,
    /// Why the run stopped. refinery only carries [`Stop`] through.
    pub cause: Option<ApplyError>,
    /// What is committed (in a dry run: what ran), and how long it took.
    pub applied: Vec<(MigrationFile, Duration)>,
}

/// The run stopped; the cause is with the seam.
#[derive(Debug)]
pub(super) struct Stop;

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("stopped")
    }
}

impl std::error::Error for Stop {}

impl AsyncMigrate for Seam<'_> {
    /// The table is there already. `CREATE TABLE IF NOT EXISTS` would want the right to create it even so.
    fn assert_migrations_table_query(_: &str) -> String {
        String::new()
    }
}

impl AsyncQuery<Vec<Migration>> for Seam<'_> {
    async fn query(&mut self, _: &str) -> Result<Vec<Migration>, Stop> {
        let rows = match read_history(self.client).await {
            Ok(rows) => rows,
            Err(error) => return self.stop(ApplyError::asking(error)),
        };
        match rows.iter().map(|row| row.refinery()).collect() {
            Some(applied) => Ok(applied),
            None => self.stop(ApplyError::inner("a row of the history is not readable")),
        }
    }
}

impl AsyncTransaction for Seam<'_> {
    type Error = Stop;

    async fn execute<'a, T: Iterator<Item = &'a str> + Send + 'a>(
        &mut self,
        queries: T,
    ) -> Result<usize, Stop> {
        let queries: Vec<&str> = queries.collect();
        let [sql, record] = queries.as_slice() else {
            return Ok(queries.len());
        };
        let result = match self.queue.pop_front() {
            Some(file) if *file.sql == **sql => self.migration(file, record).await,
            _ => Err(ApplyError::inner("refinery took the migrations in another order")),
        };
        match result {
            Ok(()) => Ok(queries.len()),
            Err(cause) => self.stop(cause),
        }
    }
}

impl Seam<'_> {
    fn stop<T>(&mut self, cause: ApplyError) -> Result<T, Stop> {
        self.cause = Some(cause);
        Err(Stop)
    }

    /// Applies one migration, again and again while it meets locks of others.
    async fn migration(&mut self, file: MigrationFile, record: &str) -> Result<(), ApplyError> {
        let start = Instant::now();
        let mut attempts = Attempts::new(self.patience);
        if self.interrupt.is_set() {
            return Err(ApplyError::Interrupted { during: None });
        }
        self.observer.started(&file);
        loop {
            let Err(cause) = self.attempt(&file, record, attempts.wait()).await else { break };
            if self.dry_run {
                return Err(self.cause_of(cause, &file));
            }
            // Of no use when the connection is gone, and then of no need.
            let _ = self.client.batch_execute("rollback").await;
            match cause.meets_others().then(|| attempts.again()).flatten() {
                Some(pause) if !self.interrupt.is_set() => {
                    self.observer.retrying(&file, &cause.to_string());
                    self.interrupt.sleep(pause).await;
                }
                _ => return Err(self.cause_of(cause, &file)),
            }
            if self.interrupt.is_set() {
                return Err(ApplyError::Interrupted { during: Some(file.path()) });
            }
        }
        let took = start.elapsed();
        self.observer.finished(&file, took);
        self.applied.push((file, took));
        Ok(())
    }

    /// A statement that was cancelled because the run is to stop did not fail by itself.
    fn cause_of(&self, cause: ApplyError, file: &MigrationFile) -> ApplyError {
        match cause {
            ApplyError::Statement(failure)
                if failure.code == "57014" && self.interrupt.is_set() =>
            {
                ApplyError::Interrupted { during: Some(file.path()) }
            }
            cause => cause,
        }
    }

    async fn attempt(
        &mut self,
        file: &MigrationFile,
        record: &str,
        wait: Duration,
    ) -> Result<(), ApplyError> {
        let lost = |error: Error| ended(file, &error, false);
        let begin = begin(self.major, wait, self.dry_run);
        let [transaction, pid] = row(self.client, &begin).await.map_err(lost)?;
        if pid.as_deref() != Some(self.pid.to_string().as_str()) {
            let now = pid.and_then(|pid| pid.parse().ok()).unwrap_or_default();
            return Err(ApplyError::Pooled { pids: (self.pid, now) });
        }
        let (done, result) = run(self.client, &file.sql).await;
        result.map_err(|error| match error.as_db_error() {
            Some(db) if !ends_connection(db.code()) => {
                let failure = StatementFailure::new(file, db, done, self.dry_run);
                ApplyError::Statement(Box::new(failure))
            }
            _ => lost(error),
        })?;
        let still = "select pg_catalog.pg_current_xact_id_if_assigned()::pg_catalog.text, \
                     null::pg_catalog.text";
        let [now, _] = row(self.client, still).await.map_err(lost)?;
        if now != transaction {
            let transaction = transaction.unwrap_or_default();
            return Err(transaction_ended(self.client, file, &transaction).await);
        }
        let record = format!("{}{record}", reset(self.notice_lost_clients));
        self.client.batch_execute(&record).await.map_err(lost)?;
        if self.dry_run {
            return Ok(());
        }
        self.client.batch_execute("commit").await.map_err(|error| ended(file, &error, true))
    }
}

async fn transaction_ended(client: &Client, file: &MigrationFile, transaction: &str) -> ApplyError {
    let _ = client.batch_execute("rollback").await;
    let query = format!("select pg_catalog.pg_xact_status('{transaction}'), null");
    match row(client, &query).await {
        Ok([status, _]) => ApplyError::TransactionEnded {
            file: file.path(),
            committed: status.as_deref() == Some("committed"),
        },
        Err(error) => ended(file, &error, true),
    }
}

/// The one row of two columns that these statements return.
async fn row(client: &Client, statements: &str) -> Result<[Option<String>; 2], Error> {
    let mut found = [None, None];
    for message in client.simple_query(statements).await? {
        if let SimpleQueryMessage::Row(row) = message {
            found = [row.try_get(0)?.map(str::to_owned), row.try_get(1)?.map(str::to_owned)];
        }
    }
    Ok(found)
}

/// An error of what surrounds a file: of its begin, its history row, its commit.
fn ended(file: &MigrationFile, error: &Error, committing: bool) -> ApplyError {
    match error.as_db_error() {
        Some(db) if !ends_connection(db.code()) => {
            ApplyError::Statement(Box::new(StatementFailure::unplaced(file, db)))
        }
        _ => {
            ApplyError::Connection { during: Some(file.path()), committing, reason: reason(error) }
        }
    }
}

/// Sends a file whole, so that the server's positions are positions in the file. Gives the number of statements that
/// succeeded, and how it ended.
async fn run(client: &Client, sql: &str) -> (usize, Result<(), Error>) {
    let mut done = 0;
    let stream = match client.simple_query_raw(sql).await {
        Ok(stream) => stream,
        Err(error) => return (done, Err(error)),
    };
    let mut stream = pin!(stream);
    while let Some(message) = stream.next().await {
        match message {
            Ok(SimpleQueryMessage::CommandComplete(_)) => done += 1,
            Ok(_) => {}
            Err(error) => return (done, Err(error)),
        }
    }
    (done, Ok(()))
}
