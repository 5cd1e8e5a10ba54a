//! One run: from a connection and the files to a migrated database.

use super::error::ApplyError;
use super::history::{TABLE, read_history};
use super::interrupt::Interrupt;
use super::lock;
use super::migrations::{MigrationFile, Migrations};
use super::observer::Observer;
use super::refuse::refused;
use super::rights::rights;
use super::seam::Seam;
use super::settings::NOTICE_LOST_CLIENTS;
use super::status::{State, Status, status};
use refinery_core::{Runner, Target};
use std::time::Duration;
use tokio_postgres::Client;

/// What a run is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The last version to apply; `None` for all.
    pub target: Option<i32>,
    /// Apply everything in one transaction, and roll it back.
    pub dry_run: bool,
    /// How long to wait for another run, and how long to try a migration that meets locks.
    pub patience: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self { target: None, dry_run: false, patience: Duration::from_secs(60) }
    }
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The version that the database had; `None` when it had none.
    pub from: Option<i32>,
    /// The version that it has now; in a dry run, would have.
    pub to: Option<i32>,
    /// What was applied, and how long each took.
    pub applied: Vec<(MigrationFile, Duration)>,
}

/// A run that did not come to its end.
#[derive(Debug)]
pub struct Stopped {
    /// Why.
    pub cause: ApplyError,
    /// What is applied nevertheless.
    pub report: Report,
}

impl From<ApplyError> for Stopped {
    fn from(cause: ApplyError) -> Self {
        Self { cause, report: Report::default() }
    }
}

/// The state of every version, from the history of a database and the files.
pub async fn versions(client: &Client, migrations: &Migrations) -> Result<Vec<Status>, ApplyError> {
    let rights = rights(client).await.map_err(ApplyError::asking)?;
    if let Some(missing) = rights.to_read() {
        return Err(ApplyError::Right(missing));
    }
    let history = read_history(client).await.map_err(ApplyError::asking)?;
    Ok(status(migrations, &history))
}

/// Applies what is pending, oldest first, each migration in a transaction of its own together with its history row.
///
/// Only one run at a time works on a database; others wait. What is committed stays when a later migration fails.
pub async fn migrate(
    client: &Client,
    migrations: &Migrations,
    options: &Options,
    interrupt: &Interrupt,
    observer: &mut dyn Observer,
) -> Result<Report, Stopped> {
    let wanted = match options.target {
        Some(target) if migrations.get(target).is_none() => {
            let known = migrations.files().iter().map(|file| file.version).collect();
            return Err(ApplyError::UnknownTarget { target, known }.into());
        }
        Some(target) => migrations.up_to(target),
        None => migrations.clone(),
    };
    let server = server(client).await?;
    let pid = lock::acquire(client, options.patience, interrupt, observer).await?;
    let result =
        locked(client, migrations, &wanted, options, interrupt, observer, server, pid).await;
    // The lock ends with the session at the latest.
    let _ = lock::release(client).await;
    result
}

/// What has to be known of a server.
#[derive(Clone, Copy)]
struct Server {
    major: u32,
    notice_lost_clients: bool,
}

async fn server(client: &Client) -> Result<Server, ApplyError> {
    let query = "select current_setting('server_version_num')::int4 / 10000, pg_catalog.pg_is_in_recovery()";
    let row = client.query_one(query, &[]).await.map_err(ApplyError::asking)?;
    if row.try_get(1).map_err(ApplyError::asking)? {
        return Err(ApplyError::ReadOnly);
    }
    let major: i32 = row.try_get(0).map_err(ApplyError::asking)?;
    let notice_lost_clients = client.batch_execute(NOTICE_LOST_CLIENTS).await.is_ok();
    Ok(Server { major: major.unsigned_abs(), notice_lost_clients })
}

#[allow(
    clippy::too_many_arguments,
    reason = "the parts of one run; a struct would only rename them"
)]
async fn locked(
    client: &Client,
    migrations: &Migrations,
    wanted: &Migrations,
    options: &Options,
    interrupt: &Interrupt,
    observer: &mut dyn Observer,
    server: Server,
    pid: i32,
) -> Result<Report, Stopped> {
    let rights = rights(client).await.map_err(ApplyError::asking)?;
    if let Some(missing) = rights.to_migrate() {
        return Err(ApplyError::Right(missing).into());
    }
    let history = read_history(client).await.map_err(ApplyError::asking)?;
    let versions = status(migrations, &history);
    let faults: Vec<Status> = versions.iter().filter(|it| it.state.is_fault()).cloned().collect();
    if !faults.is_empty() {
        return Err(ApplyError::History(faults).into());
    }
    let pending: Vec<MigrationFile> = versions
        .iter()
        .filter(|it| it.state == State::Pending)
        .filter_map(|it| wanted.get(it.version).cloned())
        .collect();
    let refused = refused(&pending);
    if !refused.is_empty() {
        return Err(ApplyError::Files(refused).into());
    }
    let from = history.last().map(|row| row.version);
    observer.pending(pending.len());
    if pending.is_empty() {
        return Ok(Report { from, to: from, applied: Vec::new() });
    }
    let (open, close) = if options.dry_run { ("begin; ", "rollback") } else { ("", "") };
    client
        .batch_execute(&format!("{open}{}", rights.create()))
        .await
        .map_err(ApplyError::asking)?;
    let mut seam = Seam {
        client,
        observer,
        interrupt,
        queue: pending.into(),
        pid,
        major: server.major,
        notice_lost_clients: server.notice_lost_clients,
        dry_run: options.dry_run,
        patience: options.patience,
        cause: None,
        applied: Vec::new(),
    };
    let result = refinery(wanted, &mut seam).await;
    let cause = seam.cause.take();
    let applied = seam.applied;
    let rolled_back = client.batch_execute(close).await;
    let to = applied.last().map(|(file, _)| file.version).or(from);
    let report = Report { from, to, applied };
    match (result, cause) {
        (Ok(()), _) if options.dry_run => match rolled_back {
            Ok(()) => Ok(report),
            Err(error) => Err(Stopped { cause: ApplyError::asking(error), report }),
        },
        (Ok(()), _) => Ok(report),
        (Err(_), Some(cause)) => Err(Stopped { cause, report }),
        (Err(error), None) => Err(Stopped { cause: ApplyError::inner(&error.to_string()), report }),
    }
}

/// refinery's own part: which versions are pending, in which order, and what is recorded.
async fn refinery(wanted: &Migrations, seam: &mut Seam<'_>) -> Result<(), refinery_core::Error> {
    let files: Result<Vec<_>, _> = wanted.files().iter().map(MigrationFile::refinery).collect();
    // Versions above a target are no faults here: they were judged with all files at hand.
    let mut runner = Runner::new(&files?).set_abort_missing(false).set_target(Target::Latest);
    runner.set_migration_table_name(TABLE);
    runner.run_async(seam).await.map(|_| ())
}
