//! NOT NULL that is not validated in a parent and its children (PostgreSQL 18). A child that is made has no rows, so that
//! what it copies is validated: where all of them are made, the parent gets its NOT NULL when the children are there.

use super::not_null::states_not_null;
use super::{by_depth, depth};
use crate::catalog::{AlsoOwn, Catalog, Definition, Kind, NotNull, ObjectId, QName};
use crate::plan::{Alteration, Change};
use std::collections::BTreeSet;

/// The columns whose NOT NULL comes at the end.
pub(super) fn later(from: &Catalog, to: &Catalog) -> BTreeSet<ObjectId> {
    let mut later = BTreeSet::new();
    if from.major.max(to.major) < 18 {
        return later;
    }
    let tables = by_depth(to);
    for (table, _) in tables.iter().filter(|(table, _)| from.get(table).is_none()) {
        for (id, _) in to.of_relation(Kind::Column, &table.qname()) {
            let mut way = Vec::new();
            if is_unvalidated(to, id) && are_made(from, to, id, &mut way) && way.len() > 1 {
                later.extend(way);
            }
        }
    }
    // Those below that are validated get theirs from the parent as well.
    for (table, _) in tables {
        for (id, _, column) in to.columns(&table.qname()) {
            let is_below = to.inherited_not_null(id).any(|(parent, _)| {
                later.contains(&ObjectId::of_relation(Kind::Column, parent, id.name.clone()))
            });
            let is_own = states_not_null(to, id, column);
            if is_below && from.get(table).is_none() && !is_own {
                later.insert(id.clone());
            }
        }
    }
    later
}

/// Whether the tables are all made that a column has its NOT NULL from, and not validated in any; `way`: these columns.
fn are_made(from: &Catalog, to: &Catalog, id: &ObjectId, way: &mut Vec<ObjectId>) -> bool {
    way.push(id.clone());
    is_unvalidated(to, id)
        && from.get(&ObjectId::in_schema(Kind::Table, &id.relation_qname())).is_none()
        && to.inherited_not_null(id).all(|(parent, _)| {
            are_made(from, to, &ObjectId::of_relation(Kind::Column, parent, id.name.clone()), way)
        })
}

fn is_unvalidated(to: &Catalog, id: &ObjectId) -> bool {
    to.not_null(id).is_some_and(|it| !it.validated)
}

/// Takes them out.
pub(super) fn loosen(catalog: &mut Catalog, later: &BTreeSet<ObjectId>) {
    for id in later {
        if let Some(Definition::Column(column)) =
            catalog.objects.get_mut(id).map(|object| &mut object.definition)
        {
            (column.null, column.not_null) = (true, None);
            column.own_not_null = AlsoOwn::default();
        }
    }
}

/// The steps that give them: children first where they state it themselves, then their parents, which give it the others.
pub(super) fn steps(to: &Catalog, later: &BTreeSet<ObjectId>) -> Vec<Change> {
    let depth = |id: &&ObjectId| usize::MAX - depth(to, &id.relation_qname());
    let mut columns: Vec<&ObjectId> = later.iter().collect();
    columns.sort_by_key(depth);
    let alter = |id: &ObjectId, alteration| {
        let (id, alteration) = (id.clone(), Box::new(alteration));
        Change::Alter { id, alteration }
    };
    let mut steps = Vec::new();
    let mut after = Vec::new();
    for id in columns {
        let Some(it) = to.column(id) else { continue };
        let Some(own) = it.whole_not_null() else { continue };
        let is_root = to.inherited_not_null(id).next().is_none();
        if is_root || (!own.validated && states_not_null(to, id, it)) {
            let not_null = NotNull { comment: None, ..own.clone() };
            steps.push(alter(id, Alteration::ColumnNotNull(not_null)));
        } else if own.validated {
            after.push(alter(id, Alteration::NotNullValidate(own.name.clone())));
        }
        if own.comment.is_some() {
            let (name, comment) = (own.name.clone(), own.comment.clone());
            after.push(alter(id, Alteration::NotNullComment { name, comment }));
        }
    }
    steps.extend(after);
    steps
}

/// Whether a NOT NULL of a table is not validated where one that is made as a copy would be.
pub(super) fn is_other(to: &Catalog, table: &QName, later: &BTreeSet<ObjectId>) -> bool {
    to.of_relation(Kind::Column, table).any(|(id, _)| {
        is_unvalidated(to, id) && !later.contains(id) && to.inherited_not_null(id).next().is_some()
    })
}
