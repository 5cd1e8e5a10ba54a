//! Which migrations are applied: the files held against the history.

use super::error::ApplyError;
use super::history::{HistoryRow, TABLE};
use super::migrations::{MigrationFile, Migrations};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// What the history says of one version, held against the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Applied, and the file is as it was.
    Applied,
    /// Not applied yet, and newer than everything that is.
    Pending,
    /// A file without a transaction of which a part is done: `migrate` goes on with it.
    Begun,
    /// Applied, and a part of it is undone by a file without a transaction: `undo` goes on with it.
    HalfUndone,
    /// Applied, and the file is not what it was.
    Edited,
    /// Applied, and the file is gone.
    Missing,
    /// Applied, and newer than every file here: by a newer checkout, perhaps.
    Unknown,
    /// Not applied, and older than one that is: refinery would never apply it.
    OutOfOrder,
    /// The row is none that refinery writes.
    Unreadable,
}

impl State {
    /// Whether `migrate` may go on.
    pub fn is_fault(self) -> bool {
        !matches!(self, Self::Applied | Self::Pending | Self::Begun)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Applied => "applied",
            Self::Pending => "pending",
            Self::Begun => "begun",
            Self::HalfUndone => "half undone",
            Self::Edited => "edited",
            Self::Missing => "missing",
            Self::Unknown => "unknown",
            Self::OutOfOrder => "out of order",
            Self::Unreadable => "unreadable",
        })
    }
}

/// One version: in the files, in the history, or in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Its number.
    pub version: i32,
    /// Its name: the file's, else the history's.
    pub name: String,
    /// What it is.
    pub state: State,
    /// When it was applied.
    pub applied_on: Option<String>,
    /// The role that was connected then, where the history has it.
    pub applied_by: Option<String>,
    /// Of one that is begun, how many of its statements are done.
    pub done: Option<usize>,
    /// What is wrong and how to mend it, for a state that is a fault.
    pub fault: Option<String>,
}

/// Every version in order, with its state.
pub fn status(files: &Migrations, history: &[HistoryRow]) -> Vec<Status> {
    let newest_file = files.last().map(|file| file.version);
    let newest_row = history.iter().map(|row| row.version).max();
    let mut versions: BTreeMap<i32, (Option<&MigrationFile>, Option<&HistoryRow>)> =
        BTreeMap::new();
    for file in files.files() {
        versions.entry(file.version).or_default().0 = Some(file);
    }
    for row in history {
        versions.entry(row.version).or_default().1 = Some(row);
    }
    versions
        .into_iter()
        .map(|(version, (file, row))| {
            let (state, fault) = judge(version, file, row, newest_file, newest_row);
            let name = file.map(|file| &file.name).or(row.map(|row| &row.name));
            Status {
                version,
                name: name.cloned().unwrap_or_default(),
                state,
                applied_on: row.map(|row| row.applied_on.clone()),
                applied_by: row.and_then(|row| row.applied_by.clone()),
                done: None,
                fault,
            }
        })
        .collect()
}

/// What the journal adds: the versions of which a part is done, with the number of statements.
pub(super) fn begun(versions: &mut Vec<Status>, begun: &BTreeMap<i32, usize>) {
    for (&number, &done) in begun {
        // What an undo file has done stands under another number.
        let version = if number < 0 { !number } else { number };
        let at = versions.binary_search_by_key(&version, |it| it.version);
        match at {
            Ok(at) if versions[at].state == State::Pending => {
                versions[at].state = State::Begun;
                versions[at].done = Some(done);
            }
            Ok(at) if number < 0 && versions[at].state == State::Applied => {
                let fault = ApplyError::Half { version, undone: true };
                versions[at].state = State::HalfUndone;
                versions[at].done = Some(done);
                versions[at].fault = fault.help().map(|help| format!("{fault}: {help}"));
            }
            Ok(_) => {}
            Err(at) => {
                let what = format!(
                    "V{version} was begun ({done} of its statements are done) and its file is gone: restore it from \
                     version control"
                );
                let lost = Status {
                    version,
                    name: String::new(),
                    state: State::Missing,
                    applied_on: None,
                    applied_by: None,
                    done: Some(done),
                    fault: Some(what),
                };
                versions.insert(at, lost);
            }
        }
    }
}

fn judge(
    version: i32,
    file: Option<&MigrationFile>,
    row: Option<&HistoryRow>,
    newest_file: Option<i32>,
    newest_row: Option<i32>,
) -> (State, Option<String>) {
    match (file, row) {
        (_, Some(row)) if row.unreadable().is_some() => {
            let why = row.unreadable().unwrap_or_default();
            let fault =
                format!("the row of V{version} in {TABLE} was not written by refinery: {why}");
            (State::Unreadable, Some(fault))
        }
        (Some(file), Some(row)) => {
            let same = file.checksum().is_ok_and(|checksum| checksum.to_string() == row.checksum)
                && file.name == row.name;
            if same {
                return (State::Applied, None);
            }
            let fault = if file.name == row.name {
                format!(
                    "`{}` was changed after V{version} was applied: restore it from version control, and make the \
                     change in a new migration. Where the change is accepted and the database has it, `momni-db repair` \
                     enters it",
                    file.path()
                )
            } else {
                format!(
                    "V{version} was applied as `{}`, and the file is `{}`: where another branch has that migration, \
                     `momni-db repair --renumber {}` makes room for it; where the file was renamed, `momni-db repair` \
                     enters the new name",
                    row.name,
                    file.path(),
                    file.file
                )
            };
            (State::Edited, Some(fault))
        }
        (Some(file), None) => match newest_row {
            Some(newest) if newest > version => {
                let fault = format!(
                    "`{}` is not applied, and V{newest}, which is newer, is: `momni-db repair --renumber {}` gives it \
                     the next number",
                    file.path(),
                    file.file
                );
                (State::OutOfOrder, Some(fault))
            }
            _ => (State::Pending, None),
        },
        (None, row) => {
            let name = row.map_or("", |row| row.name.as_str());
            if newest_file.is_none_or(|newest| version > newest) {
                let fault = format!(
                    "the database has V{version} ({name}), which is newer than every file here: bring this \
                     checkout up to date"
                );
                return (State::Unknown, Some(fault));
            }
            let fault = format!(
                "V{version} ({name}) was applied and its file is gone: restore it from version control, or, where it is gone \
                 for good and the database is what the others lead to, `momni-db repair --forget`"
            );
            (State::Missing, Some(fault))
        }
    }
}

#[cfg(test)]
#[allow(missing_docs)]
mod tests {
    use super::*;
    use crate::apply::{add, read};

    /// The states of V1 to V3 and whatever the history adds, after a change to a history in which all are applied.
    fn states(change: impl FnOnce(&mut Vec<HistoryRow>)) -> Vec<(i32, State)> {
        let folder = tempfile::tempdir().unwrap();
        for name in ["one", "two", "three"] {
            add(folder.path(), &read(folder.path()).unwrap(), name, "select 1").unwrap();
        }
        let files = read(folder.path()).unwrap();
        let row = |file: &MigrationFile| HistoryRow {
            version: file.version,
            name: file.name.clone(),
            applied_on: "2025-01-01T10:00:00Z".into(),
            checksum: file.checksum().unwrap().to_string(),
            applied_by: None,
        };
        let mut history = files.files().iter().map(row).collect();
        change(&mut history);
        let versions = status(&files, &history);
        for version in &versions {
            assert_eq!(version.fault.is_some(), version.state.is_fault(), "{version:?}");
        }
        versions.into_iter().map(|version| (version.version, version.state)).collect()
    }

    #[test]
    fn applied_and_pending() {
        use State::{Applied, Pending};
        assert_eq!(states(|_| {}), [(1, Applied), (2, Applied), (3, Applied)]);
        assert_eq!(states(|rows| rows.truncate(1)), [(1, Applied), (2, Pending), (3, Pending)]);
        assert_eq!(states(Vec::clear), [(1, Pending), (2, Pending), (3, Pending)]);
    }

    #[test]
    fn what_does_not_agree() {
        use State::{Applied, Edited, Missing, OutOfOrder, Unknown, Unreadable};
        let edited = states(|rows| rows[0].checksum = "1".into());
        assert_eq!(edited, [(1, Edited), (2, Applied), (3, Applied)]);
        let renamed = states(|rows| rows[0].name = "other".into());
        assert_eq!(renamed, [(1, Edited), (2, Applied), (3, Applied)]);
        let skipped = states(|rows| drop(rows.remove(1)));
        assert_eq!(skipped, [(1, Applied), (2, OutOfOrder), (3, Applied)]);
        let newer = states(|rows| rows[2].version = 9);
        assert_eq!(newer, [(1, Applied), (2, Applied), (3, OutOfOrder), (9, Unknown)]);
        let older = states(|rows| rows[0].version = -1);
        assert_eq!(older, [(-1, Missing), (1, OutOfOrder), (2, Applied), (3, Applied)]);
        for garbage in ["", "x", "-1", "18446744073709551616", "1.0"] {
            let found = states(|rows| rows[1].checksum = garbage.into());
            assert_eq!(found, [(1, Applied), (2, Unreadable), (3, Applied)], "{garbage}");
            let found = states(|rows| rows[1].applied_on = garbage.into());
            assert_eq!(found, [(1, Applied), (2, Unreadable), (3, Applied)], "{garbage}");
        }
    }
}
