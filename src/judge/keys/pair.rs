//! Tables of pairs in which a pair can stand twice.

use super::{Found, Needs, Rule, Subject};
use crate::catalog::{ConstraintBody, QName};
use crate::diagnostic::Level;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    id: "repeated-pair",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A table of who belongs to what (`memberships`, `participants`, `likes`) in which the same pair can stand twice.",
    why: "Whoever joins twice by two clicks is counted twice, has two roles, and leaves only once. A primary key or a unique index of both columns lets a pair in once.",
    fixes: false,
    run,
};

const NAMES: [&str; 8] = [
    "members",
    "memberships",
    "participants",
    "attendees",
    "followers",
    "follows",
    "likes",
    "votes",
];

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (id, _, _) in subject.whole_tables() {
        let is_pairs = NAMES.iter().any(|name| {
            id.name.strip_suffix(name).is_some_and(|it| it.is_empty() || it.ends_with('_'))
        });
        let name = id.qname();
        if is_pairs && refers(subject, &name) && !has_key_of_two(subject, &name) {
            let what = format!(
                "no key of {name} has two columns that say whose and of what: a pair can stand there twice"
            );
            found.push(Found::on(
                id,
                what,
                "add `unique:` with both columns, or make them the primary key",
            ));
        }
    }
    found
}

/// Whether it has two columns that refer to others, by a foreign key or by their names.
fn refers(subject: &Subject<'_>, table: &QName) -> bool {
    let columns = subject.declared.columns(table).into_iter();
    columns.filter(|(id, _, _)| id.name.ends_with("_id")).count() >= 2
}

/// Whether a unique key or index has two such columns, of some rows or of all.
fn has_key_of_two(subject: &Subject<'_>, table: &QName) -> bool {
    let refers =
        |columns: BTreeSet<&str>| columns.iter().filter(|it| it.ends_with("_id")).count() >= 2;
    let mut constraints = subject.constraints_of(table);
    constraints.any(|(_, it)| match &it.body {
        ConstraintBody::PrimaryKey { columns, .. } | ConstraintBody::Unique { columns, .. } => {
            refers(columns.iter().map(|it| &**it).collect())
        }
        ConstraintBody::Exclusion { elements, .. } => {
            refers(elements.iter().map(|it| it.element.expression.trim()).collect())
        }
        _ => false,
    }) || subject
        .indexes_of(table)
        .filter(|(_, it)| it.unique)
        .any(|(_, it)| refers(it.elements.iter().map(|it| it.expression.trim()).collect()))
}
