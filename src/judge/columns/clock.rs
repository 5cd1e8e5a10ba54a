//! Conditions that time makes false.

use super::super::sql::tokens;
use super::{Found, Needs, Rule, Subject};
use crate::catalog::{ConstraintBody, Definition, Kind};
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "clock-in-check",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A check that asks for the time.",
    why: "PostgreSQL takes a check for immutable: a row that held it once need not hold it when it is changed, or when a dump is restored, which then fails.",
    fixes: false,
    run,
};

const CLOCKS: [&str; 9] = [
    "now",
    "current_timestamp",
    "current_date",
    "current_time",
    "localtimestamp",
    "clock_timestamp",
    "statement_timestamp",
    "transaction_timestamp",
    "timeofday",
];

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let of_tables = subject.constraints().filter_map(|(id, _, it)| match &it.body {
        ConstraintBody::Check { expression, .. } => Some((id, expression)),
        _ => None,
    });
    let of_domains = subject.declared.of_kind(Kind::DomainConstraint).filter_map(|(id, object)| {
        match &object.definition {
            Definition::DomainConstraint(it) => Some((id, &it.check)),
            _ => None,
        }
    });
    let mut found = Vec::new();
    for (id, text) in of_tables.chain(of_domains) {
        if let Some(clock) = tokens(text).iter().find(|it| it.is_any(&CLOCKS)) {
            let what = format!(
                "this check asks for the time (`{}`): a row that holds it now need not hold it later",
                clock.text
            );
            let help =
                "compare with a column (`created_at`), or ask in a trigger when the row is written";
            found.push(Found::on(id, what, help));
        }
    }
    found
}
