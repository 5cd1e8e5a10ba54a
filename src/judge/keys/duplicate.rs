//! Indexes and constraints that another one makes needless.

use super::{Found, Needs, Rule, Subject};
use crate::catalog::{ConstraintBody, Definition, Index, IndexElement, Kind, ObjectId, QName};
use crate::diagnostic::Level;
use std::collections::BTreeMap;

pub(super) const INDEX: Rule = Rule {
    id: "redundant-index",
    level: Level::Warning,
    needs: Needs::Built,
    about: "An index that holds the beginning of another one, or the same.",
    why: "Every write maintains both, and the longer one answers what the shorter one does.",
    fixes: false,
    run: indexes,
};

pub(super) const CONSTRAINT: Rule = Rule {
    id: "duplicate-constraint",
    level: Level::Warning,
    needs: Needs::Built,
    about: "Two constraints of a table that demand the same.",
    why: "Both are checked for every row, and whoever changes one of them changes nothing.",
    fixes: false,
    run: constraints,
};

/// The key of an index, whoever it belongs to.
struct Key {
    id: ObjectId,
    elements: Vec<IndexElement>,
    using: String,
    predicate: Option<String>,
    include: Vec<String>,
    is_unique: bool,
    is_constraint: bool,
}

fn keys(subject: &Subject<'_>, table: &QName) -> Vec<Key> {
    let Some(built) = subject.built else { return Vec::new() };
    let mut keys = Vec::new();
    for (id, object) in built.of_relation(Kind::Constraint, table) {
        let Definition::Constraint(it) = &object.definition else { continue };
        let (ConstraintBody::PrimaryKey { columns, include, .. }
        | ConstraintBody::Unique { columns, include, .. }) = &it.body
        else {
            continue;
        };
        let element = |name: &crate::catalog::Name| IndexElement {
            expression: name.to_string(),
            ..IndexElement::default()
        };
        keys.push(Key {
            id: id.clone(),
            elements: columns.iter().map(element).collect(),
            using: "btree".to_owned(),
            predicate: None,
            include: include.iter().map(ToString::to_string).collect(),
            is_unique: true,
            is_constraint: true,
        });
    }
    for (id, object) in built.of_relation(Kind::Index, table) {
        let Definition::Index(it) = &object.definition else { continue };
        let Index { using, elements, predicate, include, unique, .. } = it;
        if it.attached.is_none() {
            keys.push(Key {
                id: id.clone(),
                elements: elements.clone(),
                using: using.to_string(),
                predicate: predicate.clone(),
                include: include.iter().map(ToString::to_string).collect(),
                is_unique: *unique,
                is_constraint: false,
            });
        }
    }
    keys
}

fn indexes(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (table, _, _) in subject.whole_tables() {
        let keys = keys(subject, &table.qname());
        for (number, one) in keys.iter().enumerate().filter(|(_, it)| !it.is_constraint) {
            let other = keys.iter().enumerate().find(|(at, other)| {
                let is_same = one.elements == other.elements && one.is_unique == other.is_unique;
                let holds = other.elements.starts_with(&one.elements)
                    && one.using == other.using
                    && (one.using == "btree" || is_same)
                    && one.predicate == other.predicate
                    && one.include.iter().all(|it| other.include.contains(it));
                // Of two that are the same the later one is told; a unique one demands more than a longer one.
                let is_needless = match (one.is_unique, is_same) {
                    (true, true) => other.is_constraint || *at < number,
                    (true, false) => false,
                    (false, true) => *at < number,
                    (false, false) => one.elements.len() < other.elements.len() || other.is_unique,
                };
                *at != number && holds && is_needless
            });
            if let Some((_, other)) = other {
                let what = match one.elements.len() == other.elements.len() {
                    true => format!("this index holds what {} holds", other.id.name),
                    false => format!("this index holds the beginning of {}", other.id.name),
                };
                found.push(Found::on(&one.id, what, "remove it").also(&other.id, "the other one"));
            }
        }
    }
    found
}

fn constraints(subject: &Subject<'_>) -> Vec<Found> {
    let Some(built) = subject.built else { return Vec::new() };
    let mut first: BTreeMap<String, &ObjectId> = BTreeMap::new();
    let mut found = Vec::new();
    for (id, _, _) in subject.constraints() {
        let Some(Definition::Constraint(it)) = built.get(id).map(|it| &it.definition) else {
            continue;
        };
        if it.attached.is_some() {
            continue;
        }
        // Both are in the words of one server.
        let same = format!("{} {:?}", id.relation_qname(), it.body);
        match first.get(&same) {
            Some(other) => {
                let what = format!("this constraint demands what {} demands", other.name);
                found.push(
                    Found::on(id, what, "remove one of the two").also(other, "the other one"),
                );
            }
            None => {
                first.insert(same, id);
            }
        }
    }
    found
}
