//! A statement of a migration that failed: what the server said, and where in the file.

use super::blocker::Blocker;
use super::migrations::MigrationFile;
use crate::connect::StatementError;
use std::fmt;

/// A migration that failed, and is rolled back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The file, within the project.
    pub file: String,
    /// What the server said. Its place is within the file.
    pub error: StatementError,
    /// Whether this was a dry run, in which all migrations share one transaction.
    pub dry_run: bool,
    /// Whether the file runs without a transaction: then nothing but the statement is rolled back.
    pub in_pieces: bool,
    /// For whom the statement waited last, where it failed over a lock.
    pub blockers: Vec<Blocker>,
}

impl Failure {
    /// An error of a file that was sent whole, of which so many statements had succeeded; `None` for an error of what
    /// surrounds it: its begin, its history row, its commit.
    pub(super) fn new(
        file: &MigrationFile,
        error: StatementError,
        done: Option<usize>,
        dry_run: bool,
    ) -> Self {
        let error = match done {
            Some(done) => error.after(&file.sql, done),
            None => StatementError { statement: None, position: None, ..error },
        };
        let error = error.in_file(file.path());
        Self { file: file.path(), error, dry_run, in_pieces: false, blockers: Vec::new() }
    }

    /// An error of a statement of a file without a transaction, with its place in the file.
    pub(super) fn of_piece(file: &MigrationFile, error: StatementError) -> Self {
        let error = error.in_file(file.path());
        Self { file: file.path(), error, dry_run: false, in_pieces: true, blockers: Vec::new() }
    }

    /// With the sessions that it waited for, if it was a lock that it failed over.
    pub(super) fn blocked(mut self, by: Vec<Blocker>) -> Self {
        if self.is("55P03") || self.is("40P01") {
            self.blockers = by;
        }
        self
    }

    /// Whether it has this SQLSTATE.
    pub(super) fn is(&self, code: &str) -> bool {
        self.error.sqlstate.as_deref() == Some(code)
    }

    /// What to do, for the codes that say little by themselves.
    pub(super) fn help(&self) -> Option<String> {
        let help = match self.error.sqlstate.as_deref()? {
            "25001" if !self.in_pieces => {
                "the statement cannot run in a transaction, and every migration runs in one unless its first line is \
                 `-- momni-db: no transaction`: put it into such a file, or use its other form"
            }
            "55P03" => {
                "another session kept a lock on what the migration changes: migrate again at a quieter time, or give \
                 a longer `--lock-timeout`"
            }
            "40P01" => {
                "another session and the migration waited for each other, in every try: migrate again at a quieter time, \
                 or give a longer `--lock-timeout`"
            }
            "57014" if self.error.message.contains("statement timeout") => {
                "give the file more time with `-- momni-db: statement_timeout = 30min` above its first statement"
            }
            "55P04" if self.dry_run => {
                "a dry run puts all migrations into one transaction, in which a new enum value cannot be used: the \
                 run itself may succeed"
            }
            _ => return None,
        };
        Some(help.to_owned())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)?;
        for blocker in &self.blockers {
            write!(f, "\nit waited for {blocker}")?;
        }
        Ok(())
    }
}
