//! NOT NULL.

use super::constraint::alter;
use super::{Alteration, Catalog, Change, Kind, ObjectId, QName, is_below, stays};
use crate::plan::new_name;
use std::collections::BTreeSet;

/// NOT NULL in steps: a check that is not tested, its test, and NOT NULL itself, which finds the check and reads no row.
pub(super) struct Steps {
    pub(super) now: Change,
    pub(super) test: Change,
    pub(super) after: [Change; 2],
}

pub(super) fn steps(
    id: &ObjectId,
    from: &Catalog,
    to: &Catalog,
    moved: &BTreeSet<QName>,
) -> Option<Steps> {
    let table = id.relation_qname();
    // The check goes down to those below; one that has it from above cannot take it off.
    let is_topmost = from.parents(&table).next().is_none();
    let moves = |it: &QName| [from, to].into_iter().any(|of| is_below(of, it, &table));
    // One that has just come has the declared rows alone to be looked at.
    let is_new = from.get(id).is_none();
    let has_form = id.kind == Kind::Column && stays(from, to, &table) && is_topmost && !is_new;
    if !has_form || moved.iter().any(moves) {
        return None;
    }
    let name = new_name(&format!("{}_not_null", id.name));
    Some(Steps {
        now: alter(id, Alteration::NotNullSuppose(name.clone())),
        test: alter(id, Alteration::NotNullTest(name.clone())),
        after: [
            alter(id, Alteration::ColumnNull(false)),
            alter(id, Alteration::NotNullForget(name)),
        ],
    })
}
