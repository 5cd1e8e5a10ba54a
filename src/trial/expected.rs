//! What must come of what is done.

use super::Value;
use crate::catalog::Name;
use crate::diagnostic::Span;

/// What must come of the last act. Every act before it must succeed.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It succeeds.
    Success,
    /// It gives these rows, or touches so many.
    Rows(Expected, Span),
    /// It fails so.
    Error(WantedError, Span),
    /// It fails with 42501, or gives and touches no row.
    Denied(Span),
}

/// Rows that must come. Columns that are not named are not looked at.
#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    /// So many.
    Count(u64),
    /// These, and no others.
    Rows {
        /// Values by column.
        rows: Vec<Vec<(Name, Value)>>,
        /// In this order.
        ordered: bool,
    },
    /// One row, which is like one of these.
    OneOf(Vec<Vec<(Name, Value)>>),
    /// One row with one column.
    Value(Value),
}

/// An error that must come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedError {
    /// The SQLSTATE.
    pub sqlstate: String,
    /// A part of the message.
    pub message: Option<String>,
    /// The constraint that the server names.
    pub constraint: Option<String>,
}
