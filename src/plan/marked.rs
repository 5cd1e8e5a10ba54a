//! What is set for a table at the end: the indexes that it is marked with (CLUSTER ON and REPLICA IDENTITY USING INDEX),
//! when every index is there, and how its long values are stored, when the columns that have such are.

use super::alter::{options, table::is_of_toast};
use super::{Alteration, Change};
use crate::catalog::{
    Catalog, Column, Definition, Kind, Name, ObjectId, Options, ReplicaIdentity, Storage, Table,
};
use std::collections::BTreeSet;

/// What is still to be set after these steps.
pub(crate) fn marks(from: &Catalog, to: &Catalog, steps: &[Change]) -> Vec<Change> {
    let mut marks = Vec::new();
    let is_marked = |(_, it): (&ObjectId, Marks<'_>)| it != Marks::default();
    if !marked(from).any(is_marked) && !marked(to).any(is_marked) {
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
    for (id, table) in marked(to) {
        let old = from.get(id).filter(|_| !made.contains(id)).and_then(|it| of(&it.definition));
        let old = old.unwrap_or_default();
        let is_made = |name: &Name| {
            [Kind::Index, Kind::Constraint].into_iter().any(|kind| {
                // That of a partition is made with that of the parent.
                let own = ObjectId::of_relation(kind, &id.qname(), name.clone());
                let mut wholes =
                    std::iter::successors(Some(own), |it| super::partition::whole(to, it));
                wholes.any(|it| made.contains(&it))
            })
        };
        let mut set = |alteration| {
            marks.push(Change::Alter { id: id.clone(), alteration: Box::new(alteration) });
        };
        let forgotten = is_forgotten(from, to, id, steps);
        let mut known = old.toast.clone();
        // What stays is said again, what goes is taken back all the same: the table may be there still.
        known.retain(|name, _| !forgotten || !table.toast.contains_key(name));
        // What is made again was made with them.
        if !made.contains(id)
            && let Some(options) = options(&known, &table.toast)
        {
            set(options);
        }
        let again = table.cluster_on.is_some_and(is_made);
        if old.cluster_on != table.cluster_on || again {
            set(Alteration::ClusterOn(table.cluster_on.cloned()));
        }
        let again = match table.replica_identity {
            Some(ReplicaIdentity::Index(name)) => is_made(name),
            _ => false,
        };
        if old.replica_identity != table.replica_identity || again {
            let identity = table.replica_identity.cloned().unwrap_or_default();
            set(Alteration::ReplicaIdentity(identity));
        }
    }
    marks
}

/// Whether there may be no column with long values for a while: PostgreSQL then drops the table that keeps them.
fn is_forgotten(from: &Catalog, to: &Catalog, id: &ObjectId, steps: &[Change]) -> bool {
    let is_retyped = |step: &Change| match step {
        Change::Alter { id: column, alteration } => {
            matches!(**alteration, Alteration::ColumnType { .. })
                && column.relation_qname() == id.qname()
        }
        _ => false,
    };
    let stays = |column: &ObjectId| match (from.column(column), to.column(column)) {
        (Some(old), Some(new)) => old.data_type == new.data_type && is_long(old) && is_long(new),
        _ => false,
    };
    steps.iter().any(is_retyped)
        && !from.of_relation(Kind::Column, &id.qname()).any(|(column, _)| stays(column))
}

/// Whether a column has a table for its long values. Of other types that have, all is said once more, which changes nothing.
fn is_long(column: &Column) -> bool {
    matches!(&*column.data_type, "text" | "json" | "jsonb" | "bytea" | "xml")
        && column.storage != Some(Storage::Plain)
        && column.generated.as_ref().is_none_or(|it| it.stored)
}

/// What a table or a materialized view is marked with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Marks<'a> {
    cluster_on: Option<&'a Name>,
    /// Where it is not the primary key.
    replica_identity: Option<&'a ReplicaIdentity>,
    /// Parameters of the table that keeps the long values.
    toast: Options,
}

fn marked(catalog: &Catalog) -> impl Iterator<Item = (&ObjectId, Marks<'_>)> {
    let tables = catalog.of_kind(Kind::Table).chain(catalog.of_kind(Kind::MaterializedView));
    tables.filter_map(|(id, object)| Some((id, of(&object.definition)?)))
}

fn of(definition: &Definition) -> Option<Marks<'_>> {
    match definition {
        Definition::Table(table) => {
            let identity = &table.replica_identity;
            Some(Marks {
                cluster_on: table.cluster_on.as_ref(),
                replica_identity: Some(identity).filter(|it| **it != ReplicaIdentity::Default),
                toast: of_toast(table),
            })
        }
        Definition::MaterializedView(view) => {
            Some(Marks { cluster_on: view.cluster_on.as_ref(), ..Marks::default() })
        }
        _ => None,
    }
}

fn of_toast(table: &Table) -> Options {
    let toast = table.options.iter().filter(|(name, _)| is_of_toast(name));
    toast.map(|(name, value)| (name.clone(), value.clone())).collect()
}
