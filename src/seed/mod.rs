//! Example rows as plain data, and the statements that make them. `docs/seed.md` says how they are declared.
//!
//! Every value follows from a hash of the seed number, the set, the row and the column: the same rows everywhere, and a set that is
//! added changes no other. The rows of a set are made by one statement, in a temporary table, from which they are inserted: so
//! the sets that come later find them there, and a million of them take seconds.

#![allow(clippy::result_large_err, reason = "a fault is made once, and ends the work")]

mod aside;
mod filling;
mod foreign;
mod made_up;
mod order;
mod random;
mod statements;

pub use aside::{Aside, WORTH_IT, aside};
pub use foreign::{Foreign, foreign};
pub use statements::{Step, steps, told_as_of};

use crate::catalog::{Name, QName};
use crate::diagnostic::Span;
use std::collections::BTreeMap;

/// Every set of rows that a project declares.
#[derive(Debug, Clone)]
pub struct Seeds {
    /// The schema of tables that are named without one.
    pub schema: Name,
    /// Lists of words by name.
    pub words: BTreeMap<String, Vec<String>>,
    /// The time at which it all is; `None` unless said.
    pub as_of: Option<String>,
    /// Whether triggers fire for the rows. Without them foreign keys are not looked at either, until the end.
    pub triggers: bool,
    /// The sets in the order of the files.
    pub sets: Vec<Set>,
}

/// A set of rows.
#[derive(Debug, Clone)]
pub struct Set {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub at: Span,
    /// What its rows are.
    pub comment: Option<String>,
    /// What its rows are made of.
    pub body: Body,
    /// Sets that come before, with their places.
    pub after: Vec<(String, Span)>,
}

/// What the rows of a set are made of.
#[derive(Debug, Clone)]
pub enum Body {
    /// A statement that the project writes, and the table that it fills, if it fills one.
    Statement(String, Option<QName>),
    /// Rows of a table.
    Rows(Box<Rows>),
}

/// Rows of a table.
#[derive(Debug, Clone)]
pub struct Rows {
    /// The table.
    pub table: QName,
    /// How many.
    pub count: Count,
    /// Values that are no columns.
    pub keep: Vec<Column>,
    /// Values of columns.
    pub columns: Vec<Column>,
}

/// How many rows.
#[derive(Debug, Clone)]
pub enum Count {
    /// So many, by size.
    Sizes(BTreeMap<String, u32>),
    /// Some for each row of another set.
    Per {
        /// The other set.
        set: String,
        /// Where it is named.
        at: Span,
        /// Not fewer.
        least: u32,
        /// Not more.
        most: u32,
        /// For which of them.
        condition: Option<String>,
    },
}

/// A value, and how it is made.
#[derive(Debug, Clone)]
pub struct Column {
    /// The column, or what the value is called.
    pub name: Name,
    /// Where that stands.
    pub at: Span,
    /// How it is made.
    pub filling: Filling,
    /// The share of NULL.
    pub null: f32,
}

/// How a value is made.
#[derive(Debug, Clone)]
pub enum Filling {
    /// By an expression.
    Sql(String),
    /// One of these, with its weight.
    OneOf(Vec<(String, u32)>),
    /// Text with words of lists in it.
    Words(String),
    /// Between two values, both included.
    Between {
        /// The least, SQL.
        from: String,
        /// The greatest, SQL.
        to: String,
        /// How they lie between.
        spread: Spread,
    },
    /// The column of a row of another set.
    Of {
        /// The set, or a table whose rows are there.
        set: String,
        /// Where it is named.
        at: Span,
        /// The column; `None` for the key.
        column: Option<Name>,
        /// Which rows are chosen.
        spread: Spread,
    },
}

/// How values lie between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spread {
    /// Each as often.
    #[default]
    Uniform,
    /// Most about the middle.
    Normal,
    /// Few often, most seldom: the first ones most.
    Zipf,
}
