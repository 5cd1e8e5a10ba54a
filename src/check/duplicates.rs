//! Names that PostgreSQL wants to be unique across kinds of object.

use super::{Rule, Subject};
use crate::catalog::{ConstraintBody, Definition, Kind, ObjectId};
use crate::diagnostic::{Diagnostic, Level};
use std::collections::BTreeMap;

pub(super) const RELATION: Rule = Rule {
    id: "duplicate-name",
    level: Level::Error,
    about: "Tables, views, sequences, composite types and indexes of a schema share one space of names.",
    run: relations,
};

pub(super) const TYPE: Rule = Rule {
    id: "duplicate-name",
    level: Level::Error,
    about: "Types of a schema share one space of names with its tables and views.",
    run: types,
};

fn relations(rule: &Rule, subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let is_relation = |id: &ObjectId| match id.kind {
        Kind::Table
        | Kind::View
        | Kind::MaterializedView
        | Kind::Sequence
        | Kind::Composite
        | Kind::Index => true,
        // A key stands on an index of its name.
        Kind::Constraint => match subject.catalog.get(id).map(|object| &object.definition) {
            Some(Definition::Constraint(it)) => matches!(
                it.body,
                ConstraintBody::PrimaryKey { .. }
                    | ConstraintBody::Unique { .. }
                    | ConstraintBody::Exclusion { .. }
            ),
            _ => false,
        },
        _ => false,
    };
    twice(rule, subject, is_relation, |_, _| true, found);
}

fn types(rule: &Rule, subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let is_type = |id: &ObjectId| {
        matches!(
            id.kind,
            Kind::Enum
                | Kind::Domain
                | Kind::Composite
                | Kind::Table
                | Kind::View
                | Kind::MaterializedView
        )
    };
    // Two relations are the other rule's.
    let own = |id: &ObjectId| matches!(id.kind, Kind::Enum | Kind::Domain);
    twice(rule, subject, is_type, |first, second| own(first) || own(second), found);
}

fn twice(
    rule: &Rule,
    subject: Subject<'_>,
    counts: impl Fn(&ObjectId) -> bool,
    reported: impl Fn(&ObjectId, &ObjectId) -> bool,
    found: &mut Vec<Diagnostic>,
) {
    let mut ids: Vec<_> = subject.origins.iter().filter(|(id, _)| counts(id)).collect();
    ids.sort_by_key(|(_, span)| *span);
    let mut seen = BTreeMap::new();
    for (id, span) in ids {
        match seen.get(&(&id.schema, &id.name)) {
            None => {
                seen.insert((&id.schema, &id.name), (id, span));
            }
            Some((first, first_span)) if reported(first, id) => {
                let name = id.qname();
                let message = format!("{id} has the name of {first}");
                let also = format!("{} of that name", first.kind.word());
                found.push(
                    rule.found(message)
                        .at(span.clone())
                        .also((*first_span).clone(), also)
                        .help(format!("rename one of the two: PostgreSQL has one {name}")),
                );
            }
            Some(_) => {}
        }
    }
}
