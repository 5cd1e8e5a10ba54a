//! A file without a transaction: its statements run one by one, and a journal in the database says how far they came.
//!
//! A statement that the server takes in a transaction is committed together with its line in the journal: it is done
//! once, whenever the run is killed. One that it does not take there (`CREATE INDEX CONCURRENTLY`, `VACUUM`) has its line
//! before and after it; killed in between, the next run asks the catalog what was done, and clears away what is half done.

mod journal;
mod remains;
mod statement;

pub(super) use journal::{
    Entry, TABLE as JOURNAL, begin as started, create as create_journal, failed as was_refused,
    finished, unfinished,
};
pub use statement::{Piece, pieces};

use super::error::ApplyError;
use super::failure::Failure;
use super::header::Header;
use super::migrations::MigrationFile;
use super::seam::{Seam, ended};
use super::settings::{Attempts, NOTICE_LOST_CLIENTS, RESET_SESSION, for_session, reset};
use crate::connect::StatementError;
use journal::State;
use remains::After;
use std::ops::Range;
use std::time::Duration;

/// Our own words in the session of a file, whatever role it has set. Undone by the end of the transaction.
pub(crate) const AS_OURSELVES: &str = "set local session authorization default; set local role to default; set local statement_timeout = 0; ";

/// Lost time where a statement must have some.
const SHORTEST: Duration = Duration::from_millis(100);

/// A statement, and where it stands.
pub(super) struct At<'a> {
    pub(super) file: &'a MigrationFile,
    checksum: u64,
    pieces: &'a [Piece<'a>],
    /// Its place among the pieces, from 0.
    index: usize,
}

impl At<'_> {
    pub(super) fn piece(&self) -> &Piece<'_> {
        &self.pieces[self.index]
    }
}

/// Why a try came to nothing.
enum Refused {
    /// The server does not take the statement in a transaction.
    Transaction,
    /// Anything else.
    Cause(ApplyError),
}

impl From<ApplyError> for Refused {
    fn from(cause: ApplyError) -> Self {
        Self::Cause(cause)
    }
}

impl Seam<'_> {
    /// Runs what is left of a file, and records it in the history.
    pub(super) async fn in_pieces(
        &mut self,
        file: &MigrationFile,
        header: &Header,
        record: &str,
    ) -> Result<(), ApplyError> {
        self.same_backend().await?;
        let result = self.through(file, header, record).await.map_err(|cause| self.said(cause));
        if result.is_err() {
            // Of no use when the connection is gone, and then of no need.
            let _ = self.session.batch("rollback").await;
            let _ = self.session.batch(&format!("{RESET_SESSION}; {NOTICE_LOST_CLIENTS}")).await;
        }
        result
    }

    async fn through(
        &mut self,
        file: &MigrationFile,
        header: &Header,
        record: &str,
    ) -> Result<(), ApplyError> {
        let inner = |_| ApplyError::inner("a migration has no checksum");
        let checksum = file.checksum().map_err(inner)?;
        let pieces = pieces(&file.sql);
        let entries = journal::read(self.session, file.journal_number()).await?;
        let begun = journal::resume(&entries, &pieces, file)?;
        let limits = for_session(self.session.major, self.time(header), self.patience);
        self.session.batch(&limits).await.map_err(ApplyError::asking)?;
        if entries.is_empty() {
            self.asserted(file, &header.assertions).await?;
        }
        for index in 0..pieces.len() {
            let at = At { file, checksum, pieces: &pieces, index };
            let entry = entries.iter().find(|entry| entry.statement == index + 1);
            if at.piece().is_setting {
                self.setting(&at).await?;
            } else if index >= begun {
                self.observer.statement(file, index + 1, pieces.len());
                let done = match &header.batches {
                    Some(batches) => self.batched(&at, batches, entry).await,
                    None => self.piece(&at, entry).await.map_err(|cause| (cause, false)),
                };
                let done_before = entries.iter().any(|entry| entry.state == State::Done);
                done.map_err(|(cause, some)| at.cut(self.said(cause), some || done_before))?;
            }
        }
        self.asserted(file, &header.assertions_after).await?;
        let sql = format!(
            "begin; {}{}; {record}",
            reset(self.notice_lost_clients),
            journal::recorded(file.journal_number())
        );
        self.session.batch(&sql).await.map_err(|error| ended(file, error, false))?;
        self.session.batch("commit").await.map_err(|error| ended(file, error, true))
    }

    /// Assertions of a file, in a transaction of their own.
    async fn asserted(
        &mut self,
        file: &MigrationFile,
        assertions: &[Range<usize>],
    ) -> Result<(), ApplyError> {
        if assertions.is_empty() {
            return Ok(());
        }
        self.session.batch("begin").await.map_err(ApplyError::asking)?;
        let held = self.assertions(file, assertions).await;
        let _ = self.session.batch("rollback").await;
        held
    }

    /// What a file sets for itself is set again in every run.
    async fn setting(&mut self, at: &At<'_>) -> Result<(), ApplyError> {
        let done = self.session.batch(&at.piece().sql).await;
        done.map_err(|error| at.failure(error))
    }

    /// One statement, again and again while it meets locks of others.
    async fn piece(&mut self, at: &At<'_>, entry: Option<&Entry>) -> Result<(), ApplyError> {
        let mut attempts = Attempts::new(self.patience);
        // Begun outside of a transaction by a run that did not come to its end.
        let mut alone = entry.is_some() || at.piece().stands_alone();
        // How it ended is not known.
        let mut unknown = entry.is_some_and(|entry| entry.state == State::Running);
        let mut begun = entry.is_some();
        loop {
            if self.interrupt.is_set() {
                return Err(ApplyError::Interrupted { during: None });
            }
            let done = match alone {
                false => self.inside(at, attempts.wait()).await,
                true => {
                    self.until_built(at, &attempts).await?;
                    let wait = match at.piece().is_patient() {
                        true => attempts.left().max(SHORTEST),
                        false => attempts.wait(),
                    };
                    self.outside(at, begun, unknown, wait).await.map_err(Refused::from)
                }
            };
            let cause = match done {
                Ok(()) => return Ok(()),
                Err(Refused::Transaction) => {
                    alone = true;
                    continue;
                }
                Err(Refused::Cause(cause)) => cause,
            };
            let lost = matches!(cause, ApplyError::Connection { .. });
            if alone && !lost {
                (begun, unknown) = (true, false);
                // Where this fails too, the next run takes the outcome for unknown, and looks.
                let _ = journal::failed(self.session, at).await;
            }
            let stays = self.watch.sees_one_that_stays();
            match cause.meets_others().then(|| attempts.again(stays)).flatten() {
                Some(pause) if !self.interrupt.is_set() => {
                    self.observer.retrying(at.file, &cause.to_string());
                    self.interrupt.sleep(pause).await;
                }
                _ => return Err(cause),
            }
        }
    }

    /// Waits, as long as there is patience, while somebody else builds an index on the same table.
    async fn until_built(&mut self, at: &At<'_>, attempts: &Attempts) -> Result<(), ApplyError> {
        let mut told = None;
        while let Some(pid) = remains::builder(self.session, at).await? {
            if attempts.left().is_zero() || self.interrupt.is_set() {
                break;
            }
            if told.as_ref() != Some(&pid) {
                let what =
                    format!("waits for process {pid}, which builds an index on the same table");
                self.observer.mended(at.file, &what);
                told = Some(pid);
            }
            self.interrupt.sleep(SHORTEST).await;
        }
        Ok(())
    }

    /// In a transaction together with its line in the journal.
    async fn inside(&mut self, at: &At<'_>, wait: Duration) -> Result<(), Refused> {
        let begin = format!(
            "begin; set local lock_timeout = {}; set local momni_db.piece = 'open'",
            wait.as_millis()
        );
        self.session.batch(&begin).await.map_err(ApplyError::asking)?;
        self.same_backend().await?;
        if let Err(error) = self.watched(at).await {
            let lost = error.connection_lost;
            let refused = matches!(error.sqlstate.as_deref(), Some("25001" | "2D000"));
            if !lost {
                self.session.batch("rollback").await.map_err(ApplyError::asking)?;
            }
            return Err(match refused {
                true => Refused::Transaction,
                false => Refused::Cause(self.failure(at, error)),
            });
        }
        let still = "select pg_catalog.current_setting('momni_db.piece', true)";
        let rows = self.session.rows(still).await.map_err(ApplyError::asking)?;
        if rows.first().cloned().unwrap_or_default() != [Some("open".to_owned())] {
            let _ = self.session.batch("rollback").await;
            return Err(Refused::Cause(ApplyError::TransactionEnded {
                file: at.file.path(),
                // A rollback and a commit look the same from here.
                committed: true,
            }));
        }
        let end = format!("{AS_OURSELVES}{}; commit", journal::done(at));
        let done = self.session.batch(&end).await;
        Ok(done.map_err(|error| self.failure(at, error))?)
    }

    /// By itself, with a line in the journal before and after it.
    async fn outside(
        &mut self,
        at: &At<'_>,
        begun: bool,
        unknown: bool,
        wait: Duration,
    ) -> Result<(), ApplyError> {
        self.same_backend().await?;
        if begun {
            let limit = format!("set lock_timeout = {}", wait.as_millis());
            self.session.batch(&limit).await.map_err(ApplyError::asking)?;
            if let After::Done(how) = self.mend(at, unknown).await? {
                self.observer.mended(at.file, &how);
                return journal::finished(self.session, at).await;
            }
        }
        // What has failed is under way again, and a run that ends now leaves it as unknown as the first one would have. Of
        // what is unknown already the line has what the catalog held before it.
        if !unknown {
            journal::begin(self.session, at, "").await?;
        }
        let limit = format!("set lock_timeout = {}", wait.as_millis());
        self.session.batch(&limit).await.map_err(ApplyError::asking)?;
        if let Err(error) = self.watched(at).await {
            let code = error.sqlstate.clone().unwrap_or_default();
            if !(unknown && remains::was_done(self.session, at, &code).await?) {
                return Err(self.failure(at, error));
            }
            let said = format!("statement {} was done already: {}", at.index + 1, error.message);
            self.observer.mended(at.file, &said);
        }
        if let Some(index) = remains::invalid_by_name(self.session, at).await? {
            return Err(ApplyError::Invalid { file: at.file.path(), index });
        }
        journal::finished(self.session, at).await
    }

    /// Runs the statement, with eyes on it.
    async fn watched(&mut self, at: &At<'_>) -> Result<(), StatementError> {
        let work = self.session.batch(&at.piece().sql);
        self.watch.during(self.session, at.file, self.observer, work).await
    }

    pub(super) fn failure(&self, at: &At<'_>, error: StatementError) -> ApplyError {
        match at.failure(error) {
            ApplyError::Statement(failure) => {
                ApplyError::Statement(Box::new(failure.blocked(self.watch.blockers())))
            }
            cause => cause,
        }
    }

    /// A statement that was cancelled because the run is to stop did not fail by itself.
    fn said(&self, cause: ApplyError) -> ApplyError {
        match cause {
            ApplyError::Statement(failure) if failure.is("57014") && self.interrupt.is_set() => {
                ApplyError::Interrupted { during: None }
            }
            cause => cause,
        }
    }
}

impl At<'_> {
    /// What the server said against the statement, with its place in the file.
    fn failure(&self, error: StatementError) -> ApplyError {
        if error.connection_lost {
            return ApplyError::asking(error);
        }
        self.placed(error.within(&self.file.sql, self.piece().at.start))
    }

    /// An error that has its place in the file.
    pub(super) fn placed(&self, error: StatementError) -> ApplyError {
        if error.connection_lost {
            return ApplyError::asking(error);
        }
        ApplyError::Statement(Box::new(Failure::of_piece(self.file, error)))
    }

    /// The statement is not what it was when a part of it was done.
    pub(super) fn changed(&self) -> ApplyError {
        ApplyError::Journal {
            file: self.file.path(),
            version: self.file.version,
            statement: self.index + 1,
        }
    }

    /// The cause, and how far the file is done.
    fn cut(&self, cause: ApplyError, done: bool) -> ApplyError {
        let before = self.pieces[..self.index].iter().any(|piece| !piece.is_setting);
        ApplyError::InPieces {
            file: self.file.path(),
            version: self.file.version,
            statement: self.index + 1,
            of: self.pieces.len(),
            some_done: done || before,
            cause: Box::new(cause),
        }
    }
}
