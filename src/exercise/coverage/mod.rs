//! What the tests exercised, and what they never did: policies and their branches, functions, declared errors.

mod branches;
mod note;
mod policies;
mod raised;
mod refused;
mod seen;
mod tally;

pub(super) use note::{Acted, When, note};
pub(super) use seen::{PREPARE, Seen, look, mark};
pub(super) use tally::coverage;

use crate::catalog::ObjectId;
use crate::diagnostic::Span;
use std::collections::BTreeSet;

/// Something that a test exercises.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Exercised {
    /// A policy admitted a row.
    Admitted(ObjectId),
    /// A policy refused a row.
    Refused(ObjectId),
    /// A branch of its condition admitted a row, by its place.
    Branch(ObjectId, usize),
    /// A function was called.
    Called(ObjectId),
    /// A function raised one of its declared errors.
    Raised(ObjectId, String),
}

/// What was exercised.
pub(super) type Exercises = BTreeSet<Exercised>;

/// How much was exercised, and what was not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// By the declared tests.
    pub declared: Counts,
    /// By any test.
    pub any: Counts,
    /// What no declared test exercised.
    pub never: Vec<Never>,
}

/// How much of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Policies that admitted a row and refused one.
    pub policies: Count,
    /// Branches of conditions that admitted a row.
    pub branches: Count,
    /// Functions that were called.
    pub functions: Count,
    /// Declared errors that were raised.
    pub errors: Count,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Exercised.
    pub of: usize,
    /// There are.
    pub all: usize,
}

/// What no declared test exercised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Never {
    /// In words.
    pub told: String,
    /// Where it is declared.
    pub at: Option<Span>,
    /// A test that nobody wrote exercised it.
    pub derived: bool,
}

impl Count {
    fn add(&mut self, is_exercised: bool) {
        self.all += 1;
        self.of += usize::from(is_exercised);
    }

    /// The share in hundredths, rounded down; all of nothing is 100.
    pub fn percent(self) -> usize {
        (self.of * 100).checked_div(self.all).unwrap_or(100)
    }
}
