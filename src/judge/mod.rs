//! Judges what is declared as a careful reviewer would: who gets at what, and what will not hold in years of use.
//!
//! The rules stand in [`RULES`], one file for each or for a few that look at the same thing, grouped by subject. Some look at the declared
//! catalog alone, others at the one that a server has built of it, where every name in an expression is qualified. A
//! project may give a rule another level, and allow single findings with a reason ([`Allow`]).

mod access;
mod allow;
mod columns;
mod finding;
mod functions;
mod jobs;
mod keys;
mod names;
mod policies;
mod remark;
mod roles;
mod routes;
mod rule;
mod subject;
mod tables;
mod triggers;
mod views;

pub use allow::{Allow, Reach, STALE, allowed};
pub use finding::{Finding, Fix, Part};
pub use remark::{Built, Class, Constant, Remark};
pub use rule::{Needs, Rule, Settings, level_of, rule};
pub use subject::Subject;

use crate::parallel::each_in_parallel;
use crate::sql;
use rule::Found;

/// Every rule, by subject.
pub const RULES: &[&[Rule]] = &[
    policies::RULES,
    functions::RULES,
    routes::RULES,
    views::RULES,
    roles::RULES,
    tables::RULES,
    columns::RULES,
    keys::RULES,
    triggers::RULES,
    jobs::RULES,
];

/// Every rule.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().flatten()
}

/// What the rules find that the project asks for, in the order of rules and objects. Rules that need a server's words are
/// asked only where the subject has them.
pub fn run(subject: &Subject<'_>, settings: &Settings) -> Vec<Finding> {
    let asked: Vec<(&'static Rule, _)> = rules()
        .filter(|rule| subject.has(rule.needs))
        .filter_map(|rule| Some((rule, level_of(rule, settings)?)))
        .collect();
    let found = each_in_parallel(&asked, |(rule, level)| {
        let found: Vec<Found> = (rule.run)(subject);
        found.into_iter().map(|found| found.by(rule, *level)).collect::<Vec<_>>()
    });
    found.into_iter().flatten().collect()
}
