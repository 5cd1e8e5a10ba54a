//! Foreign keys that are taken down and put back since both sides change.
//!
//! PostgreSQL makes a foreign key again with each column that changes its type, and refuses where it finds no operator
//! that compares the new type of one side with the old type of the other. To put it back looks through the rows once and
//! not twice. And no table that is logged refers to one that is not: of two that refer to each other none could be first.

use super::{Alteration, Fate};
use crate::catalog::{
    Catalog, Constraint, ConstraintBody, Definition, Kind, Name, ObjectId, QName,
};
use std::collections::{BTreeMap, BTreeSet};

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

/// Foreign keys between tables that all become logged, or all stop being so.
pub(crate) fn between_changing<'a>(
    from: &Catalog,
    to: &'a Catalog,
    fates: &mut BTreeMap<&'a ObjectId, Fate>,
) {
    let changing: BTreeSet<QName> = fates
        .iter()
        .filter(|(id, fate)| id.kind == Kind::Table && changes_persistence(fate))
        .map(|(id, _)| id.qname())
        .collect();
    if changing.len() < 2 {
        return;
    }
    for (id, object) in from.of_kind(Kind::Constraint) {
        let Definition::Constraint(Constraint {
            body: ConstraintBody::ForeignKey { references, .. },
            ..
        }) = &object.definition
        else {
            continue;
        };
        let table = id.relation_qname();
        let both = *references != table && changing.contains(references);
        if both
            && changing.contains(&table)
            && let Some((id, _)) = to.objects.get_key_value(id)
        {
            fates.insert(id, Fate::Replace);
        }
    }
}

fn changes_persistence(fate: &Fate) -> bool {
    match fate {
        Fate::Alter(all) => all.iter().any(|it| matches!(it, Alteration::Persistence(_))),
        _ => false,
    }
}

fn changes_type(fate: &Fate) -> bool {
    match fate {
        Fate::Alter(all) => all.iter().any(|it| matches!(it, Alteration::ColumnType { .. })),
        _ => false,
    }
}
