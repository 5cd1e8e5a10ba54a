//! The foreign keys of a table.

use super::{Catalog, ConstraintBody, Definition, Kind, Name, QName};

/// A foreign key of a table.
pub(crate) struct Key<'c> {
    pub(crate) columns: &'c [Name],
    pub(crate) references: &'c QName,
    pub(crate) referenced: &'c [Name],
    /// What it refers to may come later.
    pub(crate) deferred: bool,
}

/// The foreign keys of a table.
pub(crate) fn keys<'c>(catalog: &'c Catalog, table: &QName) -> Vec<Key<'c>> {
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
