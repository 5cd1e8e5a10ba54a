//! The seam to refinery: a connection that implements refinery's asynchronous traits.
//!
//! refinery decides what is pending and hands over, for each migration, its SQL and the statement that records it.
//! What it does not do happens here: limits on locks, statements' places, progress, and checks that the file left the
//! transaction and the session as it found them.

use super::error::{ApplyError, reason};
use super::failure::Failure;
use super::header::{Header, header};
use super::history::read_history;
use super::interrupt::Interrupt;
use super::lock::{is_held_by, still_held};
use super::migrations::MigrationFile;
use super::observer::Observer;
use super::settings::{Attempts, Lifted, begin, reset};
use super::watch::Watch;
use crate::connect::{Session, StatementError};
use futures_util::StreamExt;
use refinery::Migration;
use refinery_core::traits::r#async::{AsyncMigrate, AsyncQuery, AsyncTransaction};
use std::collections::VecDeque;
use std::fmt;
use std::pin::pin;
use std::time::{Duration, Instant};
use tokio_postgres::SimpleQueryMessage;

/// The connection, and what a run knows about itself.
pub(super) struct Seam<'a> {
    pub session: &'a Session,
    pub observer: &'a mut dyn Observer,
    pub interrupt: &'a Interrupt,
    /// What is to be applied, in order.
    pub queue: VecDeque<MigrationFile>,
    /// The backend that holds the lock.
    pub pid: i32,
    /// Whether the server can tell that its client is gone.
    pub notice_lost_clients: bool,
    /// Whether all migrations run in one transaction, which the caller rolls back.
    pub dry_run: bool,
    /// For how long a migration that meets a lock is tried again.
    pub patience: Duration,
    /// What lifts the session's own limits.
    pub lifted: Lifted,
    /// How long a statement may take, where its file does not say; zero for as long as it takes.
    pub statement_timeout: Duration,
    /// Eyes on the statement that runs.
    pub watch: Watch,
    /// Where a dry run ends: a file that it cannot run.
    pub end: Option<MigrationFile>,
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
        let rows = match read_history(self.session).await {
            Ok(rows) => rows,
            Err(error) => return self.stop(error),
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
            Some(file) if *file.sql == **sql => {
                let header = header(&file.sql);
                if self.dry_run && header.no_transaction {
                    self.end = Some(file);
                    return Err(Stop);
                }
                self.migration(file, &header, record).await
            }
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
    pub(super) async fn migration(
        &mut self,
        file: MigrationFile,
        header: &Header,
        record: &str,
    ) -> Result<(), ApplyError> {
        let start = Instant::now();
        if self.interrupt.is_set() {
            return Err(ApplyError::Interrupted { during: None });
        }
        self.observer.started(&file);
        self.watch.begin();
        match header.no_transaction {
            true => self.in_pieces(&file, header, record).await?,
            false => self.whole(&file, header, record).await?,
        }
        let took = start.elapsed();
        self.observer.finished(&file, took);
        self.applied.push((file, took));
        Ok(())
    }

    /// In one transaction, again and again while it meets locks of others.
    async fn whole(
        &mut self,
        file: &MigrationFile,
        header: &Header,
        record: &str,
    ) -> Result<(), ApplyError> {
        let mut attempts = Attempts::new(self.patience);
        loop {
            let Err(cause) = self.attempt(file, header, record, attempts.wait()).await else {
                return Ok(());
            };
            if self.dry_run {
                return Err(self.cause_of(cause, file));
            }
            // Of no use when the connection is gone, and then of no need.
            let _ = self.session.batch("rollback").await;
            let stays = self.watch.sees_one_that_stays();
            match cause.meets_others().then(|| attempts.again(stays)).flatten() {
                Some(pause) if !self.interrupt.is_set() => {
                    self.observer.retrying(file, &cause.to_string());
                    self.interrupt.sleep(pause).await;
                }
                _ => return Err(self.cause_of(cause, file)),
            }
            if self.interrupt.is_set() {
                return Err(ApplyError::Interrupted { during: Some(file.path()) });
            }
        }
    }

    /// How long a statement of a file may take; zero for as long as it takes.
    pub(super) fn time(&self, header: &Header) -> Duration {
        header.statement_timeout.unwrap_or(self.statement_timeout)
    }

    /// Whether the session is still the one that holds the lock.
    pub(super) async fn same_backend(&mut self) -> Result<(), ApplyError> {
        still_held(self.session, self.pid).await
    }

    /// A statement that was cancelled because the run is to stop did not fail by itself.
    fn cause_of(&self, cause: ApplyError, file: &MigrationFile) -> ApplyError {
        match cause {
            ApplyError::Statement(failure) if failure.is("57014") && self.interrupt.is_set() => {
                ApplyError::Interrupted { during: Some(file.path()) }
            }
            cause => cause,
        }
    }

    async fn attempt(
        &mut self,
        file: &MigrationFile,
        header: &Header,
        record: &str,
        wait: Duration,
    ) -> Result<(), ApplyError> {
        let lost = |error| ended(file, error, false);
        let begin = begin(&self.lifted, wait, self.time(header), self.dry_run);
        let [transaction, pid] = two(self.session, &begin).await.map_err(lost)?;
        is_held_by(self.pid, pid.as_deref())?;
        self.assertions(file, &header.assertions).await?;
        let transaction = transaction.unwrap_or_default();
        let commit = if self.dry_run { "" } else { "; commit" };
        let reset = reset(self.notice_lost_clients);
        let end = format!("{}; {reset}{record}{commit}", still_in(&transaction));
        let work = run(self.session, &file.sql);
        let (done, result) = self.watch.during(self.session, file, self.observer, work).await;
        result.map_err(|error| {
            if error.connection_lost {
                return lost(error);
            }
            let failure = Failure::new(file, error, Some(done), self.dry_run);
            ApplyError::Statement(Box::new(failure.blocked(self.watch.blockers())))
        })?;
        self.assertions(file, &header.assertions_after).await?;
        // In one message: where the connection is lost, it may all be done or not.
        match self.session.batch(&end).await {
            Ok(()) => Ok(()),
            Err(error) if error.message.contains(ANOTHER_TRANSACTION) => {
                Err(transaction_ended(self.session, file, &transaction).await)
            }
            Err(error) => Err(ended(file, error, !self.dry_run)),
        }
    }
}

/// In the error of [`still_in`].
const ANOTHER_TRANSACTION: &str = "momni-db: another transaction";

/// A statement that fails unless this is the transaction. It fails at a cast, the one error that plain SQL can raise with
/// a text of its own.
fn still_in(transaction: &str) -> String {
    format!(
        "select case when pg_catalog.xid8eq(pg_catalog.pg_current_xact_id_if_assigned(), '{transaction}') then 0 \
         else pg_catalog.concat('{ANOTHER_TRANSACTION}', pg_catalog.pg_backend_pid())::pg_catalog.int4 end"
    )
}

async fn transaction_ended(
    session: &Session,
    file: &MigrationFile,
    transaction: &str,
) -> ApplyError {
    let _ = session.batch("rollback").await;
    let query = format!("select pg_catalog.pg_xact_status('{transaction}'), null");
    match two(session, &query).await {
        Ok([status, _]) => ApplyError::TransactionEnded {
            file: file.path(),
            committed: status.as_deref() == Some("committed"),
        },
        Err(error) => ended(file, error, true),
    }
}

/// The two columns of the last row that these statements return.
async fn two(session: &Session, statements: &str) -> Result<[Option<String>; 2], StatementError> {
    let mut row = session.rows(statements).await?.pop().unwrap_or_default().into_iter();
    Ok([row.next().flatten(), row.next().flatten()])
}

/// An error of what surrounds a file: of its begin, its history row, its commit.
pub(super) fn ended(file: &MigrationFile, error: StatementError, committing: bool) -> ApplyError {
    if error.connection_lost {
        return ApplyError::Connection {
            during: Some(file.path()),
            committing,
            reason: reason(&error),
        };
    }
    ApplyError::Statement(Box::new(Failure::new(file, error, None, false)))
}

/// Sends a file whole, so that the server's positions are positions in the file. Gives the number of statements that
/// succeeded, and how it ended.
async fn run(session: &Session, sql: &str) -> (usize, Result<(), StatementError>) {
    let explain = |error| session.explain(&error, sql);
    let mut done = 0;
    let stream = match session.client.simple_query_raw(sql).await {
        Ok(stream) => stream,
        Err(error) => return (done, Err(explain(error))),
    };
    let mut stream = pin!(stream);
    while let Some(message) = stream.next().await {
        match message {
            Ok(SimpleQueryMessage::CommandComplete(_)) => done += 1,
            Ok(_) => {}
            Err(error) => return (done, Err(explain(error))),
        }
    }
    (done, Ok(()))
}
