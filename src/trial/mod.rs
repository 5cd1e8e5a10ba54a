//! Access tests as plain data: which rows there are, who does what, and what must come of it.

mod expected;
mod reference;
mod settings;
mod value;

pub use expected::{Expected, Outcome, WantedError};
pub use reference::{Reference, references, references_of_json, substituted};
pub use settings::{Settings, Tenants, Visible};
pub use value::{Value, array_text};

use crate::catalog::{Name, QName};
use crate::diagnostic::Span;
use std::sync::Arc;

/// One test.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// Its name.
    pub name: String,
    /// What it shows.
    pub comment: Option<String>,
    /// Where the name stands.
    pub at: Span,
    /// The rows that are there, those of its fixtures first, which tests share.
    pub given: Vec<Arc<GivenRow>>,
    /// Who acts.
    pub caller: Caller,
    /// What is done, in order. What is expected is said of the last.
    pub acts: Vec<Act>,
    /// What must come of it.
    pub outcome: Outcome,
    /// What must hold afterwards, asked as the superuser.
    pub then: Vec<Then>,
}

/// A row that is there before anything is done.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenRow {
    /// Its table.
    pub table: QName,
    /// What later parts call it: `$anna.id`.
    pub name: Option<String>,
    /// The columns that are stated.
    pub values: Vec<(Name, Value)>,
    /// Where it stands.
    pub at: Span,
}

/// Who acts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Caller {
    /// The role that the session takes; `None` for the superuser.
    pub role: Option<Name>,
    /// The claims of the token, an object; `None` without a token. A text `$anna.id` is the value of a row.
    pub claims: Option<serde_json::Value>,
    /// The owner of the SECURITY DEFINER function within which it is done; `None` for no such function.
    pub definer: Option<Name>,
}

/// One thing that is done.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    /// What.
    pub what: What,
    /// Where it stands.
    pub at: Span,
}

/// What is done.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// One statement.
    Sql(String),
    /// A call of a function, with arguments by name.
    Call {
        /// The function.
        function: QName,
        /// The arguments.
        args: Vec<(Name, Value)>,
    },
}

/// What must hold afterwards.
#[derive(Debug, Clone, PartialEq)]
pub struct Then {
    /// A query.
    pub sql: String,
    /// The rows that it must give.
    pub rows: Expected,
    /// Where it stands.
    pub at: Span,
}

/// Every test of a project, and how they are run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trials {
    /// The tests, in the order of their files.
    pub tests: Vec<Test>,
    /// How they are run.
    pub settings: Settings,
}
