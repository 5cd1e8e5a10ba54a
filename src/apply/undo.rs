//! The way back: what was applied last is undone first, by the files in `migrations/undo/`.
//!
//! The statements, the end of the history row and a row in the audit are one transaction; a file without a transaction ends
//! with the two rows in one.

use super::audit;
use super::error::ApplyError;
use super::header::header;
use super::history::{HistoryRow, first, flag, read_history};
use super::interrupt::Interrupt;
use super::lock;
use super::migrate::{Report, Stopped, half_done};
use super::migrations::{FOLDER, MigrationFile, Migrations, span};
use super::observer::Observer;
use super::refuse::refused;
use super::rights::{Kept, Rights, rights};
use super::seam::Seam;
use super::settings::{Lifted, NOTICE_LOST_CLIENTS};
use super::status::status;
use super::watch::Watch;
use crate::connect::Session;
use crate::diagnostic::Diagnostic;
use crate::digest::sha256;
use std::collections::VecDeque;
use std::time::Duration;

/// What is to be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoOptions {
    /// The last version that stays, 0 for none; without it all but the newest stay.
    pub to: Option<i32>,
    /// Whether that may be lost for good which the files name.
    pub data_loss: bool,
    /// Run everything in one transaction, and roll it back.
    pub dry_run: bool,
    /// How long to wait for another run, and how long to try a file that meets locks.
    pub patience: Duration,
    /// How long a statement may take, where its file does not say; `None` for as long as it takes.
    pub statement_timeout: Option<Duration>,
}

/// Undoes what was applied last, newest first. What is committed stays undone when a later file fails.
///
/// # Errors
/// [`ApplyError::Undo`] names every file that is missing, stale, or loses what nobody allowed to be lost; then nothing was
/// tried. Else as [`super::migrate`].
pub async fn undo(
    session: &Session,
    migrations: &Migrations,
    options: &UndoOptions,
    interrupt: &Interrupt,
    observer: &mut dyn Observer,
) -> Result<Report, Stopped> {
    if flag(&first(session, "select pg_catalog.pg_is_in_recovery()").await?, 0) {
        return Err(ApplyError::ReadOnly.into());
    }
    let pid = lock::acquire(session, options.patience, interrupt, observer).await?;
    let run = Run { session, options, interrupt, pid };
    let result = run.locked(migrations, observer).await;
    // The lock ends with the session at the latest.
    let _ = lock::release(session).await;
    result.map_err(|stopped| stopped.unless_told(interrupt))
}

/// A run that holds the lock.
struct Run<'a> {
    session: &'a Session,
    options: &'a UndoOptions,
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
        let UndoOptions { to, data_loss, dry_run, .. } = *self.options;
        let rights = rights(self.session).await?;
        if let Some(missing) = rights.to_read() {
            return Err(ApplyError::Right(missing).into());
        }
        let history = read_history(self.session).await?;
        let faults: Vec<_> = status(migrations, &history);
        let faults: Vec<_> = faults.into_iter().filter(|it| it.state.is_fault()).collect();
        if !faults.is_empty() {
            return Err(ApplyError::History(faults).into());
        }
        let half = half_done(self.session, &rights).await?;
        if let Some(version) = half.into_iter().find(|version| *version >= 0) {
            return Err(ApplyError::Half { version, undone: false }.into());
        }
        let undone = undone(&history, migrations, to)?;
        let files = files(&undone, migrations, data_loss)?;
        let homeless = super::tablespaces::missing(self.session, &files).await?;
        if !homeless.is_empty() {
            return Err(ApplyError::Files(homeless).into());
        }
        observer.pending(files.len());
        let from = history.last().map(|row| row.version);
        if files.is_empty() {
            return Ok(Report { from, to: from, ..Report::default() });
        }
        let notice_lost_clients = self.session.batch(NOTICE_LOST_CLIENTS).await.is_ok();
        self.prepare(&rights, &files).await?;
        let mut seam = Seam {
            session: self.session,
            observer,
            interrupt: self.interrupt,
            queue: VecDeque::new(),
            pid: self.pid,
            notice_lost_clients,
            dry_run,
            patience: self.options.patience,
            lifted: Lifted::of(self.session).await?,
            statement_timeout: self.options.statement_timeout.unwrap_or_default(),
            watch: Watch::new(self.pid),
            end: None,
            cause: None,
            applied: Vec::new(),
        };
        let mut files = VecDeque::from(files);
        let mut cause = None;
        while let Some(file) = files.pop_front() {
            let header = header(&file.sql);
            if dry_run && header.no_transaction {
                files.push_front(file);
                break;
            }
            let record = audit::undone(&file);
            if let Err(stopped) = seam.migration(file, &header, &record).await {
                cause = Some(stopped);
                break;
            }
        }
        let applied = seam.applied;
        if dry_run {
            let rolled_back = self.session.batch("rollback").await.map_err(ApplyError::asking);
            cause = cause.or(rolled_back.err());
        }
        let to = history.iter().rev().map(|row| row.version).nth(applied.len());
        let not_run = if dry_run && cause.is_none() { files.into() } else { Vec::new() };
        let report = Report { from, to, applied, not_run };
        match cause {
            None => Ok(report),
            Some(cause) => Err(Stopped { cause, report }),
        }
    }

    /// Makes the tables that the run writes to. A dry run makes its own, and takes them back.
    async fn prepare(&self, rights: &Rights, files: &[MigrationFile]) -> Result<(), ApplyError> {
        let kept = if self.options.dry_run { Kept::default() } else { Kept::of(files) };
        if let Some(missing) = rights.to_undo().or_else(|| rights.to_keep(kept)) {
            return Err(ApplyError::Right(missing));
        }
        let begin = if self.options.dry_run { "begin; " } else { "" };
        let create = format!("{begin}{}{}", rights.create_the_audit(), rights.create_kept(kept));
        match create.is_empty() {
            true => Ok(()),
            false => self.session.batch(&create).await.map_err(ApplyError::asking),
        }
    }
}

/// What is to be undone, newest first.
fn undone<'a>(
    history: &'a [HistoryRow],
    migrations: &Migrations,
    to: Option<i32>,
) -> Result<Vec<&'a HistoryRow>, ApplyError> {
    let newest_first = history.iter().rev();
    match to {
        None => Ok(newest_first.take(1).collect()),
        Some(to) if to != 0 && migrations.get(to).is_none() => {
            let known = migrations.files().iter().map(|file| file.version).collect();
            Err(ApplyError::UnknownTarget { target: to, known })
        }
        // A migration of the number 0 stays, too.
        Some(to) => Ok(newest_first.take_while(|row| row.version > to).collect()),
    }
}

/// Their files; an error that names all that cannot be run.
fn files(
    undone: &[&HistoryRow],
    migrations: &Migrations,
    data_loss: bool,
) -> Result<Vec<MigrationFile>, ApplyError> {
    let (mut files, mut found) = (Vec::new(), Vec::new());
    for row in undone {
        let version = row.version;
        let Some(migration) = migrations.get(version) else {
            return Err(ApplyError::inner("a migration that is applied has no file"));
        };
        let Some(file) = migrations.undo(version) else {
            found.push(missing(migration));
            continue;
        };
        let header = header(&file.sql);
        if !undoes(file, migration) {
            found.push(stale(file, migration));
        } else if !header.losses.is_empty() && !data_loss {
            found.push(loses(file, &header.losses));
        }
        files.push(file.clone());
    }
    if !found.is_empty() {
        return Err(ApplyError::Undo(found));
    }
    let refused = refused(&files);
    if refused.is_empty() { Ok(files) } else { Err(ApplyError::Files(refused)) }
}

/// Whether an undo file is for this text of its migration.
pub fn undoes(undo: &MigrationFile, migration: &MigrationFile) -> bool {
    header(&undo.sql).undoes == Some(sha256(migration.sql.as_bytes()))
}

fn missing(migration: &MigrationFile) -> Diagnostic {
    let message = format!("`{}` has no undo file", migration.path());
    Diagnostic::error("undo-missing", message).at(span(&migration.file, 0, 0)).help(
        "`momni-db generate --undo` writes one, or says why there is none; or make the change in a new migration \
         (`momni-db generate`)",
    )
}

fn stale(file: &MigrationFile, migration: &MigrationFile) -> Diagnostic {
    let message = format!(
        "`{}` is for another `{FOLDER}/{}` than the one that is there",
        file.path(),
        migration.file
    );
    Diagnostic::error("undo-stale", message)
        .at(span(&file.file, 0, 0))
        .help("`momni-db generate --undo` proves it anew")
}

fn loses(file: &MigrationFile, losses: &[String]) -> Diagnostic {
    let message = format!("`{}` does not give everything back: {}", file.path(), losses.join("; "));
    Diagnostic::error("data_loss", message)
        .at(span(&file.file, 0, 0))
        .help("allow it this once by `--allow data_loss`")
}
