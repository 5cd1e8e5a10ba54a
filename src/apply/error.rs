//! What can stop a run, by cause.

use super::elsewhere::Elsewhere;
use super::failure::Failure;
use super::history::TABLE;
use super::hooks::HookFailure;
use super::lock::LockHolder;
use super::pieces::JOURNAL;
use super::rights::MissingRight;
use super::status::Status;
use crate::connect::StatementError;
use crate::diagnostic::Diagnostic;
use std::fmt;
use std::time::Duration;

/// Why a run stopped. Everything that was committed before stays committed.
#[derive(Debug)]
pub enum ApplyError {
    /// The files are not fit to be applied. Nothing was tried.
    Files(Vec<Diagnostic>),
    /// The target is no version of the files. Nothing was tried.
    UnknownTarget {
        /// What was asked for.
        target: i32,
        /// The versions that there are.
        known: Vec<i32>,
    },
    /// The history and the files do not agree. Nothing was tried.
    History(Vec<Status>),
    /// Migrations cannot be undone, or not without leave. Nothing was tried.
    Undo(Vec<Diagnostic>),
    /// A file without a transaction was begun and is not done, and the command is another one's. Nothing was tried.
    Half {
        /// The number of its migration.
        version: i32,
        /// Whether it undoes that.
        undone: bool,
    },
    /// refinery's own tools have applied migrations of these to the database. Nothing was tried.
    Elsewhere(Box<Elsewhere>),
    /// The connected role may not do what a run needs. Nothing was tried.
    Right(MissingRight),
    /// The server takes no changes: it is a standby.
    ReadOnly,
    /// Another run kept the lock.
    Locked {
        /// Who has it; `None` when it was given back just then.
        holder: Option<LockHolder>,
        /// How long was waited.
        waited: Duration,
    },
    /// The connection changes its session between statements, as a pooler's in transaction mode does.
    Pooled {
        /// The process that held the lock, and the one that answered next.
        pids: (i32, i32),
    },
    /// A statement failed. Its migration is rolled back.
    Statement(Box<Failure>),
    /// What a file demands does not hold. Nothing of it was tried.
    Assertion {
        /// The file, within the project.
        file: String,
        /// The line of the directive, from 1; `None` for the project file, where queries stand by themselves.
        line: Option<usize>,
        /// The query.
        query: String,
        /// What it gave.
        found: String,
    },
    /// A file without a transaction did not come to its end. What it had done before stays done.
    InPieces {
        /// The file, within the project.
        file: String,
        /// Its number.
        version: i32,
        /// The statement, from 1.
        statement: usize,
        /// How many there are.
        of: usize,
        /// Whether a statement of the file is done.
        some_done: bool,
        /// Why.
        cause: Box<ApplyError>,
    },
    /// A file without a transaction was changed after a part of it was done. Nothing was tried.
    Journal {
        /// The file, within the project.
        file: String,
        /// Its number.
        version: i32,
        /// The statement that is not what it was, from 1.
        statement: usize,
    },
    /// `CREATE INDEX … IF NOT EXISTS` found an index that is INVALID.
    Invalid {
        /// The file, within the project.
        file: String,
        /// The index.
        index: String,
    },
    /// A hook failed.
    Hook(Box<HookFailure>),
    /// A file ended the transaction that it ran in.
    TransactionEnded {
        /// The file, within the project.
        file: String,
        /// Whether what came before is committed.
        committed: bool,
    },
    /// The run was told to stop. What was running is rolled back.
    Interrupted {
        /// The file that was running, within the project.
        during: Option<String>,
    },
    /// The server went away, or never answered.
    Connection {
        /// The file that was running, within the project.
        during: Option<String>,
        /// Whether it happened while that file's transaction was being committed: it may be applied or not.
        committing: bool,
        /// What was said.
        reason: String,
    },
    /// What cannot happen, happened.
    Internal(String),
    /// The server refused a question of our own: what it said.
    Server(Box<StatementError>),
}

impl ApplyError {
    /// An error of a statement of our own.
    pub(super) fn asking(error: StatementError) -> Self {
        if error.connection_lost {
            return Self::Connection { during: None, committing: false, reason: reason(&error) };
        }
        Self::Server(Box::new(error))
    }

    /// Something that cannot happen unless this program or refinery is wrong.
    pub(super) fn inner(what: &str) -> Self {
        Self::Internal(what.to_owned())
    }

    /// Whether another session is to blame, and another try may succeed.
    pub(super) fn meets_others(&self) -> bool {
        matches!(self, Self::Statement(failure) if failure.is("55P03") || failure.is("40P01"))
    }

    /// What to do about it, where migrations are undone.
    pub fn help_to_undo(&self) -> Option<String> {
        let help = self.help()?;
        match self {
            // It names the command that is meant.
            Self::Half { .. } => Some(help),
            _ => Some(
                help.replace("momni-db migrate", "momni-db undo")
                    .replace("migrate again", "undo again"),
            ),
        }
    }

    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Files(_) | Self::History(_) | Self::Right(_) | Self::Undo(_) => None,
            Self::Half { undone, .. } => {
                let command = if *undone { "undo" } else { "migrate" };
                Some(format!("`momni-db {command}` goes on where it ended"))
            }
            Self::Elsewhere(it) => Some(format!(
                "`momni-db baseline` takes {} over, when the database is what its migrations lead to",
                it.table
            )),
            Self::UnknownTarget { known, .. } => match (known.first(), known.last()) {
                (Some(first), Some(last)) => Some(format!("give a number from {first} to {last}")),
                _ => Some("write a migration with `momni-db generate` first".into()),
            },
            Self::ReadOnly => Some("connect to the primary".into()),
            Self::Locked { holder: Some(holder), .. } => Some(format!(
                "wait for it, or end it with `select pg_terminate_backend({})`; `--lock-timeout` sets how long is \
                 waited",
                holder.pid
            )),
            Self::Locked { holder: None, .. } => Some("run the command again".into()),
            Self::Pooled { .. } => {
                Some("connect to the server itself, or to a pool in session mode".into())
            }
            Self::Statement(failure) => failure.help(),
            Self::Assertion { .. } => Some(
                "the database is not as the migration demands: make it so, or mend the assertion, and migrate again"
                    .into(),
            ),
            Self::InPieces { statement, cause, .. } => Some(match cause.help() {
                Some(help) if !matches!(**cause, Self::Interrupted { .. } | Self::Connection { .. }) => {
                    format!("{help}; `momni-db migrate` goes on at statement {statement}")
                }
                _ => format!("`momni-db migrate` goes on at statement {statement}"),
            }),
            Self::Journal { version, .. } => Some(format!(
                "restore the file; or undo by hand what it has done, run `delete from {JOURNAL} where version = \
                 {version}`, and migrate again"
            )),
            Self::Invalid { index, .. } => Some(format!(
                "it was left by something that was interrupted: run `drop index concurrently {index}`, and migrate again"
            )),
            Self::Hook(failure) => Some(failure.help()),
            Self::TransactionEnded { committed: true, .. } => Some(
                "undo by hand what the first part of the file did, take COMMIT out of it, and migrate again".into(),
            ),
            Self::TransactionEnded { committed: false, .. } => {
                Some("take ROLLBACK out of the file, and migrate again".into())
            }
            Self::Interrupted { .. } => Some("`momni-db migrate` goes on from there".into()),
            Self::Connection { committing: true, .. } => {
                Some("`momni-db status` tells whether it is applied".into())
            }
            Self::Connection { .. } => Some("`momni-db migrate` goes on from there".into()),
            Self::Internal(_) => Some("this is a fault of momni-db: please report it".into()),
            Self::Server(error) if error.sqlstate.as_deref() == Some("42703") => {
                Some(format!("if {TABLE} is none that refinery made, move it away, or restore it"))
            }
            Self::Server(_) => None,
        }
    }
}

/// What the server said, or what the client saw, in one line.
pub(super) fn reason(error: &StatementError) -> String {
    match &error.sqlstate {
        Some(code) => format!("{} (SQLSTATE {code})", error.message),
        None => error.message.clone(),
    }
}

impl fmt::Display for ApplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Half { version, undone: true } => write!(f, "V{version} is undone in part"),
            Self::Half { version, undone: false } => write!(f, "V{version} is applied in part"),
            Self::Files(faults) | Self::Undo(faults) => {
                let lines: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
                f.write_str(&lines.join("\n"))
            }
            Self::UnknownTarget { target, .. } => write!(f, "there is no migration V{target}"),
            Self::History(faults) => {
                let lines: Vec<&str> =
                    faults.iter().filter_map(|status| status.fault.as_deref()).collect();
                f.write_str(&lines.join("\n"))
            }
            Self::Elsewhere(it) => write!(
                f,
                "refinery's own tools have applied these migrations up to V{} to the database: {} says so",
                it.newest().unwrap_or_default(),
                it.table
            ),
            Self::Right(missing) => missing.fmt(f),
            Self::ReadOnly => f.write_str("the server is a standby and takes no changes"),
            Self::Locked { holder, waited } => {
                write!(f, "another run held the lock for {} s", waited.as_secs())?;
                match holder {
                    Some(holder) => write!(f, ": {holder}"),
                    None => Ok(()),
                }
            }
            Self::Pooled { pids: (first, then) } => write!(
                f,
                "the connection went from server process {first} to {then}: a pooler in transaction mode stands \
                 between, and no lock holds"
            ),
            Self::Statement(failure) => failure.fmt(f),
            Self::Assertion { file, line, query, found } => {
                write!(f, "an assertion of `{file}`")?;
                line.map_or(Ok(()), |line| write!(f, ", line {line},"))?;
                write!(f, " does not hold: `{query}` gave {found}")
            }
            Self::InPieces { file, statement, of, some_done, cause, .. } => {
                match &**cause {
                    Self::Interrupted { .. } => {
                        write!(f, "interrupted during statement {statement} of {of} of `{file}`")?;
                    }
                    Self::Connection { reason, .. } => write!(
                        f,
                        "the connection to the server was lost during statement {statement} of {of} of `{file}`, and it \
                         may be done or not: {reason}"
                    )?,
                    cause => {
                        cause.fmt(f)?;
                        write!(f, "\nit is statement {statement} of {of} of `{file}`")?;
                    }
                }
                f.write_str(match some_done {
                    true => "; it runs without a transaction: what came before stays done",
                    false => "; it runs without a transaction: nothing came before",
                })
            }
            Self::Journal { file, statement, .. } => write!(
                f,
                "`{file}` was changed after a part of it was done: statement {statement} is not what it was"
            ),
            Self::Invalid { file, index } => {
                write!(f, "the index {index} of `{file}` was there already, and is INVALID")
            }
            Self::Hook(failure) => failure.fmt(f),
            Self::TransactionEnded { file, committed: true } => write!(
                f,
                "`{file}` ended its own transaction: what came before is committed, and the history does not \
                 have it"
            ),
            Self::TransactionEnded { file, committed: false } => {
                write!(f, "`{file}` rolled its own transaction back: nothing is recorded")
            }
            Self::Interrupted { during: Some(file) } => {
                write!(f, "interrupted during `{file}`, which is rolled back")
            }
            Self::Interrupted { during: None } => f.write_str("interrupted; nothing was running"),
            Self::Connection { during: None, reason, .. } => {
                write!(f, "the connection to the server is lost: {reason}")
            }
            Self::Connection { during: Some(file), committing: true, reason } => write!(
                f,
                "the connection to the server was lost while `{file}` was committed, and it may be applied or \
                 not: {reason}"
            ),
            Self::Connection { during: Some(file), committing: false, reason } => write!(
                f,
                "the connection to the server was lost during `{file}`, which is rolled back: {reason}"
            ),
            Self::Internal(what) => f.write_str(what),
            Self::Server(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ApplyError {}
