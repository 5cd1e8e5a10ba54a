//! What a server says of a declared state beyond taking it.

use crate::catalog::{Catalog, ObjectId, QName};
use serde::{Deserialize, Serialize};

/// A declared state in a server's words, and what the server says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Built {
    /// The state.
    pub catalog: Catalog,
    /// Conditions that are the same for every row.
    pub constants: Vec<Constant>,
    /// What plpgsql_check says of the bodies, or why it was not asked.
    pub remarks: Result<Vec<Remark>, String>,
}

/// What plpgsql_check says of a body.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Remark {
    /// The function.
    pub function: ObjectId,
    /// The relation with which it was examined: one whose triggers call it.
    pub relation: Option<QName>,
    /// The line of the body, from 1.
    pub line: Option<usize>,
    /// Of which class it is.
    pub class: Class,
    /// The SQLSTATE of an error.
    pub sqlstate: String,
    /// What is wrong, in plpgsql_check's words.
    pub message: String,
    /// What it says beyond that.
    pub more: Vec<String>,
}

/// The classes of remarks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// The statement fails when it is reached.
    Error,
    /// Something is odd: a variable that nobody reads, a path without RETURN.
    Warning,
    /// A caller may write SQL.
    Security,
    /// It could be faster.
    Performance,
}

/// A condition that PostgreSQL folds into a constant: it is the same for every row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constant {
    /// The object whose condition it is.
    pub on: ObjectId,
    /// The condition, in the server's words.
    pub condition: String,
    /// What it always is; `None` is NULL.
    pub value: Option<bool>,
}
