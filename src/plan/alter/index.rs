//! Indexes.

use super::{Outcome, attachment, options, partition, tablespace};
use crate::catalog::{Catalog, Index, Kind, ObjectId};
use crate::plan::Alteration;
use std::collections::BTreeSet;

/// Only storage parameters and the tablespace change in place, and parameters of a partitioned table's index not even these.
/// One that not all partitions have is completed by the parts that are attached to it; an index whose build failed is built
/// again.
pub(super) fn alter(
    from: &Catalog,
    to: &Catalog,
    id: &ObjectId,
    old: &Index,
    new: &Index,
) -> Outcome {
    let is_completed = !old.valid && new.valid && partition::is_completed(from, to, id);
    let same = Index {
        valid: new.valid && !is_completed,
        options: old.options.clone(),
        tablespace: old.tablespace.clone(),
        attached: old.attached.clone(),
        statistics: old.statistics.clone(),
        ..new.clone()
    } == *old;
    let table = ObjectId::in_schema(Kind::Table, &id.relation_qname());
    let partitioned = partition::table(to, &table).is_some_and(|it| it.partition_by.is_some());
    if !same || (partitioned && old.options != new.options) {
        return Outcome::Replace;
    }
    let attachment = attachment(from, to, id, old.attached.as_ref(), new.attached.as_ref());
    let mut alterations: Vec<_> = options(&old.options, &new.options).into_iter().collect();
    alterations.extend(tablespace(&old.tablespace, &new.tablespace));
    let places: BTreeSet<&u16> = old.statistics.keys().chain(new.statistics.keys()).collect();
    for place in places {
        let (before, target) = (old.statistics.get(place), new.statistics.get(place).copied());
        if before.copied() != target {
            alterations.push(Alteration::IndexStatistics { place: *place, target });
        }
    }
    match attachment {
        Outcome::Replace => return Outcome::Replace,
        Outcome::Same => {}
        Outcome::Alter(attach) => alterations.extend(attach),
    }
    alterations.into()
}
