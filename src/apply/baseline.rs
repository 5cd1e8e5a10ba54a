//! Adopts a database that has already what the migrations lead to: they are recorded as applied, and not run.
//!
//! refinery words the rows of the history; they are written in one transaction, together with the table where there is
//! none.

use super::elsewhere::{Elsewhere, elsewhere};
use super::error::{ApplyError, reason};
use super::history::{HistoryRow, TABLE, first, flag, read_history};
use super::interrupt::Interrupt;
use super::lock;
use super::migrate::{Options, Report, not_half_undone, pending, wanted};
use super::migrations::{MigrationFile, Migrations};
use super::observer::Observer;
use super::rights::rights;
use super::status::status;
use crate::connect::Session;
use refinery::{Migration, Runner, Target};
use refinery_core::traits::r#async::{AsyncMigrate, AsyncQuery, AsyncTransaction};
use std::fmt;
use std::time::Duration;

/// Records what is pending as applied, provided that `agrees` says that the database is what these migrations lead to. It
/// is asked once, while no other run can change the database; `None` when it says no, and then nothing is recorded.
///
/// A history that is there already must agree with the files, as for [`super::migrate`]. Where there is none but one of
/// refinery's own tools, its rows are taken over, and nothing that it lacks. Of the options, the target and the patience
/// count.
pub async fn baseline(
    session: &Session,
    migrations: &Migrations,
    options: &Options,
    interrupt: &Interrupt,
    observer: &mut dyn Observer,
    agrees: impl AsyncFnOnce(&Migrations) -> bool,
) -> Result<Option<Report>, ApplyError> {
    let wanted = wanted(migrations, options.target)?;
    if flag(&first(session, "select pg_catalog.pg_is_in_recovery()").await?, 0) {
        return Err(ApplyError::ReadOnly);
    }
    let pid = lock::acquire(session, options.patience, interrupt, observer).await?;
    let result = locked(session, migrations, &wanted, pid, interrupt, agrees).await;
    // The lock ends with the session at the latest.
    let _ = lock::release(session).await;
    result
}

async fn locked(
    session: &Session,
    migrations: &Migrations,
    wanted: &Migrations,
    pid: i32,
    interrupt: &Interrupt,
    agrees: impl AsyncFnOnce(&Migrations) -> bool,
) -> Result<Option<Report>, ApplyError> {
    let rights = rights(session).await?;
    if let Some(missing) = rights.to_migrate() {
        return Err(ApplyError::Right(missing));
    }
    let history = read_history(session).await?;
    if history.is_empty()
        && let Some(other) = elsewhere(session, migrations).await?
    {
        let taken = Taken { session, create: rights.create(), pid, other };
        return taken.over(migrations, wanted, interrupt, agrees).await;
    }
    let from = history.last().map(|row| row.version);
    not_half_undone(session, &rights).await?;
    let pending = pending(wanted, status(migrations, &history))?;
    if pending.is_empty() {
        return Ok(Some(Report { from, to: from, ..Report::default() }));
    }
    if !agrees(wanted).await {
        return Ok(None);
    }
    if interrupt.is_set() {
        return Err(ApplyError::Interrupted { during: None });
    }
    let mut ledger = Ledger { session, create: rights.create(), pid, cause: None };
    match (ledger.record(wanted).await, ledger.cause) {
        (Ok(()), None) => {}
        (_, Some(cause)) => return Err(cause),
        (Err(error), None) => return Err(ApplyError::inner(&error.to_string())),
    }
    let to = pending.last().map(|file| file.version).or(from);
    let applied = pending.into_iter().map(|file| (file, Duration::ZERO)).collect();
    Ok(Some(Report { from, to, applied, ..Report::default() }))
}

/// The connection for refinery: it asks what is recorded, and hands over the statements that record the rest.
struct Ledger<'a> {
    session: &'a Session,
    /// What makes the table where there is none.
    create: String,
    /// The backend that holds the lock.
    pid: i32,
    /// Why it stopped. refinery only carries [`Stop`] through.
    cause: Option<ApplyError>,
}

impl Ledger<'_> {
    async fn record(&mut self, wanted: &Migrations) -> Result<(), refinery::Error> {
        let files: Result<Vec<_>, _> = wanted.files().iter().map(MigrationFile::refinery).collect();
        // Versions above a target are no faults: they were judged with all files at hand.
        let mut runner = Runner::new(&files?).set_abort_missing(false).set_target(Target::Fake);
        runner.set_migration_table_name(TABLE);
        runner.run_async(self).await.map(|_| ())
    }

    async fn write(&self, rows: &[&str]) -> Result<(), ApplyError> {
        let sql = format!("{}{}", self.create, rows.join(";\n"));
        committed(self.session, self.pid, &sql).await
    }
}

/// The history of refinery's own tools.
struct Taken<'a> {
    session: &'a Session,
    /// What makes the table where there is none.
    create: String,
    /// The backend that holds the lock.
    pid: i32,
    other: Elsewhere,
}

impl Taken<'_> {
    /// Its rows up to the target become ours, with their dates. The table stays as it is.
    async fn over(
        self,
        migrations: &Migrations,
        wanted: &Migrations,
        interrupt: &Interrupt,
        agrees: impl AsyncFnOnce(&Migrations) -> bool,
    ) -> Result<Option<Report>, ApplyError> {
        let Self { session, create, pid, other } = self;
        let is_wanted = |version| wanted.last().is_some_and(|last| version <= last.version);
        let rows: Vec<HistoryRow> =
            other.rows.into_iter().filter(|row| is_wanted(row.version)).collect();
        pending(wanted, status(migrations, &rows))?;
        let to = rows.last().map(|row| row.version);
        let applied = wanted.up_to(to.unwrap_or_default());
        if !agrees(&applied).await {
            return Ok(None);
        }
        if interrupt.is_set() {
            return Err(ApplyError::Interrupted { during: None });
        }
        let sql = format!(
            "{create}insert into {TABLE} (version, name, applied_on, checksum, applied_by)
             select version, name, applied_on, checksum, null from {} where version <= {}",
            other.table,
            to.unwrap_or_default()
        );
        if let Err(cause) = committed(session, pid, &sql).await {
            // Of no use when the connection is gone, and then of no need.
            let _ = session.batch("rollback").await;
            return Err(cause);
        }
        let applied = applied.files().iter().map(|file| (file.clone(), Duration::ZERO)).collect();
        Ok(Some(Report { from: None, to, applied, ..Report::default() }))
    }
}

/// Statements in one transaction of the session that holds the lock.
pub(super) async fn committed(session: &Session, pid: i32, sql: &str) -> Result<(), ApplyError> {
    let row = first(session, "begin; select pg_catalog.pg_backend_pid()").await?;
    lock::is_held_by(pid, row.first().and_then(Option::as_deref))?;
    session.batch(sql).await.map_err(ApplyError::asking)?;
    session.batch("commit").await.map_err(|error| match error.connection_lost {
        true => {
            let reason = reason(&error);
            ApplyError::Connection { during: None, committing: true, reason }
        }
        false => ApplyError::asking(error),
    })
}

/// The run stopped; the cause is with the ledger.
#[derive(Debug)]
struct Stop;

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("stopped")
    }
}

impl std::error::Error for Stop {}

impl AsyncMigrate for Ledger<'_> {
    /// The table is made together with the rows.
    fn assert_migrations_table_query(_: &str) -> String {
        String::new()
    }
}

impl AsyncQuery<Vec<Migration>> for Ledger<'_> {
    async fn query(&mut self, _: &str) -> Result<Vec<Migration>, Stop> {
        let rows = match read_history(self.session).await {
            Ok(rows) => rows,
            Err(error) => {
                self.cause = Some(error);
                return Err(Stop);
            }
        };
        let applied: Option<Vec<Migration>> = rows.iter().map(|row| row.refinery()).collect();
        applied.ok_or_else(|| {
            self.cause = Some(ApplyError::inner("a row of the history is not readable"));
            Stop
        })
    }
}

impl AsyncTransaction for Ledger<'_> {
    type Error = Stop;

    async fn execute<'a, T: Iterator<Item = &'a str> + Send + 'a>(
        &mut self,
        queries: T,
    ) -> Result<usize, Stop> {
        let rows: Vec<&str> = queries.filter(|query| !query.is_empty()).collect();
        if rows.is_empty() {
            return Ok(0);
        }
        if let Err(cause) = self.write(&rows).await {
            // Of no use when the connection is gone, and then of no need.
            let _ = self.session.batch("rollback").await;
            self.cause = Some(cause);
            return Err(Stop);
        }
        Ok(rows.len())
    }
}
