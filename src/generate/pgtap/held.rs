//! Which privileges a role holds in the end: its own, those of PUBLIC, and those of the roles whose privileges it uses.

use crate::catalog::{Catalog, Definition, Grants, Kind, Name, Principal, Privilege};
use std::collections::BTreeSet;

/// The roles whose privileges a role uses without `SET ROLE`, itself among them, and PUBLIC.
pub(super) fn used(catalog: &Catalog, role: &Name) -> BTreeSet<Principal> {
    let mut found = BTreeSet::from([Principal::Public]);
    let mut open = vec![role.clone()];
    while let Some(role) = open.pop() {
        if !found.insert(Principal::Role(role.clone())) {
            continue;
        }
        let attribute = catalog.of_kind(Kind::Role).any(|(id, object)| match &object.definition {
            Definition::Role(it) => id.name == role && it.inherit,
            _ => false,
        });
        for (_, object) in catalog.of_kind(Kind::Membership) {
            if let Definition::Membership(it) = &object.definition
                && it.member == role
                && it.inherit.unwrap_or(attribute)
            {
                open.push(it.role.clone());
            }
        }
    }
    found
}

/// What somebody who uses the privileges of these holds of an object.
pub(super) fn held(grants: &Grants, used: &BTreeSet<Principal>) -> BTreeSet<Privilege> {
    let held = grants.iter().filter(|(who, _)| used.contains(who));
    held.flat_map(|(_, privileges)| privileges.keys().copied()).collect()
}

/// The declared roles that are no superusers, with those whose privileges each uses.
pub(super) fn roles(catalog: &Catalog) -> Vec<(Name, BTreeSet<Principal>)> {
    let roles = catalog.of_kind(Kind::Role).filter_map(|(id, object)| match &object.definition {
        Definition::Role(it) if !it.superuser => Some(id.name.clone()),
        _ => None,
    });
    roles.map(|name| (name.clone(), used(catalog, &name))).collect()
}
