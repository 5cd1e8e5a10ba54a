//! A statement of a migration that failed: what the server said, and where in the file.

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
        Self { file: file.path(), error: error.in_file(file.path()), dry_run }
    }

    /// Whether it has this SQLSTATE.
    pub(super) fn is(&self, code: &str) -> bool {
        self.error.sqlstate.as_deref() == Some(code)
    }

    /// What to do, for the codes that say little by themselves.
    pub(super) fn help(&self) -> Option<String> {
        let help = match self.error.sqlstate.as_deref()? {
            "25001" => {
                "the statement cannot run in a transaction, and every migration runs in one: use its other form"
            }
            "55P03" => {
                "another session kept a lock on what the migration changes: migrate again at a quieter time, or give \
                 a longer `--lock-timeout`"
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
        self.error.fmt(f)
    }
}
