//! Indexes of a partitioned table that not all partitions have (`CREATE INDEX … ON ONLY`).

use super::{attached, attached_to};
use crate::catalog::{Catalog, Definition, Index, Kind, ObjectId, QName};
use crate::plan::{Alteration, Change};
use std::collections::BTreeSet;

/// A partition that is attached gets an index for each of its table, so that one which not all have is made afterwards,
/// and takes its parts in by steps of their own. Gives what comes before and what comes after.
pub(crate) fn after_attaching(
    to: &Catalog,
    steps: Vec<Change>,
    attaching: &[Change],
) -> (Vec<Change>, Vec<Change>) {
    let attached: BTreeSet<QName> =
        attaching.iter().filter(|step| attaches(step)).map(|step| step.id().qname()).collect();
    let tables: BTreeSet<QName> = attached.iter().filter_map(|it| to.parent(it).cloned()).collect();
    let partial = to.of_kind(Kind::Index).filter(|(id, object)| {
        matches!(&object.definition, Definition::Index(Index { valid: false, .. }))
            && tables.contains(&id.relation_qname())
    });
    let partial: BTreeSet<&ObjectId> = partial.map(|(id, _)| id).collect();
    if partial.is_empty() {
        return (steps, Vec::new());
    }
    let (mut after, before): (Vec<Change>, Vec<Change>) =
        steps.into_iter().partition(|step| match step {
            Change::Drop { .. } => false,
            Change::Alter { alteration, .. } => match &**alteration {
                Alteration::IndexAttach(whole) => partial.iter().any(|it| it.qname() == *whole),
                _ => partial.contains(step.id()),
            },
            _ => partial.contains(step.id()),
        });
    let made = |id: &ObjectId| {
        after.iter().any(|it| matches!(it, Change::Create { id: it, .. } if it == id))
    };
    let made: Vec<&ObjectId> = partial.into_iter().filter(|id| made(id)).collect();
    for whole in made {
        let parts = attached_to(to, whole).into_iter().map(|(id, _)| id);
        for part in parts.filter(|part| attached.contains(&part.relation_qname())) {
            let alteration = Box::new(Alteration::IndexAttach(whole.qname()));
            after.push(Change::Alter { id: part.clone(), alteration });
        }
    }
    (before, after)
}

/// Whether an index that not all partitions have gets what it lacks by parts that are attached to it one by one: with the
/// last one PostgreSQL takes it for complete.
pub(crate) fn is_completed(from: &Catalog, to: &Catalog, id: &ObjectId) -> bool {
    let is_valid = |catalog: &Catalog, id: &ObjectId| {
        matches!(
            catalog.get(id).map(|it| &it.definition),
            Some(Definition::Index(Index { valid: true, .. }))
        )
    };
    let parent = id.relation_qname();
    attached_to(to, id).into_iter().any(|(part, _)| {
        if from.parent(&part.relation_qname()) != Some(&parent) {
            return false;
        }
        match from.get(part).and_then(attached) {
            Some(it) if it.to == id.name => {
                !is_valid(from, part) && is_valid(to, part) && is_completed(from, to, part)
            }
            _ => true,
        }
    })
}

fn attaches(step: &Change) -> bool {
    matches!(step, Change::Alter { alteration, .. }
        if matches!(**alteration, Alteration::Attach { .. }))
}
