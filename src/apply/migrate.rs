//! One run: from a connection and the files to a migrated database.

use super::assertion;
use super::elsewhere::elsewhere;
use super::error::ApplyError;
use super::history::{TABLE, first, flag, read_history};
use super::hooks::{Hooks, When};
use super::interrupt::Interrupt;
use super::lock;
use super::migrations::{MigrationFile, Migrations};
use super::observer::Observer;
use super::pieces::unfinished;
use super::refuse::refused;
use super::rights::{Kept, Rights, rights};
use super::seam::Seam;
use super::settings::{Lifted, NOTICE_LOST_CLIENTS};
use super::status::{State, Status, begun, status};
use super::watch::Watch;
use crate::connect::Session;
use refinery::{Runner, Target};
use std::time::Duration;

/// What a run is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The last version to apply; `None` for all.
    pub target: Option<i32>,
    /// Apply everything in one transaction, and roll it back.
    pub dry_run: bool,
    /// How long to wait for another run, and how long to try a migration that meets locks.
    pub patience: Duration,
    /// How long a statement may take, where its file does not say; `None` for as long as it takes.
    pub statement_timeout: Option<Duration>,
    /// Queries that must give true before the first migration.
    pub assertions: Vec<String>,
    /// What is run before the first migration and after the last one.
    pub hooks: Hooks,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            target: None,
            dry_run: false,
            patience: Duration::from_secs(60),
            statement_timeout: None,
            assertions: Vec::new(),
            hooks: Hooks::default(),
        }
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
    /// What a dry run left out: a file that runs without a transaction, and all that comes after it.
    pub not_run: Vec<MigrationFile>,
}

/// A run that did not come to its end.
#[derive(Debug)]
pub struct Stopped {
    /// Why.
    pub cause: ApplyError,
    /// What is applied nevertheless.
    pub report: Report,
}

impl Stopped {
    /// A cancel request that met a question of our own is the end that was wished for.
    pub(super) fn unless_told(self, interrupt: &Interrupt) -> Self {
        match &self.cause {
            ApplyError::Server(error)
                if interrupt.is_set() && error.sqlstate.as_deref() == Some("57014") =>
            {
                Self { cause: ApplyError::Interrupted { during: None }, ..self }
            }
            _ => self,
        }
    }
}

impl From<ApplyError> for Stopped {
    fn from(cause: ApplyError) -> Self {
        Self { cause, report: Report::default() }
    }
}

/// The state of every version, from the history of a database and the files.
pub async fn versions(
    session: &Session,
    migrations: &Migrations,
) -> Result<Vec<Status>, ApplyError> {
    let rights = rights(session).await?;
    if let Some(missing) = rights.to_read() {
        return Err(ApplyError::Right(missing));
    }
    let mut versions = status(migrations, &read_history(session).await?);
    if rights.may_read_the_journal() {
        begun(&mut versions, &unfinished(session).await?);
    }
    Ok(versions)
}

/// Applies what is pending, oldest first, each migration in a transaction of its own together with its history row.
///
/// Only one run at a time works on a database; others wait. What is committed stays when a later migration fails.
pub async fn migrate(
    session: &Session,
    migrations: &Migrations,
    options: &Options,
    interrupt: &Interrupt,
    observer: &mut dyn Observer,
) -> Result<Report, Stopped> {
    let wanted = wanted(migrations, options.target)?;
    let result = locking(session, migrations, wanted, options, interrupt, observer).await;
    result.map_err(|stopped| stopped.unless_told(interrupt))
}

/// The files up to a target.
pub(super) fn wanted(
    migrations: &Migrations,
    target: Option<i32>,
) -> Result<Migrations, ApplyError> {
    match target {
        Some(target) if migrations.get(target).is_none() => {
            let known = migrations.files().iter().map(|file| file.version).collect();
            Err(ApplyError::UnknownTarget { target, known })
        }
        Some(target) => Ok(migrations.up_to(target)),
        None => Ok(migrations.clone()),
    }
}

async fn locking(
    session: &Session,
    migrations: &Migrations,
    wanted: Migrations,
    options: &Options,
    interrupt: &Interrupt,
    observer: &mut dyn Observer,
) -> Result<Report, Stopped> {
    if flag(&first(session, "select pg_catalog.pg_is_in_recovery()").await?, 0) {
        return Err(ApplyError::ReadOnly.into());
    }
    let pid = lock::acquire(session, options.patience, interrupt, observer).await?;
    let run = Run { session, wanted, options, interrupt, pid };
    let result = run.locked(migrations, observer).await;
    // The lock ends with the session at the latest.
    let _ = lock::release(session).await;
    result
}

/// What is to be applied; an error when history and files do not agree, or a file is not fit.
pub(super) fn pending(
    wanted: &Migrations,
    versions: Vec<Status>,
) -> Result<Vec<MigrationFile>, ApplyError> {
    let (faults, versions): (Vec<_>, Vec<_>) =
        versions.into_iter().partition(|version| version.state.is_fault());
    if !faults.is_empty() {
        return Err(ApplyError::History(faults));
    }
    let pending: Vec<MigrationFile> = versions
        .iter()
        .filter(|version| version.state == State::Pending)
        .filter_map(|version| wanted.get(version.version).cloned())
        .collect();
    let refused = refused(&pending);
    if refused.is_empty() { Ok(pending) } else { Err(ApplyError::Files(refused)) }
}

/// An error where a migration that the history has is undone in part.
pub(super) async fn not_half_undone(session: &Session, rights: &Rights) -> Result<(), ApplyError> {
    let of_undo = half_done(session, rights).await?.into_iter().find(|number| *number < 0);
    match of_undo {
        Some(number) => Err(ApplyError::Half { version: !number, undone: true }),
        None => Ok(()),
    }
}

/// The numbers in the journal of files that are begun and not done, as far as it may be read.
pub(super) async fn half_done(session: &Session, rights: &Rights) -> Result<Vec<i32>, ApplyError> {
    match rights.may_read_the_journal() {
        true => Ok(unfinished(session).await?.into_keys().collect()),
        false => Ok(Vec::new()),
    }
}

/// A run that holds the lock.
struct Run<'a> {
    session: &'a Session,
    /// The files up to the target.
    wanted: Migrations,
    options: &'a Options,
    interrupt: &'a Interrupt,
    /// The backend that holds the lock.
    pid: i32,
}

impl Run<'_> {
    async fn locked(
        &self,
        migrations: &Migrations,
        observer: &mut dyn Observer,
    ) -> Result<Report, Stopped> {
        let rights = rights(self.session).await?;
        if let Some(missing) = rights.to_migrate() {
            return Err(ApplyError::Right(missing).into());
        }
        let history = read_history(self.session).await?;
        if history.is_empty()
            && let Some(elsewhere) = elsewhere(self.session, migrations).await?
        {
            return Err(ApplyError::Elsewhere(Box::new(elsewhere)).into());
        }
        let from = history.last().map(|row| row.version);
        not_half_undone(self.session, &rights).await?;
        let pending = pending(&self.wanted, status(migrations, &history))?;
        let homeless = super::tablespaces::missing(self.session, &pending).await?;
        if !homeless.is_empty() {
            return Err(ApplyError::Files(homeless).into());
        }
        observer.pending(pending.len());
        if pending.is_empty() {
            return Ok(Report { from, to: from, ..Report::default() });
        }
        let kept = if self.options.dry_run { Kept::default() } else { Kept::of(&pending) };
        if let Some(missing) = rights.to_keep(kept) {
            return Err(ApplyError::Right(missing).into());
        }
        let notice_lost_clients = self.session.batch(NOTICE_LOST_CLIENTS).await.is_ok();
        assertion::of_project(self.session, &self.options.assertions).await?;
        self.hooks(When::Before, observer).await?;
        let begin = if self.options.dry_run { "begin; " } else { "" };
        let create = format!("{begin}{}{}", rights.create(), rights.create_kept(kept));
        self.session.batch(&create).await.map_err(ApplyError::asking)?;
        let mut seam = Seam {
            session: self.session,
            observer,
            interrupt: self.interrupt,
            queue: pending.into(),
            pid: self.pid,
            notice_lost_clients,
            dry_run: self.options.dry_run,
            patience: self.options.patience,
            lifted: Lifted::of(self.session).await?,
            statement_timeout: self.options.statement_timeout.unwrap_or_default(),
            watch: Watch::new(self.pid),
            end: None,
            cause: None,
            applied: Vec::new(),
        };
        let result = self.refinery(&mut seam).await;
        let Seam { cause, applied, end, queue, observer, .. } = seam;
        let to = applied.last().map(|(file, _)| file.version).or(from);
        let not_run = end.map(|end| std::iter::once(end).chain(queue).collect());
        let report = Report { from, to, applied, not_run: not_run.unwrap_or_default() };
        let rolled_back = match self.options.dry_run {
            true => self.session.batch("rollback").await.map_err(ApplyError::asking),
            false => Ok(()),
        };
        let cause = match (result, cause) {
            (Err(_), Some(cause)) => Some(cause),
            (Err(_), None) if !report.not_run.is_empty() => rolled_back.err(),
            (Err(error), None) => Some(ApplyError::inner(&error.to_string())),
            (Ok(()), _) => rolled_back.err(),
        };
        let cause = match cause {
            None => self.hooks(When::After, observer).await.err(),
            cause => cause,
        };
        match cause {
            None => Ok(report),
            Some(cause) => Err(Stopped { cause, report }),
        }
    }

    /// Runs the hooks; none in a dry run, which leaves nothing.
    async fn hooks(&self, when: When, observer: &mut dyn Observer) -> Result<(), ApplyError> {
        let Options { dry_run, hooks, patience, .. } = self.options;
        if *dry_run || hooks.of(when).is_empty() {
            return Ok(());
        }
        lock::still_held(self.session, self.pid).await?;
        hooks.run(when, self.session, *patience, self.interrupt, observer).await
    }

    /// refinery's own part: which versions are pending, in which order, and what is recorded.
    async fn refinery(&self, seam: &mut Seam<'_>) -> Result<(), refinery::Error> {
        let files: Result<Vec<_>, _> =
            self.wanted.files().iter().map(MigrationFile::refinery).collect();
        // Versions above a target are no faults: they were judged with all files at hand.
        let mut runner = Runner::new(&files?).set_abort_missing(false).set_target(Target::Latest);
        runner.set_migration_table_name(TABLE);
        runner.run_async(seam).await.map(|_| ())
    }
}
