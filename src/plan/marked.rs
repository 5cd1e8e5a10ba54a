//! Indexes that a table is marked with: CLUSTER ON and REPLICA IDENTITY USING INDEX. They are set at the end, when every
//! index is there.

use super::{Alteration, Change, partition};
use crate::catalog::{Catalog, Kind, Name, ObjectId, ReplicaIdentity, Table};
use std::collections::BTreeSet;

/// What is still to be set after these steps.
pub(crate) fn marks(from: &Catalog, to: &Catalog, steps: &[Change]) -> Vec<Change> {
    let mut marks = Vec::new();
    let is_marked = |table: &Table| {
        table.cluster_on.is_some() || table.replica_identity != ReplicaIdentity::Default
    };
    let tables =
        || to.of_kind(Kind::Table).filter_map(|(id, _)| Some((id, partition::table(to, id)?)));
    let any = |catalog: &Catalog| {
        catalog
            .of_kind(Kind::Table)
            .any(|(id, _)| partition::table(catalog, id).is_some_and(is_marked))
    };
    if !any(from) && !any(to) {
        return marks;
    }
    // What is made again has lost its mark.
    let made: BTreeSet<&ObjectId> = steps
        .iter()
        .flat_map(|step| match step {
            Change::Create { id, parts, .. } => {
                std::iter::once(id).chain(parts.iter().map(|(id, _)| id)).collect()
            }
            _ => Vec::new(),
        })
        .collect();
    let usual = Table::default();
    for (id, table) in tables() {
        let old = partition::table(from, id).filter(|_| !made.contains(id)).unwrap_or(&usual);
        let is_made = |name: &Name| {
            [Kind::Index, Kind::Constraint]
                .into_iter()
                .any(|kind| made.contains(&ObjectId::of_relation(kind, &id.qname(), name.clone())))
        };
        let mut set = |alteration| {
            marks.push(Change::Alter { id: id.clone(), alteration: Box::new(alteration) });
        };
        let again = table.cluster_on.as_ref().is_some_and(is_made);
        if old.cluster_on != table.cluster_on || again {
            set(Alteration::ClusterOn(table.cluster_on.clone()));
        }
        let again = match &table.replica_identity {
            ReplicaIdentity::Index(name) => is_made(name),
            _ => false,
        };
        if old.replica_identity != table.replica_identity || again {
            set(Alteration::ReplicaIdentity(table.replica_identity.clone()));
        }
    }
    marks
}
