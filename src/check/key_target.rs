//! A foreign key refers to a key: a primary key, a unique constraint or a unique index of exactly its columns.

use super::{Rule, Subject};
use crate::catalog::{ConstraintBody, Definition, Index, Kind, Name, ObjectId, QName};
use crate::diagnostic::{Diagnostic, Level};
use crate::render::quoted;
use std::borrow::Cow;

pub(super) const RULE: Rule = Rule {
    id: "no-key-referenced",
    level: Level::Error,
    about: "A foreign key whose target is no key.",
    run,
};

fn run(rule: &Rule, subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, object) in subject.catalog.of_kind(Kind::Constraint) {
        let Definition::Constraint(constraint) = &object.definition else { continue };
        let ConstraintBody::ForeignKey { columns, references, referenced_columns, .. } =
            &constraint.body
        else {
            continue;
        };
        let known =
            subject.catalog.objects.contains_key(&ObjectId::in_schema(Kind::Table, references))
                && !subject.facts.faulty.contains(references)
                && !subject.facts.faulty.contains(&id.relation_qname())
                && !subject.facts.incomplete;
        if let (true, Some((message, help))) =
            (known, fault(subject, columns, references, referenced_columns))
        {
            let fault = rule.found(format!("foreign key {}: {message}", id.name)).help(help);
            found.push(fault.at(subject.origins.get(id).cloned()));
        }
    }
}

/// What is wrong with a target, and how to mend it.
fn fault(
    subject: Subject<'_>,
    columns: &[Name],
    target: &QName,
    stated: &[Name],
) -> Option<(String, String)> {
    let keys = keys(subject, target);
    let wanted: &[Name] = match (stated, keys.iter().find(|key| key.primary)) {
        ([], None) => {
            return Some((
                format!("table {target} has no primary key"),
                "name the columns that it refers to, or give the table a primary key".into(),
            ));
        }
        ([], Some(primary)) => &primary.columns,
        (stated, _) => stated,
    };
    if wanted.len() != columns.len() {
        return Some((
            format!("{} here, {} in {target}", count(columns.len()), count(wanted.len())),
            format!("it refers to ({}): name as many columns on both sides", list(wanted)),
        ));
    }
    let exists = |name: &Name| {
        let id = ObjectId::of_relation(Kind::Column, target, name.clone());
        subject.catalog.objects.contains_key(&id)
    };
    // A column that is not there is reported by its mention.
    if !wanted.iter().all(exists) {
        return None;
    }
    let same = |key: &&Key<'_>| {
        key.columns.len() == wanted.len() && key.columns.iter().all(|it| wanted.contains(it))
    };
    match keys.iter().filter(same).map(|key| key.deferrable).min() {
        Some(false) => None,
        Some(true) => Some((
            format!("the key ({}) of {target} is deferrable", list(wanted)),
            "PostgreSQL wants a key that is checked at once: take `deferrable` away".into(),
        )),
        None => Some((
            format!("({}) is no key of {target}", list(wanted)),
            format!(
                "give {target} a unique constraint on these columns, or refer to one of its keys"
            ),
        )),
    }
}

struct Key<'a> {
    columns: Cow<'a, [Name]>,
    primary: bool,
    deferrable: bool,
}

fn keys<'a>(subject: Subject<'a>, table: &'a QName) -> Vec<Key<'a>> {
    let constraints = subject.catalog.of_relation(Kind::Constraint, table);
    let mut keys: Vec<Key<'a>> = constraints
        .filter_map(|(_, object)| {
            let Definition::Constraint(it) = &object.definition else { return None };
            let (columns, primary) = match &it.body {
                ConstraintBody::PrimaryKey { columns, .. } => (columns, true),
                ConstraintBody::Unique { columns, .. } => (columns, false),
                _ => return None,
            };
            let columns = Cow::Borrowed(&columns[..]);
            Some(Key { columns, primary, deferrable: it.deferrable })
        })
        .collect();
    for (_, object) in subject.catalog.of_relation(Kind::Index, table) {
        if let Definition::Index(it) = &object.definition
            && it.unique
            && it.predicate.is_none()
        {
            keys.extend(unique_index(subject, table, it));
        }
    }
    keys.sort_by_key(|key| key.deferrable);
    keys
}

/// A unique index over columns alone is a key as well.
fn unique_index<'a>(subject: Subject<'a>, table: &QName, it: &Index) -> Option<Key<'a>> {
    let columns = subject.catalog.columns(table);
    let column = |expression: &str| {
        let mut columns = columns.iter().map(|(id, ..)| &id.name);
        columns.find(|name| quoted(name) == expression).cloned()
    };
    let key: Option<Vec<Name>> = it.elements.iter().map(|it| column(&it.expression)).collect();
    key.map(|key| Key { columns: Cow::Owned(key), primary: false, deferrable: false })
}

fn count(columns: usize) -> String {
    if columns == 1 { "1 column".into() } else { format!("{columns} columns") }
}

fn list(columns: &[Name]) -> String {
    columns.iter().map(|name| &**name).collect::<Vec<_>>().join(", ")
}
