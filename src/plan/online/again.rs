//! What comes in place of one of its name: it is made under another name, so that there is no moment without one.

use super::constraint::{alter, key_steps, untested};
use super::{Catalog, Change, Definition, ObjectId, has_rows, index};
use crate::catalog::Object;
use crate::plan::new_name;
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
pub(super) fn in_place(
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
            if let Some(untested) = untested(id, object, from, to) {
                let test = alter(&new, super::Alteration::ConstraintValidate);
                return Some(Again {
                    now: vec![create(untested)],
                    checks: vec![test],
                    after: vec![goes, named],
                    ..Again::default()
                });
            }
            let is_key = has_rows(from, to, &id.relation_qname());
            let [built, used] = is_key.then(|| key_steps(&new, constraint)).flatten()?;
            let after = vec![goes, used, named];
            Some(Again { concurrently: vec![built], after, ..Again::default() })
        }
        _ => None,
    }
}

/// Whether nothing goes that it needs, and nothing that it needs changes its type.
pub(super) fn nothing_changes_under(id: &ObjectId, from: &Catalog, steps: &[Change]) -> bool {
    let Some(object) = from.get(id) else { return false };
    let changes = |step: &Change| match step {
        Change::Drop { .. } => true,
        Change::Alter { alteration, .. } => {
            matches!(**alteration, super::Alteration::ColumnType { .. })
        }
        _ => false,
    };
    let needs = |it: &ObjectId| it != id && object.depends_on.contains(it);
    !steps.iter().any(|it| changes(it) && needs(it.id()))
}
