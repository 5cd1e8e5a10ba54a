//! A column that goes from a table stays in the heirs that state it too. PostgreSQL 18 leaves them the NOT NULL that they
//! have from it as one that is inherited from nobody, which cannot be taken away any more. So it goes from the parent
//! first, and with it from the heirs that do not state it.

use super::{by_depth, is_remade};
use crate::catalog::{Catalog, Constraint, ConstraintBody, Definition, Kind, ObjectId, QName};
use crate::plan::{Alteration, Change};
use std::collections::BTreeSet;

/// Takes such NOT NULL out of the catalog; gives the steps.
pub(super) fn taken_away(from: &mut Catalog, to: &Catalog) -> Vec<Change> {
    let mut steps = Vec::new();
    if from.major < 18 {
        return steps;
    }
    let heirs: Vec<ObjectId> = by_depth(from).into_iter().map(|(id, _)| id.clone()).collect();
    for first in going(from, to, &heirs) {
        let mut gone = BTreeSet::from([first.clone()]);
        let mut stays = false;
        for heir in &heirs {
            let id = ObjectId::of_relation(Kind::Column, &heir.qname(), first.name.clone());
            let Some(column) = from.column(&id) else { continue };
            let of = |parent| ObjectId::of_relation(Kind::Column, parent, id.name.clone());
            let mut above = from.inherited_not_null(&id).map(|(parent, _)| of(parent)).peekable();
            // What it has from another one as well stays with that.
            if above.peek().is_some() && above.all(|it| gone.contains(&it)) {
                stays |= to.get(&id).is_some();
                if !column.own_not_null.0 {
                    gone.insert(id.clone());
                }
            }
        }
        if !stays || gone.iter().any(|id| is_in_key(from, id)) {
            continue;
        }
        for id in gone {
            if let Some(Definition::Column(column)) =
                from.objects.get_mut(&id).map(|object| &mut object.definition)
            {
                (column.null, column.not_null) = (true, None);
            }
        }
        let alteration = Box::new(Alteration::ColumnNull(true));
        steps.push(Change::Alter { id: first, alteration });
    }
    steps
}

/// Whether an heir must leave those that it has its columns from, since one of these goes from them that it has from nobody
/// else and keeps: it would go with theirs, and the values with it.
pub(super) fn goes_apart(from: &Catalog, to: &Catalog, table: &QName) -> bool {
    let is_in = |catalog: &Catalog, parent: &QName, id: &ObjectId| {
        catalog.get(&ObjectId::of_relation(Kind::Column, parent, id.name.clone())).is_some()
    };
    from.of_relation(Kind::Column, table).any(|(id, object)| {
        let is_own = matches!(&object.definition, Definition::Column(it) if it.also_own.0);
        !is_own
            && to.get(id).is_some()
            && from.parents(table).any(|parent| is_in(from, parent, id))
            && !to.parents(table).any(|parent| is_in(to, parent, id))
    })
}

/// The columns of parents that go, and are NOT NULL by themselves.
fn going(from: &Catalog, to: &Catalog, heirs: &[ObjectId]) -> Vec<ObjectId> {
    let parents: BTreeSet<&QName> = heirs.iter().flat_map(|it| from.parents(&it.qname())).collect();
    let stays = |parent: &&QName| {
        let table = ObjectId::in_schema(Kind::Table, parent);
        to.get(&table).is_some() && !is_remade(from, to, &table)
    };
    let parents = parents.into_iter().filter(stays);
    let columns = parents.flat_map(|parent| from.of_relation(Kind::Column, parent));
    let going = columns.map(|(id, _)| id).filter(|id| {
        to.get(id).is_none()
            && from.not_null(id).is_some_and(|it| !it.no_inherit)
            && from.inherited_not_null(id).next().is_none()
    });
    going.cloned().collect()
}

/// Whether a primary key demands it anyway.
fn is_in_key(catalog: &Catalog, id: &ObjectId) -> bool {
    catalog.of_relation(Kind::Constraint, &id.relation_qname()).any(|(_, object)| {
        matches!(
            &object.definition,
            Definition::Constraint(Constraint { body: ConstraintBody::PrimaryKey { columns, .. }, .. })
                if columns.contains(&id.name)
        )
    })
}
