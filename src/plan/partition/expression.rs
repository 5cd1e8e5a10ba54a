//! Generated columns whose expression is not that of the table which a table has them from: of partitions and heirs from
//! PostgreSQL 16 on, before of heirs of which no parent generates the column.

use crate::catalog::{Catalog, Generated, Kind, ObjectId, QName};

/// Whether a table generates a column otherwise than one that it has it from.
pub(super) fn has_own(catalog: &Catalog, table: &QName) -> bool {
    catalog.of_relation(Kind::Column, table).any(|(id, _)| is_own(catalog, table, id))
}

/// Whether a table must leave those that it has its columns from, since such an expression changes, or that of the parent
/// does: a column that is inherited is neither dropped nor made one that is not generated, and a table changes those of its
/// children with its own.
pub(super) fn goes_apart(from: &Catalog, to: &Catalog, table: &QName) -> bool {
    from.of_relation(Kind::Column, table).any(|(id, _)| {
        if to.get(id).is_none() || (!is_own(from, table, id) && !is_own(to, table, id)) {
            return false;
        }
        let mut tables: Vec<QName> = from.parents(table).cloned().collect();
        tables.push(table.clone());
        tables.iter().any(|table| {
            let id = ObjectId::of_relation(Kind::Column, table, id.name.clone());
            expression(from, &id) != expression(to, &id)
        })
    })
}

fn is_own(catalog: &Catalog, table: &QName, id: &ObjectId) -> bool {
    let own = expression(catalog, id);
    own.is_some()
        && catalog.parents(table).any(|parent| {
            let of_parent = ObjectId::of_relation(Kind::Column, parent, id.name.clone());
            catalog.get(&of_parent).is_some() && expression(catalog, &of_parent) != own
        })
}

fn expression<'a>(catalog: &'a Catalog, id: &ObjectId) -> Option<&'a Generated> {
    catalog.column(id)?.generated.as_ref()
}
