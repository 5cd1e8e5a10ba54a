//! What comes in place of one of its name: it is made under another name, so that there is no moment without one.

use super::constraint::{alter, is_free, key_steps, untested};
use super::{Alteration, Catalog, Change, Definition, ObjectId, index};
use crate::catalog::{Constraint, ConstraintBody, Object, QName};
use crate::plan::partition::whole;
use crate::plan::{in_place, new_name};
use std::collections::{BTreeMap, BTreeSet};

/// The steps of one object, which stand for its Create and its Drop.
#[derive(Default)]
pub(super) struct Again {
    pub(super) now: Vec<Change>,
    pub(super) concurrently: Vec<Change>,
    pub(super) checks: Vec<Change>,
    pub(super) after: Vec<Change>,
}

/// The objects that are made in this way.
pub(super) fn all(
    again: &BTreeSet<ObjectId>,
    from: &Catalog,
    to: &Catalog,
    steps: &[Change],
) -> BTreeMap<ObjectId, Again> {
    let of = |id: &ObjectId| Some((id.clone(), one(id, to.get(id)?, from, to, steps)?));
    again.iter().filter_map(of).collect()
}

fn one(
    id: &ObjectId,
    object: &Object,
    from: &Catalog,
    to: &Catalog,
    steps: &[Change],
) -> Option<Again> {
    let is_drop = |step: &&Change| matches!(step, Change::Drop { id: it, .. } if it == id);
    let goes = steps.iter().find(is_drop)?.clone();
    if !nothing_changes_under(id, from, steps) {
        return None;
    }
    let new = ObjectId { name: new_name(&id.name), ..id.clone() };
    let named = Change::Rename { from: new.clone(), to: id.clone() };
    let create = |object: Object| {
        let (parts, not_null) = (Vec::new(), Vec::new());
        Change::Create { id: new.clone(), object: Box::new(object), parts, not_null }
    };
    match &object.definition {
        Definition::Index(index) => {
            if !index::is_built(id, index, from, to) {
                return None;
            }
            // The old one goes as soon as the new one is there.
            let concurrently = vec![create(object.clone()), goes];
            Some(Again { concurrently, after: vec![named], ..Again::default() })
        }
        Definition::Constraint(constraint) => {
            if !is_free(from, to, &id.relation_qname()) {
                return None;
            }
            if let Some(untested) = untested(id, object, from, to) {
                let test = alter(&new, Alteration::ConstraintValidate);
                return Some(Again {
                    now: vec![create(untested)],
                    checks: vec![test],
                    after: vec![goes, named],
                    ..Again::default()
                });
            }
            // A table has one primary key at a time.
            let is_primary = |it: &Constraint| matches!(it.body, ConstraintBody::PrimaryKey { .. });
            let was = |it: &Object| matches!(&it.definition, Definition::Constraint(it) if is_primary(it));
            let is_like = from.get(id).is_some_and(was) == is_primary(constraint);
            let [built, used] = is_like.then(|| key_steps(&new, constraint)).flatten()?;
            let after = vec![goes, used, named];
            Some(Again { concurrently: vec![built], after, ..Again::default() })
        }
        _ => None,
    }
}

/// The indexes or keys that this one is part of, from the next one up.
pub(super) fn wholes<'a>(
    catalog: &'a Catalog,
    id: &ObjectId,
) -> impl Iterator<Item = ObjectId> + use<'a> {
    std::iter::successors(whole(catalog, id), |it| whole(catalog, it))
}

/// Whether it is a foreign key to a table, or to one that this is a partition of.
fn refers_to(object: &Object, from: &Catalog, table: &QName) -> bool {
    let Definition::Constraint(Constraint {
        body: ConstraintBody::ForeignKey { references, .. },
        ..
    }) = &object.definition
    else {
        return false;
    };
    std::iter::successors(Some(table), |it| from.parent(it)).any(|it| it == references)
}

/// Whether nothing goes, makes way or changes its type that it needs, and its table stays as it is.
pub(super) fn nothing_changes_under(id: &ObjectId, from: &Catalog, steps: &[Change]) -> bool {
    let Some(object) = from.get(id) else { return false };
    let needs = |it: &ObjectId| {
        let it = in_place(it);
        // What is part of an index or a key above goes with it.
        let goes_with = |part: &ObjectId| wholes(from, part).any(|whole| whole == it);
        it != *id && object.depends_on.iter().any(|needed| *needed == it || goes_with(needed))
    };
    !steps.iter().any(|step| match step {
        Change::Drop { id, .. } | Change::Rename { from: id, .. } => needs(id),
        Change::Alter { id: it, alteration } => match &**alteration {
            Alteration::ColumnType { .. } => needs(it),
            // A table that is logged refers to no other one than such.
            Alteration::Persistence(_) => it.qname() == id.relation_qname() || needs(it),
            Alteration::Attach { parent, .. } | Alteration::Detach { parent } => {
                it.qname() == id.relation_qname() || refers_to(object, from, parent)
            }
            _ => false,
        },
        _ => false,
    })
}
