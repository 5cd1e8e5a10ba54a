//! Names that PostgreSQL wants to be unique across kinds of object.

use super::{Rule, Subject};
use crate::catalog::{ConstraintBody, Definition, Kind, ObjectId};
use crate::diagnostic::{Diagnostic, Level, Span};
use std::collections::HashMap;

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
            Kind::BaseType
                | Kind::Enum
                | Kind::Range
                | Kind::Domain
                | Kind::Composite
                | Kind::Table
                | Kind::View
                | Kind::MaterializedView
        )
    };
    // Two relations are the other rule's.
    let own =
        |id: &ObjectId| matches!(id.kind, Kind::BaseType | Kind::Enum | Kind::Range | Kind::Domain);
    twice(rule, subject, is_type, |first, second| own(first) || own(second), found);
}

fn twice(
    rule: &Rule,
    subject: Subject<'_>,
    counts: impl Fn(&ObjectId) -> bool,
    reported: impl Fn(&ObjectId, &ObjectId) -> bool,
    found: &mut Vec<Diagnostic>,
) {
    let mut named: HashMap<_, Vec<(&ObjectId, &Span)>> = HashMap::new();
    for (id, span) in subject.origins.iter().filter(|(id, _)| counts(id)) {
        named.entry((&id.schema, &id.name)).or_default().push((id, span));
    }
    for mut ids in named.into_values().filter(|ids| ids.len() > 1) {
        ids.sort_by_key(|(_, span)| *span);
        let (first, first_span) = ids[0];
        for (id, span) in ids.into_iter().skip(1).filter(|(id, _)| reported(first, id)) {
            let name = id.qname();
            let message = format!("{id} has the name of {first}");
            let also = format!("{} of that name", first.kind.word());
            found.push(
                rule.found(message)
                    .at(span.clone())
                    .also(first_span.clone(), also)
                    .help(format!("rename one of the two: PostgreSQL has one {name}")),
            );
        }
    }
}
