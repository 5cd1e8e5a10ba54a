//! Aggregates.

use super::{Argument, Parallel};
use serde::{Deserialize, Serialize};

/// `CREATE AGGREGATE`. Its identity holds the types of all its arguments. Functions are named as SQL takes them,
/// without arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aggregate {
    /// Plain, ordered-set or hypothetical-set.
    pub kind: AggregateKind,
    /// The arguments; of an ordered-set aggregate those before `ORDER BY`.
    pub args: Vec<Argument>,
    /// The arguments after `ORDER BY`.
    pub order_by: Vec<Argument>,
    /// The type of the result; `None` in a declaration, which leaves it to the server.
    pub returns: Option<String>,
    /// How rows are taken in.
    pub state: AggregateState,
    /// Joins two states.
    pub combine: Option<String>,
    /// Makes bytes of a state.
    pub serialize: Option<String>,
    /// Makes a state of bytes.
    pub deserialize: Option<String>,
    /// The second implementation, which a moving frame of a window uses, and the function that takes a row out again.
    pub moving: Option<(AggregateState, String)>,
    /// The operator by which `min` and `max` find their value in an index.
    pub sort_operator: Option<String>,
    /// PARALLEL UNSAFE, RESTRICTED or SAFE.
    pub parallel: Parallel,
}

/// How an aggregate takes rows in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AggregateState {
    /// Takes a row into the state.
    pub transition: String,
    /// The type of the state.
    #[serde(rename = "type")]
    pub data_type: String,
    /// About how many bytes the state takes; 0 for what the server guesses.
    pub size: i32,
    /// The state before the first row.
    pub initial: Option<String>,
    /// Makes the result of the state.
    pub r#final: Option<String>,
    /// The final function is given NULLs in place of the arguments.
    pub final_extra: bool,
    /// Whether the final function changes the state.
    pub final_modify: FinalModify,
}

/// Plain, ordered-set or hypothetical-set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "PostgreSQL's own words")]
pub enum AggregateKind {
    Plain,
    OrderedSet,
    Hypothetical,
}

/// Whether a final function changes the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FinalModify {
    /// Not at all.
    ReadOnly,
    /// No row can be taken in after it, but it may be called again.
    Shareable,
    /// It may be called once.
    ReadWrite,
}
