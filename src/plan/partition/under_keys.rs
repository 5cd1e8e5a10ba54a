//! Foreign keys to a table of which partitions leave or come. No partition leaves while others refer to its rows, and what
//! refers to them finds them only when it has come: such a key goes before, and comes after.

use super::{
    Catalog, Constraint, ConstraintBody, Definition, Kind, ObjectId, PartitionOf, QName, is_remade,
    table,
};
use crate::plan::{Alteration, Change};
use std::collections::BTreeSet;

/// The steps that take such keys down before partitions leave, and the catalog without these; `None` where there are none.
pub(super) fn taken_down(
    from: &Catalog,
    to: &Catalog,
    leaving: &[(&ObjectId, &PartitionOf)],
) -> (Vec<Change>, Option<Catalog>) {
    let keys = in_the_way(from, to, leaving);
    if keys.is_empty() {
        return (Vec::new(), None);
    }
    let mut without = from.clone();
    let drop = |id: ObjectId| {
        let definition = Box::new(without.objects.remove(&id)?.definition.clone());
        Some(Change::Drop { id, definition, along: Vec::new() })
    };
    (keys.into_iter().filter_map(drop).collect(), Some(without))
}

/// The foreign keys that go before the partitions which are `leaving`: those that go anyway, and those to a table that the
/// partition comes back to.
fn in_the_way(
    from: &Catalog,
    to: &Catalog,
    leaving: &[(&ObjectId, &PartitionOf)],
) -> BTreeSet<ObjectId> {
    let (mut left, mut again, mut moved) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (id, of) in leaving {
        let above = above(from, &of.parent);
        let new = table(to, id).filter(|_| !is_remade(from, to, id));
        if let Some(new) = new.and_then(|it| it.partition_of.as_ref()) {
            again.extend(above.intersection(&self::above(to, &new.parent)).cloned());
        }
        moved.insert(id.qname());
        left.extend(above);
    }
    moved.extend(left.iter().cloned());
    if left.is_empty() {
        return BTreeSet::new();
    }
    let keys = from.of_kind(Kind::Constraint).filter(|(id, _)| {
        let Some(references) = references(from, id) else { return false };
        let goes = self::references(to, id) != Some(references);
        left.contains(references)
            && (goes || (again.contains(references) && !moved.contains(&id.relation_qname())))
    });
    keys.map(|(id, _)| id.clone()).collect()
}

/// Gives what comes before the partitions are attached, and the foreign keys that come after.
pub(crate) fn keys_after_attaching(
    to: &Catalog,
    steps: Vec<Change>,
    attaching: &[Change],
) -> (Vec<Change>, Vec<Change>) {
    let (mut tables, mut moved) = (BTreeSet::new(), BTreeSet::new());
    for step in attaching {
        if let Change::Alter { id, alteration } = step
            && let Alteration::Attach { parent, .. } = &**alteration
        {
            tables.extend(above(to, parent));
            moved.insert(id.qname());
        }
    }
    moved.extend(tables.iter().cloned());
    let made = steps.iter().filter_map(|step| match step {
        Change::Create { id, .. } if id.kind == Kind::Constraint => Some(id),
        _ => None,
    });
    let waits = |id: &&ObjectId| {
        references(to, id).is_some_and(|it| tables.contains(it))
            && !moved.contains(&id.relation_qname())
    };
    let waiting: BTreeSet<ObjectId> = made.filter(waits).cloned().collect();
    steps
        .into_iter()
        .partition(|step| matches!(step, Change::Drop { .. }) || !waiting.contains(step.id()))
}

/// The table to which a foreign key refers.
fn references<'a>(catalog: &'a Catalog, id: &ObjectId) -> Option<&'a QName> {
    match &catalog.get(id)?.definition {
        Definition::Constraint(Constraint {
            body: ConstraintBody::ForeignKey { references, .. },
            ..
        }) => Some(references),
        _ => None,
    }
}

/// A table, and those that it is a partition of.
fn above(catalog: &Catalog, table: &QName) -> BTreeSet<QName> {
    let next = |it: &QName| catalog.parent(it).cloned();
    std::iter::successors(Some(table.clone()), next).collect()
}
