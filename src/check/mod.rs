//! Judges the resolved declarations: one rule per file.
//!
//! The rules look at the catalog and at [`Facts`]: what the YAML says beyond it, with places. A rule reports every
//! fault that it finds; none depends on another.

mod cycles;
mod duplicates;
mod facts;
mod key_target;
mod names;
mod references;
mod renames;

pub use facts::{Facts, Mention, Wanted};

use crate::catalog::{Catalog, Intent, ObjectId};
use crate::diagnostic::{Diagnostic, Level, Span};
use crate::parallel::each_in_parallel;
use std::collections::BTreeMap;

/// What the rules look at.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The declared catalog.
    pub catalog: &'a Catalog,
    /// What the declaration says beyond the state.
    pub intent: &'a Intent,
    /// Where the name of each object stands.
    pub origins: &'a BTreeMap<ObjectId, Span>,
    /// What else the YAML says.
    pub facts: &'a Facts,
}

/// A rule: its id, how bad its findings are, what it finds.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Stable: `unknown-column`.
    pub id: &'static str,
    /// Of every finding of this rule.
    pub level: Level,
    /// What it finds, in a sentence.
    pub about: &'static str,
    run: fn(&Rule, Subject<'_>, &mut Vec<Diagnostic>),
}

impl Rule {
    fn found(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic { level: self.level, ..Diagnostic::error(self.id, message) }
    }
}

/// Every rule.
pub const RULES: &[Rule] = &[
    names::LENGTH,
    names::BAD,
    names::RESERVED,
    duplicates::RELATION,
    duplicates::TYPE,
    references::SCHEMA,
    references::RELATION,
    references::COLUMN,
    references::ROLE,
    references::TYPE,
    references::FUNCTION,
    references::OBJECT,
    key_target::RULE,
    renames::RULE,
    cycles::MEMBERSHIP,
];

/// What all rules find, in their order.
pub fn run(subject: Subject<'_>) -> Vec<Diagnostic> {
    let found = each_in_parallel(RULES, |rule| {
        let mut found = Vec::new();
        (rule.run)(rule, subject, &mut found);
        found
    });
    found.into_iter().flatten().collect()
}
