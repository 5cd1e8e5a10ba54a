//! The way back of columns that have taken the places of others: they get the names again that they had beside these, which
//! come back in their places with the values of the rows that are there. What stood on them goes before; the rest is planned
//! from what this leads to.

use super::retype::named;
use super::{Alteration, Catalog, Change, Definition, Kind, Name, ObjectId, Plan, QName, alter};
use crate::catalog::{ConstraintBody, Object};
use crate::plan::casts::through;
use crate::plan::privileges::made;
use crate::plan::{Returned, is_beside, new_name};
use std::collections::{BTreeMap, BTreeSet};

/// The first steps from where filled columns are in their places to where they stand beside others; none where there are no
/// such columns.
///
/// # Errors
/// A column that is beside another one in `to` alone, of which it is not known whose place it takes.
pub fn back(from: &Catalog, to: &Catalog) -> Result<Plan, ObjectId> {
    let mut tables: BTreeMap<QName, Vec<Returned>> = BTreeMap::new();
    let beside = to.of_kind(Kind::Column).map(|(id, _)| id);
    for id in beside.filter(|id| is_beside(&id.name) && from.get(id).is_none()) {
        let column = returned(from, to, id).ok_or_else(|| id.clone())?;
        tables.entry(id.relation_qname()).or_default().push(column);
    }
    let mut steps = Vec::new();
    for (table, columns) in &tables {
        steps.extend(gone(from, table, columns));
    }
    for id in enums(from, to) {
        let Some(object) = to.get(&id) else { continue };
        steps.push(Change::Rename { from: id.clone(), to: beside_type(&id) });
        let object = Box::new(made(to, &id, &object.definition));
        steps.push(Change::Create { id, object, parts: Vec::new(), not_null: Vec::new() });
    }
    for (table, columns) in tables {
        let id = ObjectId::in_schema(Kind::Table, &table);
        steps.push(alter(&id, Alteration::BesideReturn(columns)));
    }
    Ok(Plan { steps })
}

/// What comes back in the place of the column that is called so in `to`.
fn returned(from: &Catalog, to: &Catalog, beside: &ObjectId) -> Option<Returned> {
    let mut columns = from.columns(&beside.relation_qname()).into_iter();
    let (id, _, new) = columns.find(|(id, _, it)| named(&id.name, it).new == beside.name)?;
    let old = to.column(id)?;
    let renewed = old.data_type == new.data_type;
    Some(Returned {
        column: id.name.clone(),
        beside: beside.name.clone(),
        data_type: old.data_type.clone(),
        collation: old.collation.clone(),
        through: match renewed {
            true => Some("text"),
            false => through(from, &new.data_type, to, &old.data_type),
        },
        renewed,
        null: old.null,
        beside_null: new.null,
        identity: old.identity.clone(),
    })
}

/// The enums that have taken the places of others in the same step.
fn enums(from: &Catalog, to: &Catalog) -> BTreeSet<ObjectId> {
    let both = to.of_kind(Kind::Enum).map(|(id, _)| id).filter(|id| from.get(id).is_some());
    let is_again = |id: &&ObjectId| {
        let beside = beside_type(id);
        from.get(&beside).is_none() && to.get(&beside).is_some()
    };
    both.filter(is_again).cloned().collect()
}

fn beside_type(id: &ObjectId) -> ObjectId {
    ObjectId { name: new_name(&id.name), ..id.clone() }
}

/// The indexes and constraints that stand on the columns go, foreign keys before the keys that they may refer to.
fn gone(from: &Catalog, table: &QName, columns: &[Returned]) -> Vec<Change> {
    let names: BTreeSet<&Name> = columns.iter().map(|it| &it.column).collect();
    let is_one = |id: &ObjectId| {
        id.kind == Kind::Column && id.relation_qname() == *table && names.contains(&id.name)
    };
    let of = |kind| from.of_relation(kind, table);
    let stands_on = |it: &Object| it.depends_on.iter().any(is_one);
    let these = of(Kind::Constraint).chain(of(Kind::Index)).filter(|(_, it)| stands_on(it));
    let mut these: Vec<(&ObjectId, &Object)> = these.collect();
    let is_foreign_key = |it: &Object| match &it.definition {
        Definition::Constraint(it) => matches!(it.body, ConstraintBody::ForeignKey { .. }),
        _ => false,
    };
    these.sort_by_key(|(_, it)| !is_foreign_key(it));
    let drop = |(id, object): (&ObjectId, &Object)| Change::Drop {
        id: id.clone(),
        definition: Box::new(object.definition.clone()),
        along: Vec::new(),
    };
    these.into_iter().map(drop).collect()
}
