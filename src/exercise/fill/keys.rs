//! The foreign keys of a table.

use crate::catalog::{Catalog, ConstraintBody, Definition, Kind, Name, QName};

/// A foreign key of a table.
pub(in crate::exercise) struct Key<'c> {
    pub(in crate::exercise) columns: &'c [Name],
    pub(in crate::exercise) references: &'c QName,
    pub(in crate::exercise) referenced: &'c [Name],
    /// What it refers to may come later.
    pub(in crate::exercise) deferred: bool,
}

/// The foreign keys of a table.
pub(in crate::exercise) fn keys<'c>(catalog: &'c Catalog, table: &QName) -> Vec<Key<'c>> {
    let constraints = catalog.of_relation(Kind::Constraint, table);
    let keys = constraints.filter_map(|(_, object)| {
        let Definition::Constraint(it) = &object.definition else { return None };
        let ConstraintBody::ForeignKey { columns, references, referenced_columns, .. } = &it.body
        else {
            return None;
        };
        let deferred = it.initially_deferred;
        Some(Key { columns, references, referenced: referenced_columns, deferred })
    });
    keys.collect()
}
