//! Indexes of partitioned tables.
//!
//! PostgreSQL builds none CONCURRENTLY. What it takes is an index of the parent alone, which counts for nothing yet, one of
//! each partition, built CONCURRENTLY, and these taken in one by one: with the last one the parent's is complete.
//!
//! Source: PostgreSQL's documentation of CREATE INDEX, CONCURRENTLY on partitioned tables.

use super::constraint::alter;
use super::{Alteration, Catalog, Change, Definition, ObjectId, QName};
use crate::catalog::{Index, Object};
use crate::plan::partition::{attached_to, partitions};
use std::collections::BTreeSet;

/// An index of a partitioned table in steps.
#[derive(Default)]
pub(super) struct Tree {
    /// Of the tables that are partitioned themselves, each alone.
    pub(super) now: Vec<Change>,
    /// Of the others.
    pub(super) built: Vec<Change>,
    /// Each is taken in by the one above it.
    pub(super) attached: Vec<Change>,
}

/// The steps; `None` where a partition is new, has no such index, or needs something else done to it.
pub(super) fn steps(
    id: &ObjectId,
    object: &Object,
    [from, to]: [&Catalog; 2],
    steps: &[Change],
    moved: &BTreeSet<QName>,
) -> Option<Tree> {
    let table = id.relation_qname();
    let Definition::Index(Index { valid: true, attached: None, .. }) = &object.definition else {
        return None;
    };
    let is_partitioned = from.is_partitioned(&table) && to.is_partitioned(&table);
    if !is_partitioned || from.parent(&table) != to.parent(&table) {
        return None;
    }
    let mut tree = Tree::default();
    tree.now.push(created(id, object, true));
    below(id, [from, to], (steps, moved), &mut tree).then_some(tree)
}

fn below(
    id: &ObjectId,
    [from, to]: [&Catalog; 2],
    (steps, moved): (&[Change], &BTreeSet<QName>),
    tree: &mut Tree,
) -> bool {
    let table = id.relation_qname();
    let parts = attached_to(to, id);
    let is_below =
        |catalog: &Catalog| partitions(catalog).filter(|it| it.1.parent == table).count();
    // Each partition of before has one, and there are no others.
    if parts.len() != is_below(to) || parts.len() != is_below(from) {
        return false;
    }
    let is_touched = |part: &ObjectId| {
        let of = |step: &Change| match step {
            Change::Rename { from, to } => from == part || to == part,
            step => step.id() == part,
        };
        steps.iter().any(of)
    };
    parts.into_iter().all(|(part, object)| {
        let table = part.relation_qname();
        let is_plain = from.table(&table).is_some_and(|it| it.foreign.is_none());
        let stays = from.parent(&table) == to.parent(&table);
        if !is_plain
            || !stays
            || is_touched(part)
            || moved.contains(&table)
            || from.is_partitioned(&table) != to.is_partitioned(&table)
        {
            return false;
        }
        // One that is there already is taken in as it is.
        if from.get(part).is_none() {
            match to.is_partitioned(&table) {
                true => tree.now.push(created(part, object, true)),
                false => tree.built.push(created(part, object, false)),
            }
            if to.is_partitioned(&table) && !below(part, [from, to], (steps, moved), tree) {
                return false;
            }
        }
        tree.attached.push(alter(part, Alteration::IndexAttach(id.qname())));
        true
    })
}

/// What creates it by itself; `only` without those of the partitions.
fn created(id: &ObjectId, object: &Object, only: bool) -> Change {
    let mut object = object.clone();
    if let Definition::Index(index) = &mut object.definition {
        (index.valid, index.attached) = (!only, None);
    }
    let (parts, not_null) = (Vec::new(), Vec::new());
    Change::Create { id: id.clone(), object: Box::new(object), parts, not_null }
}
