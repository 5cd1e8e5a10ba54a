//! A statement of a migration that failed: what the server said, and where in the file.

use super::migrations::MigrationFile;
use super::statements::{Statement, statements};
use std::fmt;
use tokio_postgres::error::{DbError, ErrorPosition};

/// A failed statement. Everything but the place is in the server's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementFailure {
    /// The file, within the project.
    pub file: String,
    /// Where, as far as it is known: line and column, both from 1, the column in characters.
    pub place: Option<(usize, usize)>,
    /// The statement's text, cut short.
    pub statement: Option<String>,
    /// SQLSTATE.
    pub code: String,
    /// The message.
    pub message: String,
    /// DETAIL.
    pub detail: Option<String>,
    /// HINT.
    pub hint: Option<String>,
    /// CONTEXT: the functions that were running.
    pub context: Option<String>,
    /// Whether this was a dry run, in which all migrations share one transaction.
    pub dry_run: bool,
}

/// No statement is shown at greater length.
const SHOWN: usize = 300;

impl StatementFailure {
    /// The error of a file of which `done` statements had succeeded. The server's position counts characters from
    /// the start of the file, because the file was sent whole; run-time errors have none, and then it is the start
    /// of the statement.
    pub(super) fn new(file: &MigrationFile, error: &DbError, done: usize, dry_run: bool) -> Self {
        let sql = &file.sql;
        let found = statements(sql);
        let position = match error.position() {
            Some(ErrorPosition::Original(position)) => byte_of(sql, *position as usize),
            _ => None,
        };
        let statement = match position {
            Some(at) => found.iter().rfind(|statement| statement.start <= at),
            None => found.get(done),
        };
        let at = position.or(statement.map(|statement| statement.start));
        Self {
            file: file.path(),
            place: at.map(|at| line_and_column(sql, at)),
            statement: statement.map(|statement| excerpt(sql, statement)),
            dry_run,
            ..Self::unplaced(file, error)
        }
    }

    /// The error of what was not a statement of the file: its commit, its history row.
    pub(super) fn unplaced(file: &MigrationFile, error: &DbError) -> Self {
        Self {
            file: file.path(),
            place: None,
            statement: None,
            code: error.code().code().to_owned(),
            message: error.message().to_owned(),
            detail: error.detail().map(str::to_owned),
            hint: error.hint().map(str::to_owned),
            context: error.where_().map(str::to_owned),
            dry_run: false,
        }
    }

    /// What to do, for the codes that say little by themselves.
    pub(super) fn help(&self) -> Option<String> {
        match self.code.as_str() {
            "25001" => Some(
                "the statement cannot run in a transaction, and every migration runs in one: use the form that can"
                    .into(),
            ),
            "55P03" => Some(
                "another session kept a lock on what the migration changes: migrate again at a quieter time, or \
                 give a longer `--lock-timeout`"
                    .into(),
            ),
            "55P04" if self.dry_run => Some(
                "a dry run puts all migrations into one transaction, in which a new enum value cannot be used: \
                 the run itself may succeed"
                    .into(),
            ),
            _ => None,
        }
    }
}

impl fmt::Display for StatementFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (SQLSTATE {})\n  at {}", self.message, self.code, self.file)?;
        if let Some((line, column)) = self.place {
            write!(f, ":{line}:{column}")?;
        }
        for (what, text) in [
            ("statement", &self.statement),
            ("detail", &self.detail),
            ("hint", &self.hint),
            ("context", &self.context),
        ] {
            if let Some(text) = text {
                write!(f, "\n  {what}: {}", text.replace('\n', "\n    "))?;
            }
        }
        Ok(())
    }
}

/// The byte at which a character, counted from 1, begins.
fn byte_of(text: &str, character: usize) -> Option<usize> {
    let index = character.checked_sub(1)?;
    text.char_indices().nth(index).map(|(at, _)| at).or((!text.is_empty()).then_some(text.len()))
}

/// Line and column of a byte, from 1, the column in characters.
fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

fn excerpt(sql: &str, statement: &Statement) -> String {
    let text = &sql[statement.start..statement.end];
    match text.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{} …", text[..cut].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
#[allow(missing_docs)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters() {
        let text = "a\nßß x\n";
        assert_eq!(byte_of(text, 6), Some(7));
        assert_eq!(line_and_column(text, 7), (2, 4));
        assert_eq!(byte_of(text, 99), Some(text.len()));
        assert_eq!(byte_of(text, 0), None);
    }

    #[test]
    fn long_statements_are_cut_between_characters() {
        let sql = "ß".repeat(SHOWN + 1);
        let statement = Statement { start: 0, end: sql.len(), words: Vec::new() };
        assert_eq!(excerpt(&sql, &statement), format!("{} …", "ß".repeat(SHOWN)));
    }
}
