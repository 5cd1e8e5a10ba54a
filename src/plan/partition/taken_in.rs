//! Indexes, keys and foreign keys of partitions that are part of none of their table, and like one of it.
//!
//! Where a partitioned table gets an index, a key or a foreign key, PostgreSQL takes a like one of a partition as part of it
//! and makes none. One that shall stay by itself is there only after it.

use super::{attached, is_index};
use crate::catalog::{
    Catalog, Constraint, ConstraintBody, Definition, Index, IndexElement, Kind, Name, Object,
    ObjectId, QName,
};
use crate::plan::{Change, Fate};
use std::collections::BTreeMap;

/// Has made again what a new one of the table above would take in; says whether there was any.
pub(crate) fn make_way<'a>(
    from: &Catalog,
    to: &'a Catalog,
    fates: &mut BTreeMap<&'a ObjectId, Fate>,
) -> bool {
    let mut taken = Vec::new();
    for (table, _) in super::partitions(to) {
        for (id, object) in beside(to, &table.qname()) {
            let stays = matches!(fates.get(id), None | Some(Fate::Alter(_)));
            let is_made = |(above, of): &(&ObjectId, &Object)| {
                matches!(fates.get(above), Some(Fate::Create | Fate::Replace))
                    && takes_in(of, object)
            };
            if stays
                && from.get(id).is_some()
                && all_above(to, &table.qname()).any(|it| is_made(&it))
            {
                taken.push(id);
            }
        }
    }
    let any = !taken.is_empty();
    fates.extend(taken.into_iter().map(|id| (id, Fate::Replace)));
    any
}

/// Takes the foreign keys out of the catalog that partitions would lose to what is above them when that, or they, are attached;
/// gives the steps that make them when all is.
pub(super) fn after_attaching(apart: &mut Catalog, to: &Catalog) -> Vec<Change> {
    let mut steps = Vec::new();
    for (table, _) in super::partitions(to) {
        let name = table.qname();
        let own = beside(to, &name).filter(|(_, it)| is_foreign_key(it));
        for (id, object) in own {
            let is_lost = all_above(to, &name).any(|(_, above)| takes_in(above, object));
            if is_lost && is_attached(apart, to, &name) {
                apart.objects.remove(id);
                steps.extend(made(id, object));
            }
        }
    }
    steps
}

/// Whether a partition, or a table above it that is a partition too, is none meanwhile.
fn is_attached(apart: &Catalog, to: &Catalog, table: &QName) -> bool {
    let mut tables = std::iter::successors(Some(table), |it| to.parent(it));
    tables.any(|it| to.parent(it).is_some() && apart.parent(it).is_none())
}

/// The steps that make a foreign key.
fn made(id: &ObjectId, object: &Object) -> impl Iterator<Item = Change> {
    let said = object.comment.clone().map(|comment| Change::SetComment {
        id: id.clone(),
        foreign: false,
        comment: Some(comment),
    });
    let creation = Change::Create {
        id: id.clone(),
        object: Box::new(object.clone()),
        parts: Vec::new(),
        not_null: Vec::new(),
    };
    std::iter::once(creation).chain(said)
}

/// What stands beside the parts of a partition.
pub(super) fn beside<'a>(
    catalog: &'a Catalog,
    table: &QName,
) -> impl Iterator<Item = (&'a ObjectId, &'a Object)> {
    let own = [Kind::Constraint, Kind::Index].map(|kind| catalog.of_relation(kind, table));
    let own = own.into_iter().flatten();
    own.filter(|(_, it)| (is_index(it) && attached(it).is_none()) || is_foreign_key(it))
}

/// The indexes, keys and foreign keys of all tables that a table is a partition of, at whatever remove.
pub(super) fn all_above<'a>(
    catalog: &'a Catalog,
    table: &QName,
) -> impl Iterator<Item = (&'a ObjectId, &'a Object)> {
    let tables = std::iter::successors(catalog.parent(table), |it| catalog.parent(it));
    tables.flat_map(|table| {
        let all = [Kind::Constraint, Kind::Index].map(|kind| catalog.of_relation(kind, table));
        all.into_iter().flatten().filter(|(_, it)| is_index(it) || is_foreign_key(it))
    })
}

fn is_foreign_key(object: &Object) -> bool {
    matches!(
        &object.definition,
        Definition::Constraint(Constraint { body: ConstraintBody::ForeignKey { .. }, .. })
    )
}

/// Whether PostgreSQL takes something of a partition for a part of something of its table: it looks at neither the order of
/// an index nor the name, and compares no exclusions.
pub(super) fn takes_in(whole: &Object, own: &Object) -> bool {
    match (&whole.definition, &own.definition) {
        (Definition::Index(whole), Definition::Index(own)) => are_like(whole, own),
        (Definition::Index(whole), Definition::Constraint(own)) => is_like_key(whole, own),
        (Definition::Constraint(whole), Definition::Constraint(own)) => {
            match (key(&whole.body), key(&own.body)) {
                (None, None) => {
                    is_foreign_key_of(&whole.body, &own.body)
                        && (whole.deferrable, whole.initially_deferred)
                            == (own.deferrable, own.initially_deferred)
                }
                (whole, own) => whole == own,
            }
        }
        _ => false,
    }
}

fn are_like(one: &Index, other: &Index) -> bool {
    let unordered = |it: &Index| -> Vec<IndexElement> {
        let elements = it.elements.iter().cloned();
        elements.map(|it| IndexElement { descending: false, nulls_first: None, ..it }).collect()
    };
    (&one.using, one.unique, one.nulls_not_distinct, &one.include, &one.predicate)
        == (&other.using, other.unique, other.nulls_not_distinct, &other.include, &other.predicate)
        && unordered(one) == unordered(other)
}

/// Whether a unique index has the columns of a key.
fn is_like_key(one: &Index, other: &Constraint) -> bool {
    let Some((columns, include, nulls_not_distinct)) = key(&other.body) else { return false };
    let is_column = |element: &IndexElement, name: &Name| {
        element.collation.is_none()
            && element.operator_class.is_none()
            && super::is_column(&element.expression, name)
    };
    one.unique
        && &*one.using == "btree"
        && one.predicate.is_none()
        && one.nulls_not_distinct == nulls_not_distinct
        && one.include == include
        && one.elements.len() == columns.len()
        && one.elements.iter().zip(columns).all(|(element, name)| is_column(element, name))
}

/// The columns of a key, what it includes, and whether it has NULLS NOT DISTINCT.
fn key(body: &ConstraintBody) -> Option<(&[Name], &[Name], bool)> {
    match body {
        ConstraintBody::PrimaryKey { columns, include, without_overlaps: false, .. } => {
            Some((columns, include, false))
        }
        ConstraintBody::Unique {
            columns,
            include,
            nulls_not_distinct,
            without_overlaps: false,
            ..
        } => Some((columns, include, *nulls_not_distinct)),
        _ => None,
    }
}

/// Whether both are foreign keys that refer to the same and do the same.
fn is_foreign_key_of(one: &ConstraintBody, other: &ConstraintBody) -> bool {
    matches!(one, ConstraintBody::ForeignKey { .. }) && one == other
}
