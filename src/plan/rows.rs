//! Reference rows: inserted, changed, and removed only where the declaration says so.

use super::alter::Outcome;
use super::{Act, Alteration, Change, Node};
use crate::catalog::{Catalog, Column, Definition, Kind, Name, ObjectId, QName, Row, Rows};
use std::collections::{BTreeMap, BTreeSet};

/// Rows of a table that has none of them yet.
pub(crate) fn creation(to: &Catalog, id: &ObjectId, new: &Rows) -> Change {
    upsert(to, id, new, new.rows.clone())
}

/// The rows that differ in what is kept of them. A column that is only coming has no value yet.
pub(crate) fn alter(to: &Catalog, id: &ObjectId, old: &Rows, new: &Rows) -> Outcome {
    let places = new.columns.iter().map(|name| old.columns.iter().position(|it| it == name));
    let places: Option<Vec<usize>> = places.collect();
    let is_same = |key: &Row, values: &Row| {
        let (Some(places), Some(found)) = (&places, old.rows.get(key)) else { return false };
        places.iter().zip(values).all(|(place, value)| found.get(*place) == Some(value))
    };
    let rows: BTreeMap<Row, Row> = new
        .rows
        .iter()
        .filter(|(key, values)| !is_same(key, values))
        .map(|(key, values)| (key.clone(), values.clone()))
        .collect();
    if rows.is_empty() {
        return Outcome::Same;
    }
    match upsert(to, id, new, rows) {
        Change::Alter { alteration, .. } => Outcome::Alter(vec![*alteration]),
        _ => Outcome::Same,
    }
}

fn upsert(to: &Catalog, id: &ObjectId, new: &Rows, rows: BTreeMap<Row, Row>) -> Change {
    let written: Vec<&Name> = new.key.iter().chain(&new.columns).collect();
    let overriding = to.columns(&id.qname()).iter().any(|(column_id, _, column)| {
        written.contains(&&column_id.name) && is_always_identity(column)
    });
    let alteration = Alteration::RowsUpsert {
        key: new.key.clone(),
        columns: new.columns.clone(),
        rows,
        overriding,
    };
    Change::Alter { id: id.clone(), alteration: Box::new(alteration) }
}

/// Rows of a partitioned table come when the partitions that shall hold them are attached, and with them the rows of
/// other tables, which may refer to them. Gives what comes before and what comes after.
pub(crate) fn after_attaching(
    to: &Catalog,
    steps: Vec<Change>,
    attaching: &[Change],
) -> (Vec<Change>, Vec<Change>) {
    let mut waiting: BTreeSet<QName> = BTreeSet::new();
    for step in attaching {
        if let Change::Alter { alteration, .. } = step
            && let Alteration::Attach { parent, .. } = &**alteration
        {
            let mut table = Some(parent.clone());
            while let Some(name) = table {
                table = to.parent(&name).cloned();
                waiting.insert(name);
            }
        }
    }
    let brings = |step: &Change| {
        matches!(step, Change::Alter { alteration, .. }
            if matches!(**alteration, Alteration::RowsUpsert { .. }))
    };
    if !steps.iter().any(|step| brings(step) && waiting.contains(&step.id().qname())) {
        return (steps, Vec::new());
    }
    steps.into_iter().partition(|step| !brings(step))
}

fn is_always_identity(column: &Column) -> bool {
    column.identity.as_ref().is_some_and(|identity| identity.always)
}

/// Rows that must go: those that `absent:` names, and with `only: true` all that are not declared. Introspection
/// reads exactly the rows that count, so whatever it found and the declaration does not hold is one of them.
pub(crate) fn deletions<'a>(from: &'a Catalog, to: &'a Catalog) -> Vec<Node<'a>> {
    let mut nodes = Vec::new();
    for (id, object) in to.of_kind(Kind::Rows) {
        let (Some((id, old)), Definition::Rows(new)) =
            (from.objects.get_key_value(id), &object.definition)
        else {
            continue;
        };
        let Definition::Rows(old) = &old.definition else { continue };
        let keys: Vec<Row> =
            old.rows.keys().filter(|key| !new.rows.contains_key(*key)).cloned().collect();
        if !keys.is_empty() {
            let alteration = Alteration::RowsDelete { key: new.key.clone(), keys };
            let step = Change::Alter { id: id.clone(), alteration: Box::new(alteration) };
            nodes.push(Node::new(id, Act::Drop, vec![step]));
        }
    }
    nodes
}
