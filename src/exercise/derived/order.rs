//! Which tables a tenant's rows are in, and in which order they are made.

use crate::catalog::{Catalog, Definition, Kind, Name, ObjectId, QName};
use crate::exercise::fill::keys;
use crate::trial::Tenants;
use std::collections::BTreeSet;

/// The tables that lead to the tenants' by foreign keys, each after those that it needs.
pub(super) fn owned(catalog: &Catalog, tenants: &Tenants) -> Vec<QName> {
    let root = &tenants.table;
    let tables: Vec<QName> = catalog
        .of_kind(Kind::Table)
        .filter(|(_, object)| match &object.definition {
            Definition::Table(it) => it.foreign.is_none() && it.partition_of.is_none(),
            _ => false,
        })
        .map(|(id, _)| id.qname())
        .collect();
    // Those that are stated and lead there by deferred keys alone are tied by what is stated.
    let is_apart =
        |table: &&QName| *table != root && !leads(catalog, table, root, &mut BTreeSet::new());
    let mut order = vec![root.clone()];
    order.extend(tenants.rows.keys().filter(is_apart).cloned());
    loop {
        let next = tables.iter().find(|table| {
            !order.contains(table)
                && keys(catalog, table).iter().any(|key| order.contains(key.references) && !key.deferred)
                // Those that it cannot do without come first.
                && keys(catalog, table).iter().all(|key| {
                    key.deferred
                        || key.references == *table
                        || order.contains(key.references)
                        || !leads(catalog, key.references, root, &mut BTreeSet::new())
                        || key.columns.iter().all(|name| is_nullable(catalog, table, name))
                })
        });
        match next {
            Some(table) => order.push(table.clone()),
            None => return order,
        }
    }
}

fn leads(catalog: &Catalog, table: &QName, root: &QName, seen: &mut BTreeSet<QName>) -> bool {
    table == root
        || seen.insert(table.clone())
            && keys(catalog, table)
                .iter()
                .any(|key| !key.deferred && leads(catalog, key.references, root, seen))
}

pub(super) fn is_nullable(catalog: &Catalog, table: &QName, name: &Name) -> bool {
    let id = ObjectId::of_relation(Kind::Column, table, name.clone());
    catalog.column(&id).is_none_or(|it| it.null)
}
