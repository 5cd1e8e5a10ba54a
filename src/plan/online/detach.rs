//! Partitions that leave their parent.
//!
//! CONCURRENTLY PostgreSQL leaves the partition with a check that says what its bound said, unless others say so already. It
//! has no part in what is declared, and goes afterwards.
//!
//! Source: PostgreSQL's documentation of ALTER TABLE, DETACH PARTITION; `DetachAddConstraintIfNeeded` in tablecmds.c.

use super::constraint::alter;
use super::{Alteration, Catalog, Change, Kind, Name, ObjectId, QName};
use crate::catalog::{PartitionStrategy, generated};
use crate::plan::partition::partitions;

/// The step that takes the check away; `None` where PostgreSQL detaches none CONCURRENTLY, where something else is done to
/// either table, or where the name of the check cannot be told.
pub(super) fn forget(
    id: &ObjectId,
    parent: &QName,
    [from, to]: [&Catalog; 2],
    steps: &[Change],
) -> Option<Change> {
    let (table, whole) = (id.qname(), from.table(parent)?);
    let key = whole.partition_by.as_ref()?;
    let [column] = key.columns.as_slice() else { return None };
    let is_plain = from.columns(parent).iter().any(|it| *it.0.name == **column);
    let stays = to.table(&table).is_some_and(|it| it.partition_of.is_none())
        && to.is_partitioned(parent)
        && !from.is_partitioned(&table)
        && from.parents(&table).count() == 1;
    // A default partition would have to be searched for the rows of others.
    let has_default = partitions(from).any(|(_, of)| of.parent == *parent && of.bound == "DEFAULT");
    let is_range = matches!(key.strategy, PartitionStrategy::Range | PartitionStrategy::List);
    if !stays || !is_plain || !is_range || has_default {
        return None;
    }
    let concerns = |step: &Change| {
        let id = step.id();
        let relation = if id.relation.is_some() { id.relation_qname() } else { id.qname() };
        let is_detach = matches!(step, Change::Alter { alteration, .. }
            if matches!(**alteration, Alteration::Detach { .. }));
        relation == *parent || relation == table && !is_detach
    };
    let check = generated(&table.name, Some(column), "check");
    if steps.iter().any(concerns) || is_taken(&check, &table, from) || is_taken(&check, &table, to)
    {
        return None;
    }
    Some(alter(id, Alteration::DetachForget(check)))
}

/// Whether a constraint of the schema has the name: PostgreSQL would choose another one.
fn is_taken(name: &Name, table: &QName, catalog: &Catalog) -> bool {
    let has =
        |(it, _): (&ObjectId, _)| it.name == *name && it.relation_qname().schema == table.schema;
    catalog.of_kind(Kind::Constraint).any(has)
}
