//! A job.

use super::{Retries, Rhythm};
use crate::catalog::{Name, ObjectId, QName};
use crate::diagnostic::Span;
use std::time::Duration;

/// Every job of a project.
#[derive(Debug, Clone, PartialEq)]
pub struct Jobs {
    /// In the order of their names.
    pub jobs: Vec<Job>,
    /// How long the history is kept.
    pub keep: Duration,
}

impl Default for Jobs {
    fn default() -> Self {
        Self { jobs: Vec::new(), keep: Duration::from_secs(30 * 86_400) }
    }
}

/// A function that is called by the clock.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub comment: Option<String>,
    /// Where the name stands.
    pub at: Span,
    /// What is called.
    pub call: Call,
    /// When it is due.
    pub rhythm: Rhythm,
    /// How long a run may take.
    pub timeout: Duration,
    /// How a run that failed is tried again.
    pub retries: Retries,
    /// What becomes of due times that passed while nobody ran jobs.
    pub catch_up: CatchUp,
    /// What becomes of due times that come while an earlier run is not over.
    pub overlap: Overlap,
    /// The role that it runs as; `None` for whoever runs jobs.
    pub role: Option<Name>,
    /// Whether it is run by the clock.
    pub enabled: bool,
}

/// A call with constant arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The declared function.
    pub id: ObjectId,
    /// Whether it is a procedure.
    pub procedure: bool,
    /// Whether it gives one number, which the history keeps.
    pub counts: bool,
    /// The arguments: text that the server reads as the argument's type, `None` for NULL.
    pub args: Vec<(Name, Option<String>)>,
}

impl Call {
    /// The function's name.
    pub fn function(&self) -> QName {
        self.id.qname()
    }
}

/// What becomes of due times that passed while nobody ran jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CatchUp {
    /// They are left out.
    None,
    /// One run stands for all of them.
    #[default]
    One,
    /// A run for each.
    All,
}

/// What becomes of a due time that comes while an earlier run is not over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Overlap {
    /// It is left out.
    #[default]
    Skip,
    /// It waits.
    Queue,
}

impl CatchUp {
    /// Its word in the YAML.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::One => "one",
            Self::All => "all",
        }
    }
}

impl Overlap {
    /// Its word in the YAML.
    pub fn word(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::Queue => "queue",
        }
    }
}
