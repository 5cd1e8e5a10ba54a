//! Roles and memberships.

use super::Outcome;
use crate::catalog::{Catalog, Definition, Kind, Membership, ObjectId, Role};
use crate::plan::Alteration;

pub(super) fn alter(old: &Role, new: &Role) -> Outcome {
    Outcome::Alter(vec![Alteration::Role { from: old.clone(), to: new.clone() }])
}

/// From PostgreSQL 16 on a membership keeps its options when it is granted again or when the member's attribute
/// changes: what changes is said in full. Before, only a new one is without ADMIN again.
pub(super) fn alter_membership(
    from: &Catalog,
    to: &Catalog,
    old: &Membership,
    new: &Membership,
) -> Outcome {
    let (old, new) = match to.major {
        ..16 => (old.clone(), new.clone()),
        _ => (in_full(from, old), in_full(to, new)),
    };
    match old == new {
        true => Outcome::Same,
        false if to.major < 16 && old.admin && !new.admin => Outcome::Replace,
        false => Outcome::Alter(vec![Alteration::Membership(new)]),
    }
}

fn in_full(catalog: &Catalog, membership: &Membership) -> Membership {
    let member = catalog.get(&ObjectId::global(Kind::Role, membership.member.clone()));
    let attribute = match member.map(|it| &it.definition) {
        Some(Definition::Role(role)) => role.inherit,
        _ => true,
    };
    Membership {
        inherit: Some(membership.inherit.unwrap_or(attribute)),
        set: Some(membership.set.unwrap_or(true)),
        ..membership.clone()
    }
}
