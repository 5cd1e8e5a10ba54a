//! Columns that an heir has from several tables which have nothing above them in common. PostgreSQL changes the type of a
//! column only together with all that is below, and nothing that is below others too.

use crate::catalog::{Catalog, Kind, ObjectId, QName};
use crate::plan::again::is_retyped;
use std::collections::BTreeSet;

/// Whether a table must leave those that it has its columns from, since one of these changes its type. `to` is how the
/// tables inherit at that time.
pub(super) fn goes_apart(from: &Catalog, to: &Catalog, table: &QName) -> bool {
    to.parents(table).nth(1).is_some()
        && to
            .of_relation(Kind::Column, table)
            .any(|(id, _)| is_retyped(from, to, id) && roots(to, id).len() > 1)
}

/// The columns at the top that this one is inherited from.
fn roots(catalog: &Catalog, column: &ObjectId) -> BTreeSet<ObjectId> {
    let table = column.relation_qname();
    let above = catalog
        .parents(&table)
        .map(|parent| ObjectId::of_relation(Kind::Column, parent, column.name.clone()));
    let above: Vec<ObjectId> = above.filter(|it| catalog.get(it).is_some()).collect();
    match above.is_empty() {
        true => BTreeSet::from([column.clone()]),
        false => above.iter().flat_map(|it| roots(catalog, it)).collect(),
    }
}
