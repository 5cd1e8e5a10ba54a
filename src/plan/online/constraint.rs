//! Constraints.

use super::{
    Alteration, Catalog, Change, Constraint, ConstraintBody, Definition, ObjectId, has_relatives,
    has_rows,
};
use crate::catalog::Object;

/// A constraint that is tested after it is there, and the step that tests it.
pub(super) fn tested_later(
    id: &ObjectId,
    object: &Object,
    from: &Catalog,
    to: &Catalog,
) -> Option<(Object, Change)> {
    let Definition::Constraint(constraint) = &object.definition else { return None };
    let table = id.relation_qname();
    let is_test = match constraint.body {
        ConstraintBody::ForeignKey { .. } => true,
        // Of a table that has others above or below it PostgreSQL wants it valid in all of them at once.
        ConstraintBody::Check { .. } => !has_relatives(from, &table) && !has_relatives(to, &table),
        _ => false,
    };
    let is_tested = constraint.validated && !constraint.not_enforced;
    if !is_test || !is_tested || !has_rows(from, to, &table) {
        return None;
    }
    let untested = Constraint { validated: false, ..constraint.clone() };
    let object = Object { definition: untested.into(), ..object.clone() };
    Some((object, alter(id, Alteration::ConstraintValidate)))
}

/// A key over an index that is built before it: the step that builds the index, and the one that takes it.
pub(super) fn over_index(
    id: &ObjectId,
    object: &Object,
    from: &Catalog,
    to: &Catalog,
) -> Option<[Change; 2]> {
    let Definition::Constraint(constraint) = &object.definition else { return None };
    let is_plain = match &constraint.body {
        ConstraintBody::PrimaryKey { without_overlaps, .. }
        | ConstraintBody::Unique { without_overlaps, .. } => !without_overlaps,
        // Only an index of its own can hold an exclusion.
        _ => false,
    };
    if !is_plain || constraint.attached.is_some() || !has_rows(from, to, &id.relation_qname()) {
        return None;
    }
    let steps =
        [Alteration::KeyIndex(constraint.clone()), Alteration::KeyUsing(constraint.clone())];
    Some(steps.map(|alteration| alter(id, alteration)))
}

pub(super) fn alter(id: &ObjectId, alteration: Alteration) -> Change {
    Change::Alter { id: id.clone(), alteration: Box::new(alteration) }
}
