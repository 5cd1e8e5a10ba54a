//! Constraints.

use super::{
    Alteration, Catalog, Change, Constraint, ConstraintBody, Definition, Kind, ObjectId, QName,
    has_relatives, has_rows, stays,
};
use crate::catalog::Object;

/// A constraint that is tested after it is there, as it is before.
pub(super) fn untested(
    id: &ObjectId,
    object: &Object,
    from: &Catalog,
    to: &Catalog,
) -> Option<Object> {
    let Definition::Constraint(constraint) = &object.definition else { return None };
    let table = id.relation_qname();
    let may_wait = match constraint.body {
        ConstraintBody::ForeignKey { .. } => is_free(from, to, &table),
        ConstraintBody::Check { .. } => stays(from, to, &table) && is_alone(id, from, to),
        _ => false,
    };
    let is_tested = constraint.validated && !constraint.not_enforced;
    if !may_wait || !is_tested {
        return None;
    }
    let untested = Constraint { validated: false, ..constraint.clone() };
    Some(Object { definition: untested.into(), ..object.clone() })
}

/// Whether no table above or below has a check of that name itself: PostgreSQL joins no check that is valid with one that is
/// not.
fn is_alone(id: &ObjectId, from: &Catalog, to: &Catalog) -> bool {
    let table = id.relation_qname();
    let is_other = |(it, _): (&ObjectId, _)| *it.name == *id.name && it.relation_qname() != table;
    let restates = |(_, it): (_, &Object)| match &it.definition {
        Definition::Table(it) => it.restated.0.contains_key(&id.name),
        _ => false,
    };
    [from, to].into_iter().all(|catalog| {
        let has_one = || {
            catalog.of_kind(Kind::Constraint).any(is_other)
                || catalog.of_kind(Kind::Table).any(restates)
        };
        !has_relatives(catalog, &table) || !has_one()
    })
}

/// A key over an index that is built before it: the step that builds the index, and the one that takes it.
pub(super) fn over_index(
    id: &ObjectId,
    object: &Object,
    from: &Catalog,
    to: &Catalog,
) -> Option<[Change; 2]> {
    let Definition::Constraint(constraint) = &object.definition else { return None };
    is_free(from, to, &id.relation_qname()).then(|| key_steps(id, constraint)).flatten()
}

/// Whether a table has rows and shares nothing with others: what a partition has besides may become part of what its parent
/// has.
pub(super) fn is_free(from: &Catalog, to: &Catalog, table: &QName) -> bool {
    has_rows(from, to, table) && !has_relatives(from, table) && !has_relatives(to, table)
}

/// The same under a name, whatever the table.
pub(super) fn key_steps(id: &ObjectId, constraint: &Constraint) -> Option<[Change; 2]> {
    let is_plain = match &constraint.body {
        ConstraintBody::PrimaryKey { without_overlaps, .. }
        | ConstraintBody::Unique { without_overlaps, .. } => !without_overlaps,
        // Only an index of its own can hold an exclusion.
        _ => false,
    };
    if !is_plain || constraint.attached.is_some() {
        return None;
    }
    let steps =
        [Alteration::KeyIndex(constraint.clone()), Alteration::KeyUsing(constraint.clone())];
    Some(steps.map(|alteration| alter(id, alteration)))
}

pub(super) fn alter(id: &ObjectId, alteration: Alteration) -> Change {
    Change::Alter { id: id.clone(), alteration: Box::new(alteration) }
}
