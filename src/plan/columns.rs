//! The privileges on columns, which change with those on their table.
//!
//! OWNER TO hands what the old owner holds on a column to the new one, and REVOKE on a table takes the privilege from
//! every column as well.

use super::privileges::handed_over;
use crate::catalog::{Catalog, Grants, Kind, Object, Principal, Privilege};

/// What can be granted on a column.
const OF_COLUMNS: [Privilege; 4] =
    [Privilege::Select, Privilege::Insert, Privilege::Update, Privilege::References];

/// The catalog with the columns as they are after the steps of their relations; `None` where that is as before.
pub(crate) fn after_their_tables(from: &Catalog, to: &Catalog) -> Option<Catalog> {
    let mut carried: Option<Catalog> = None;
    for kind in [Kind::Table, Kind::View, Kind::MaterializedView] {
        for (id, old) in from.of_kind(kind) {
            let Some(new) = to.get(id) else { continue };
            if old.owner == new.owner && old.grants == new.grants {
                continue;
            }
            for (column, object) in from.of_relation(Kind::Column, &id.qname()) {
                if object.grants.is_empty() {
                    continue;
                }
                let grants = carry(&object.grants, old, new);
                if grants != object.grants {
                    let all = carried.get_or_insert_with(|| from.clone());
                    all.objects.entry(column.clone()).and_modify(|it| it.grants = grants);
                }
            }
        }
    }
    carried
}

fn carry(grants: &Grants, old: &Object, new: &Object) -> Grants {
    let moved = |grants: &Grants| match (&old.owner, &new.owner) {
        (Some(from), Some(to)) if from != to => handed_over(grants, from, to),
        _ => grants.clone(),
    };
    let before = moved(&old.grants);
    let mut grants = moved(grants);
    for (grantee, privileges) in &mut grants {
        let on_table = |grants: &Grants, privilege: &Privilege| {
            grants.get(grantee).and_then(|held| held.get(privilege)).copied()
        };
        for privilege in OF_COLUMNS {
            match (on_table(&before, &privilege), on_table(&new.grants, &privilege)) {
                (Some(_), None) => {
                    privileges.remove(&privilege);
                }
                (Some(true), Some(false)) => {
                    privileges.entry(privilege).and_modify(|grantable| *grantable = false);
                }
                _ => {}
            }
        }
    }
    grants.retain(|_: &Principal, privileges| !privileges.is_empty());
    grants
}
