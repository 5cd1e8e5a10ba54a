//! What can be done now, and what has to wait until that is there.

use super::again::wholes;
use super::{
    Alteration, Catalog, Change, Definition, Kind, Name, ObjectId, again, constraint, detach,
    index, moved, not_null, tree,
};
use crate::catalog::ReplicaIdentity;
use crate::plan::made_again;
use std::collections::{BTreeMap, BTreeSet};

/// One round of three parts, and what is left.
#[derive(Default)]
pub(super) struct Round {
    /// In one transaction.
    pub(super) now: Vec<Change>,
    /// Each by itself.
    pub(super) concurrently: Vec<Change>,
    /// Tests, under locks that nobody notices.
    pub(super) checks: Vec<Change>,
    /// What needs one of these.
    pub(super) after: Vec<Change>,
}

pub(super) fn round(from: &Catalog, to: &Catalog, steps: Vec<Change>) -> Round {
    let made_again = made_again(steps.iter());
    let moved = moved(&steps);
    let mut in_place = again::all(&made_again, from, to, &steps);
    in_place.retain(|id, _| !moved.contains(&id.relation_qname()));
    let (mut round, mut late) = (Round::default(), BTreeSet::new());
    // Those that go for others to come in their place.
    let mut waiting: BTreeMap<ObjectId, &Change> = BTreeMap::new();
    for step in &steps {
        if waits(step, to, &late) {
            late.insert(step.id().clone());
            // The old one stays until the new one can come.
            round.after.extend(waiting.remove(step.id()).cloned());
            round.after.push(step.clone());
            continue;
        }
        match step {
            Change::Alter { id, alteration }
                if let Alteration::Detach { parent } = &**alteration
                    && let Some(forget) = detach::forget(id, parent, [from, to], &steps) =>
            {
                late.insert(id.clone());
                round.concurrently.push(step.clone());
                round.after.push(forget);
            }
            step if moved.contains(&step.id().relation_qname()) => round.now.push(step.clone()),
            Change::Create { id, .. } if in_place.contains_key(id) => {
                late.insert(id.clone());
                waiting.remove(id);
                let again::Again { now, concurrently, checks, after } =
                    in_place.remove(id).unwrap_or_default();
                round.now.extend(now);
                round.concurrently.extend(concurrently);
                round.checks.extend(checks);
                round.after.extend(after);
            }
            Change::Drop { id, .. } if in_place.contains_key(id) => {
                waiting.insert(id.clone(), step);
            }
            // What is made again goes in the same transaction: there is no moment without it.
            step if made_again.contains(step.id()) => round.now.push(step.clone()),
            Change::Create { id, object, .. } => {
                if let Definition::Index(it) = &object.definition
                    && index::is_built(id, it, from, to)
                {
                    late.insert(id.clone());
                    round.concurrently.push(step.clone());
                } else if let Some(tree) = tree::steps(id, object, [from, to], &steps, &moved) {
                    late.insert(id.clone());
                    late.extend(tree.attached.iter().map(|step| step.id().clone()));
                    round.now.extend(tree.now);
                    round.concurrently.extend(tree.built);
                    round.after.extend(tree.attached);
                } else if let Some([index, key]) = constraint::over_index(id, object, from, to) {
                    late.insert(id.clone());
                    round.concurrently.push(index);
                    round.after.push(key);
                } else if let Some(untested) = constraint::untested(id, object, from, to) {
                    let object = Box::new(untested);
                    let (parts, not_null) = (Vec::new(), Vec::new());
                    round.now.push(Change::Create { id: id.clone(), object, parts, not_null });
                    let test = constraint::alter(id, Alteration::ConstraintValidate);
                    round.checks.push(test);
                } else {
                    round.now.push(step.clone());
                }
            }
            Change::Drop { id, .. } if index::goes(id, from, to, &steps) => {
                round.concurrently.push(step.clone());
            }
            Change::Alter { id, alteration }
                if matches!(**alteration, Alteration::ConstraintValidate)
                    && id.kind == Kind::Constraint =>
            {
                round.checks.push(step.clone());
            }
            Change::Alter { id, alteration } if **alteration == Alteration::ColumnNull(false) => {
                match not_null::steps(id, from, to, &moved).filter(|_| !is_tested(id, &steps)) {
                    Some(not_null::Steps { now, test, after }) => {
                        late.insert(id.clone());
                        round.now.push(now);
                        round.checks.push(test);
                        round.after.extend(after);
                    }
                    None => round.now.push(step.clone()),
                }
            }
            step => round.now.push(step.clone()),
        }
    }
    round
}

/// Whether a check has shown by now that a column is not null.
fn is_tested(column: &ObjectId, steps: &[Change]) -> bool {
    steps.iter().any(|step| {
        matches!(step, Change::Alter { id, alteration }
            if id == column && matches!(**alteration, Alteration::NotNullForget(_)))
    })
}

/// Whether a step needs something that comes late.
fn waits(step: &Change, to: &Catalog, late: &BTreeSet<ObjectId>) -> bool {
    if late.is_empty() {
        return false;
    }
    let id = step.id();
    // A column that is not yet NOT NULL is there all the same.
    let is_needed = |it: &ObjectId| it.kind != Kind::Column && late.contains(it);
    let of_table = |name: &Name| {
        let table = id.qname();
        [Kind::Index, Kind::Constraint]
            .into_iter()
            .any(|kind| late.contains(&ObjectId::of_relation(kind, &table, name.clone())))
    };
    let names = match step {
        Change::Alter { alteration, .. } => match &**alteration {
            Alteration::ReplicaIdentity(ReplicaIdentity::Index(name))
            | Alteration::ClusterOn(Some(name)) => of_table(name),
            // ON CONFLICT needs the key.
            Alteration::RowsUpsert { key, .. } => {
                late.iter().any(|it| it.relation_qname() == id.qname() && is_over(to, it, key))
            }
            // The rows may bring the values.
            Alteration::ColumnNull(false) => {
                late.contains(&ObjectId::in_schema(Kind::Rows, &id.relation_qname()))
            }
            _ => false,
        },
        _ => false,
    };
    names
        || late.contains(id)
        || to.get(id).is_some_and(|object| object.depends_on.iter().any(is_needed))
        || is_primary_key_of(step, late)
        || wholes(to, id).any(|whole| late.contains(&whole))
}

/// Whether this may be the key that rows are told apart by: a key over these columns and no others, or a unique index.
fn is_over(to: &Catalog, id: &ObjectId, key: &[Name]) -> bool {
    let Some(object) = to.get(id) else { return false };
    let columns: BTreeSet<&Name> = match &object.definition {
        Definition::Index(it) => return it.unique,
        Definition::Constraint(it) => match &it.body {
            super::ConstraintBody::PrimaryKey { columns, .. }
            | super::ConstraintBody::Unique { columns, .. } => columns.iter().collect(),
            _ => return false,
        },
        _ => return false,
    };
    columns == key.iter().collect()
}

/// A primary key wants its columns NOT NULL.
fn is_primary_key_of(step: &Change, late: &BTreeSet<ObjectId>) -> bool {
    let Change::Create { id, object, .. } = step else { return false };
    let Definition::Constraint(constraint) = &object.definition else { return false };
    let super::ConstraintBody::PrimaryKey { columns, .. } = &constraint.body else { return false };
    let table = id.relation_qname();
    columns
        .iter()
        .any(|column| late.contains(&ObjectId::of_relation(Kind::Column, &table, column.clone())))
}
