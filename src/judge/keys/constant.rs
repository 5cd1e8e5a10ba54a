//! Conditions of checks, indexes and triggers that are the same for every row.

use super::{Found, Needs, Rule, Subject};
use crate::catalog::{ConstraintBody, Definition};
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "constant-condition",
    level: Level::Warning,
    needs: Needs::Built,
    about: "The condition of a check, an index or a trigger that is the same for every row.",
    why: "PostgreSQL's planner says so: it folds what does not depend on the row. A check that always holds checks nothing (so does one that is always NULL), one that never holds \
          lets no row in; an index without rows is never used; a trigger whose condition is false never fires.",
    fixes: false,
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (id, object) in subject.built.iter().flat_map(|it| it.iter()) {
        let (key, text, what): (_, _, fn(Option<bool>) -> &'static str) = match &object.definition {
            Definition::Constraint(it) => match &it.body {
                ConstraintBody::Check { expression, .. } => {
                    ("", Some(expression), |value| match value {
                        Some(false) => "this check holds for no row: none can be written",
                        Some(true) => "this check holds for every row: it checks nothing",
                        None => {
                            "this check is NULL for every row, which counts as held: it checks nothing"
                        }
                    })
                }
                _ => continue,
            },
            Definition::Index(it) => ("where", it.predicate.as_ref(), |value| match value {
                Some(true) => "this condition is true for every row: the index is not partial",
                _ => "this condition is true for no row: the index stays empty",
            }),
            Definition::Trigger(it) => ("when", it.when.as_ref(), |value| match value {
                Some(true) => "this condition is always true: the trigger fires without it, too",
                _ => "this condition is never true: the trigger never fires",
            }),
            _ => continue,
        };
        if let Some(value) = text.and_then(|text| subject.constant(id, text)) {
            let help = "name the columns that it is about, or remove it";
            found.push(Found::on(id, what(value), help).at(key));
        }
    }
    found
}
