//! Foreign keys of which columns change their types on both sides.
//!
//! PostgreSQL makes a foreign key again with each column that changes its type, and refuses where it finds no operator
//! that compares the new type of one side with the old type of the other. It is taken down and put back, which also looks
//! through the rows once and not twice.

use super::{Alteration, Fate};
use crate::catalog::{
    Catalog, Constraint, ConstraintBody, Definition, Kind, Name, ObjectId, QName,
};
use std::collections::BTreeMap;

/// Whether this is such a foreign key, as far as the fates are known.
pub(crate) fn is_torn(
    from: &Catalog,
    fates: &BTreeMap<&ObjectId, Fate>,
    constraint: &ObjectId,
) -> bool {
    let Some(Definition::Constraint(Constraint {
        body: ConstraintBody::ForeignKey { columns, references, referenced_columns, .. },
        ..
    })) = from.get(constraint).map(|object| &object.definition)
    else {
        return false;
    };
    let changes = |table: &QName, columns: &[Name]| {
        columns.iter().any(|name| {
            let column = ObjectId::of_relation(Kind::Column, table, name.clone());
            fates.get(&column).is_some_and(changes_type)
        })
    };
    changes(&constraint.relation_qname(), columns) && changes(references, referenced_columns)
}

fn changes_type(fate: &Fate) -> bool {
    match fate {
        Fate::Alter(all) => all.iter().any(|it| matches!(it, Alteration::ColumnType { .. })),
        _ => false,
    }
}
