//! Why the way came to an end.

use crate::catalog::{Difference, ObjectId};
use crate::connect::{ConnectError, StatementError, TargetError};
use crate::diagnostic::Diagnostic;
use crate::introspect::IntrospectError;
use crate::read::Faults;
use crate::render::TemplateError;
use crate::scratch::ScratchError;
use std::fmt;

/// Why the way came to an end.
#[derive(Debug)]
pub enum Failure {
    /// PostgreSQL refuses what is declared; each finding has its place in the YAML.
    Declaration(Vec<Diagnostic>),
    /// The project cannot be read any more: its files were changed meanwhile.
    Project(Box<Faults>),
    /// PostgreSQL refuses the bodies of these functions, and nothing else of what is declared.
    Bodies(Vec<(ObjectId, Diagnostic)>),
    /// No scratch server.
    Scratch(ScratchError),
    /// No connection.
    Connect(ConnectError),
    /// The address of a lent server cannot be used.
    Target(TargetError),
    /// The catalog cannot be read.
    Introspect(IntrospectError),
    /// A migration file fails where it is replayed or proven.
    Migration {
        /// The file.
        file: String,
        /// What the server said.
        error: Box<StatementError>,
    },
    /// A statement of a file without a transaction has no form for a lent server, which is one transaction.
    Lent {
        /// The file.
        file: String,
        /// What was refused, or what the server said.
        error: Box<StatementError>,
    },
    /// A live database cannot be built anew on a scratch server.
    Rebuild(Box<StatementError>),
    /// Steps have hazards that are not allowed; a finding for each.
    Hazards(Vec<Diagnostic>),
    /// The plan does not lead to the declared state. It is not written.
    Unproven {
        /// What differs after the plan was applied.
        differences: Vec<Difference>,
        /// What a second plan would still do.
        remaining: Vec<String>,
    },
    /// The project's own template for migrations does not render.
    Template(TemplateError),
    /// A statement of our own fails.
    Statement(Box<StatementError>),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Declaration(found) => {
                write!(f, "PostgreSQL refuses {} declared object(s)", found.len())
            }
            Self::Project(faults) => {
                write!(f, "the project has {} fault(s)", faults.diagnostics.len())
            }
            Self::Bodies(found) => {
                write!(f, "PostgreSQL refuses the bodies of {} declared function(s)", found.len())
            }
            Self::Scratch(error) => error.fmt(f),
            Self::Connect(error) => error.fmt(f),
            Self::Target(error) => error.fmt(f),
            Self::Introspect(error) => error.fmt(f),
            Self::Migration { file, error } => write!(f, "{file} fails: {error}"),
            Self::Lent { file, error } => write!(f, "{file} cannot run on a lent server: {error}"),
            Self::Rebuild(error) => write!(
                f,
                "what the database reads after its renames is not known: it cannot be built anew on a scratch server: \
                 {error}"
            ),
            Self::Hazards(found) => {
                write!(f, "{} hazard(s) are not allowed; nothing is written", found.len())
            }
            Self::Unproven { differences, remaining } => {
                writeln!(f, "the plan does not lead to the declared state; nothing is written")?;
                for difference in differences {
                    writeln!(f, "  {}", difference.sentence("the result", "the declaration"))?;
                }
                for statement in remaining {
                    writeln!(f, "  still to do: {statement}")?;
                }
                write!(f, "This is a defect of momni-db: please report it with the declarations")
            }
            Self::Template(error) => error.fmt(f),
            Self::Statement(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Failure {}

impl Failure {
    /// What PostgreSQL refuses of the declaration, or any other failure.
    ///
    /// # Errors
    /// The failure itself where it is not about what is declared.
    pub fn refused(self) -> Result<Vec<Diagnostic>, Self> {
        match self {
            Self::Declaration(found) => Ok(found),
            Self::Bodies(found) => Ok(found.into_iter().map(|(_, finding)| finding).collect()),
            other => Err(other),
        }
    }
}

macro_rules! failure_from {
    ($($variant:ident($error:ty)),*) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self { Self::$variant(error) }
        })*
    };
}
impl From<StatementError> for Failure {
    fn from(error: StatementError) -> Self {
        Self::Statement(Box::new(error))
    }
}

failure_from!(
    Project(Box<Faults>),
    Target(TargetError),
    Scratch(ScratchError),
    Connect(ConnectError),
    Introspect(IntrospectError),
    Template(TemplateError)
);
