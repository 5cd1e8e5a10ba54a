//! How a command ends: every exit code is decided here, from the cause.

use super::document::{ResultDocument, StatementDocument};
use crate::apply::{ApplyError, EmitError, HookReason};
use crate::connect::{ConnectError, StatementError, TargetError};
use crate::diagnostic::{Diagnostic, Sources};
use crate::jobs::JobsError;
use crate::pipeline;
use crate::read::Faults;
use crate::scratch::ScratchError;

/// The exit codes, as those of diff(1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// Nothing is wrong.
    Clean = 0,
    /// The command found what it looks for.
    Findings = 1,
    /// Wrong usage, or a wrong declaration or file.
    Usage = 2,
    /// No connection, no lock, a failed or interrupted migration, a disk that cannot be written.
    Failed = 3,
}

impl Exit {
    /// As the operating system takes it.
    pub(super) fn code(self) -> u8 {
        self as u8
    }
}

/// A command that did not come to its end.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) exit: Exit,
    /// A word for the cause, for programs: `usage`, `connection`, `lock`.
    pub(super) cause: &'static str,
    /// What is wrong.
    pub(super) message: String,
    /// How to mend it.
    pub(super) help: Option<String>,
    /// What is known beside it.
    pub(super) details: Box<Details>,
}

/// What is known of a failure beside its words.
#[derive(Debug, Default)]
pub(super) struct Details {
    /// The statement that failed.
    pub(super) statement: Option<StatementDocument>,
    /// The faults of files or declarations, when they are what is wrong.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics point into.
    pub(super) sources: Sources,
    /// What was done before.
    pub(super) result: Option<ResultDocument>,
}

impl Failure {
    pub(super) fn new(exit: Exit, cause: &'static str, message: impl Into<String>) -> Self {
        Self { exit, cause, message: message.into(), help: None, details: Box::default() }
    }

    pub(super) fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Exit::Usage, "usage", message).help(help)
    }

    /// Files or declarations are at fault.
    pub(super) fn diagnostics(diagnostics: Vec<Diagnostic>, sources: Sources) -> Self {
        let count = match diagnostics.len() {
            1 => "1 fault".to_owned(),
            count => format!("{count} faults"),
        };
        let mut failure = Self::new(Exit::Usage, "faults", format!("{count} must be mended first"));
        failure.details.diagnostics = diagnostics;
        failure.details.sources = sources;
        failure
    }

    /// A file that cannot be read or written.
    pub(super) fn file(doing: &str, path: &str, error: &std::io::Error) -> Self {
        Self::new(Exit::Failed, "file", format!("cannot {doing} `{path}`: {error}"))
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With what was done before.
    pub(super) fn after(mut self, result: ResultDocument) -> Self {
        self.details.result = Some(result);
        self
    }

    fn statement(mut self, error: &StatementError) -> Self {
        self.details.statement = Some(StatementDocument::new(error));
        self
    }
}

impl From<Box<Faults>> for Failure {
    fn from(faults: Box<Faults>) -> Self {
        Self::diagnostics(faults.diagnostics, faults.sources)
    }
}

impl From<pipeline::FileFailure> for Failure {
    fn from(it: pipeline::FileFailure) -> Self {
        Self::file(it.doing, &it.path, &it.error)
    }
}

impl From<TargetError> for Failure {
    fn from(error: TargetError) -> Self {
        Self::usage(error.message, error.help)
    }
}

impl From<ConnectError> for Failure {
    fn from(error: ConnectError) -> Self {
        Self::new(Exit::Failed, "connection", format!("{}: {}", error.place, error.reason))
            .help(error.help)
    }
}

impl From<EmitError> for Failure {
    fn from(error: EmitError) -> Self {
        match error {
            EmitError::Name(_) | EmitError::Full => {
                Self::new(Exit::Usage, "usage", error.to_string())
            }
            EmitError::Changed => Self::new(Exit::Failed, "lock", error.to_string()),
            EmitError::Io { .. } => {
                let help = "nothing is half written: make room, or give the right to write, and run it again";
                Self::new(Exit::Failed, "file", error.to_string()).help(help)
            }
        }
    }
}

/// The exit code for what stopped a run, and the word for it.
fn of_run(error: &ApplyError) -> (Exit, &'static str) {
    match error {
        ApplyError::Files(_) => (Exit::Usage, "faults"),
        ApplyError::UnknownTarget { .. } => (Exit::Usage, "usage"),
        ApplyError::History(_) | ApplyError::Elsewhere(_) => (Exit::Usage, "history"),
        ApplyError::Undo(_) => (Exit::Findings, "undo"),
        ApplyError::Half { .. } => (Exit::Usage, "journal"),
        ApplyError::Right(_) => (Exit::Failed, "right"),
        ApplyError::ReadOnly => (Exit::Failed, "read_only"),
        ApplyError::Locked { .. } => (Exit::Failed, "lock"),
        ApplyError::Pooled { .. } => (Exit::Failed, "pooler"),
        ApplyError::Statement(_) | ApplyError::TransactionEnded { .. } => {
            (Exit::Failed, "migration")
        }
        ApplyError::Assertion { .. } => (Exit::Failed, "assertion"),
        ApplyError::InPieces { cause, .. } => of_run(cause),
        ApplyError::Journal { .. } => (Exit::Usage, "journal"),
        ApplyError::Invalid { .. } => (Exit::Failed, "migration"),
        ApplyError::Hook(_) => (Exit::Failed, "hook"),
        ApplyError::Interrupted { .. } => (Exit::Failed, "interrupted"),
        ApplyError::Connection { .. } => (Exit::Failed, "connection"),
        ApplyError::Internal(_) | ApplyError::Server(_) => (Exit::Failed, "server"),
    }
}

/// The statement that stopped a run, where one did.
fn statement_of(error: &ApplyError) -> Option<&StatementError> {
    match error {
        ApplyError::Statement(it) => Some(&it.error),
        ApplyError::Server(it) => Some(it),
        ApplyError::InPieces { cause, .. } => statement_of(cause),
        ApplyError::Hook(it) => match &it.reason {
            HookReason::Statement(error) => Some(error),
            HookReason::Command(_) => None,
        },
        _ => None,
    }
}

impl From<ApplyError> for Failure {
    fn from(error: ApplyError) -> Self {
        if let ApplyError::Files(found) = error {
            return Self::diagnostics(found, Sources::new());
        }
        let (exit, cause) = of_run(&error);
        if let ApplyError::Undo(found) = error {
            let message = match found.len() {
                1 => "a migration is not undone: nothing was run".to_owned(),
                count => format!("{count} migrations are not undone: nothing was run"),
            };
            let mut failure = Self::diagnostics(found, Sources::new());
            (failure.exit, failure.cause, failure.message) = (exit, cause, message);
            return failure;
        }
        let failure = Self::new(exit, cause, error.to_string());
        let failure = Self { help: error.help(), ..failure };
        match statement_of(&error) {
            Some(statement) => failure.statement(statement),
            None => failure,
        }
    }
}

impl From<JobsError> for Failure {
    fn from(error: JobsError) -> Self {
        let (exit, cause) = match &error {
            JobsError::Connect(_) => (Exit::Failed, "connection"),
            JobsError::Server(error) if error.connection_lost => (Exit::Failed, "connection"),
            JobsError::Server(error) if error.sqlstate.as_deref() == Some("42501") => {
                (Exit::Failed, "right")
            }
            JobsError::Server(_) | JobsError::Answer(_) => (Exit::Failed, "server"),
            JobsError::Pooled => (Exit::Failed, "pooler"),
            JobsError::Busy(_) => (Exit::Failed, "lock"),
            JobsError::NotDead(_) => (Exit::Usage, "usage"),
        };
        let failure = Self { help: error.help(), ..Self::new(exit, cause, error.to_string()) };
        match error {
            JobsError::Server(error) => failure.statement(&error),
            _ => failure,
        }
    }
}

impl From<ScratchError> for Failure {
    fn from(error: ScratchError) -> Self {
        Self::new(Exit::Failed, "server", error.message).help(error.help)
    }
}

impl From<pipeline::Failure> for Failure {
    fn from(error: pipeline::Failure) -> Self {
        let error = match error.refused() {
            Ok(found) => return Self::diagnostics(found, Sources::new()),
            Err(error) => error,
        };
        match error {
            pipeline::Failure::Declaration(_) | pipeline::Failure::Bodies(_) => {
                Self::new(Exit::Usage, "postgres", error.to_string())
            }
            pipeline::Failure::Project(faults) => faults.into(),
            pipeline::Failure::Scratch(error) => error.into(),
            pipeline::Failure::Connect(error) => error.into(),
            pipeline::Failure::Introspect(_) => {
                Self::new(Exit::Failed, "server", error.to_string())
            }
            pipeline::Failure::Target(error) => error.into(),
            pipeline::Failure::Migration { error, .. } => {
                Self::new(Exit::Usage, "replay", error.to_string()).statement(&error).help(
                    "the migrations so far do not run on an empty server: mend what the newest of them needs",
                )
            }
            pipeline::Failure::Lent { file, error } => {
                let message = format!("`migrations/{file}` cannot run on a lent server: {}", error.message);
                Self::new(Exit::Usage, "replay", message).statement(&error).help(
                    "a server that is lent (`--scratch-url`) is used within one transaction: leave `--scratch-url` out, \
                     and a server of momni-db's own is used",
                )
            }
            pipeline::Failure::Rebuild(error) => {
                Self::new(Exit::Failed, "rebuild", format!("the database cannot be built anew on a scratch server, to see how it reads after its renames: {}", error.message)).statement(&error).help(
                    "`momni-db generate` writes the renames from the migrations, without the database",
                )
            }
            pipeline::Failure::Hazards(found) => {
                let count = found.len();
                let mut failure = Self::diagnostics(found, Sources::new());
                failure.exit = Exit::Findings;
                failure.cause = "hazards";
                failure.message = match count {
                    1 => "a hazard is not allowed: nothing is written".to_owned(),
                    count => format!("{count} hazards are not allowed: nothing is written"),
                };
                failure
            }
            pipeline::Failure::Unproven { .. } => {
                Self::new(Exit::Failed, "unproven", error.to_string())
            }
            pipeline::Failure::Template(_) => Self::new(Exit::Usage, "template", error.to_string()),
            pipeline::Failure::Statement(error) => {
                Self::new(Exit::Failed, "server", error.to_string()).statement(&error)
            }
        }
    }
}
