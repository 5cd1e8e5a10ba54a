//! NOT NULL.

use super::constraint::alter;
use super::{Alteration, Catalog, Change, Kind, ObjectId, has_relatives, has_rows};
use crate::plan::new_name;

/// NOT NULL in steps: a check that is not tested, its test, and NOT NULL itself, which finds the check and reads no row.
pub(super) struct Steps {
    pub(super) now: Change,
    pub(super) test: Change,
    pub(super) after: [Change; 2],
}

pub(super) fn steps(id: &ObjectId, from: &Catalog, to: &Catalog) -> Option<Steps> {
    let table = id.relation_qname();
    let is_alone = !has_relatives(from, &table) && !has_relatives(to, &table);
    if id.kind != Kind::Column || !has_rows(from, to, &table) || !is_alone {
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
