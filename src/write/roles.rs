//! Which roles of the cluster a database has to do with.

use crate::catalog::{Catalog, Column, Definition, Grants, Kind, Name, Object, Principal};
use crate::diagnostic::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};

/// The catalog with the roles that own something in it, are granted something or create with privileges of their own;
/// with their members, and with the roles that any of these is a member of. The others belong to other databases.
///
/// The role that initdb made is no role of a project: what it owns or holds becomes the migrating role's. A role that
/// is no more holds nothing. Both are warnings, object by object.
pub fn relevant(catalog: &Catalog, bootstrap: &Name) -> (Catalog, Vec<Diagnostic>) {
    let mut catalog = catalog.clone();
    let mut warnings = Vec::new();
    let known: BTreeSet<Name> =
        catalog.of_kind(Kind::Role).map(|(id, _)| id.name.clone()).collect();
    for (id, object) in &mut catalog.objects {
        for what in without_strangers(object, &known, bootstrap) {
            warnings.push(Diagnostic::warning("not-written", format!("{id}: {what}")));
        }
    }
    let roles = tied(&catalog, mentioned(&catalog));
    catalog.objects.retain(|id, object| match &object.definition {
        Definition::Role(_) => roles.contains(&id.name),
        Definition::Membership(it) => {
            roles.contains(&it.member) && (roles.contains(&it.role) || it.role.starts_with("pg_"))
        }
        _ => true,
    });
    (catalog, warnings)
}

/// Replaces principals that cannot be declared. What was replaced, in words.
fn without_strangers(object: &mut Object, known: &BTreeSet<Name>, bootstrap: &Name) -> Vec<String> {
    let mut found = Vec::new();
    let is_stranger = |name: &Name| !known.contains(name) && !name.starts_with("pg_");
    if let Some(Principal::Role(name)) = &object.owner
        && is_stranger(name)
    {
        found.push(format!(
            "its owner {name} is no role of a project: it becomes the migrating role's"
        ));
        object.owner = Some(Principal::Migrator);
    }
    let beneath = match &mut object.definition {
        Definition::Column(Column { identity: Some(it), .. }) => it.grants.as_mut(),
        _ => None,
    };
    for grants in std::iter::once(&mut object.grants).chain(beneath) {
        let strangers: Vec<Name> = names(grants.keys()).filter(is_stranger).collect();
        for name in strangers {
            let Some(held) = grants.remove(&Principal::Role(name.clone())) else { continue };
            if name == *bootstrap {
                grants.entry(Principal::Migrator).or_default().extend(held);
            } else {
                found.push(format!(
                    "it is granted to {name}, which is no role: the grant is left out"
                ));
            }
        }
    }
    match &mut object.definition {
        Definition::Policy(policy) => {
            let strangers: Vec<Name> = names(policy.roles.iter()).filter(is_stranger).collect();
            for name in strangers {
                policy.roles.remove(&Principal::Role(name.clone()));
                policy.roles.insert(Principal::Migrator);
                found.push(format!("it is for {name}, which is no role of a project: it becomes one for the migrating role"));
            }
        }
        Definition::DefaultPrivileges(it) => {
            if let Principal::Role(name) = &it.role
                && is_stranger(name)
            {
                found
                    .push(format!("{name} is no role of a project: it becomes the migrating role"));
                it.role = Principal::Migrator;
            }
        }
        Definition::UserMapping(it) => {
            if let Principal::Role(name) = &it.user
                && is_stranger(name)
            {
                found.push(format!(
                    "{name} is no role of a project: it becomes one of the migrating role"
                ));
                it.user = Principal::Migrator;
            }
        }
        _ => {}
    }
    found
}

fn names<'a>(
    principals: impl Iterator<Item = &'a Principal> + 'a,
) -> impl Iterator<Item = Name> + 'a {
    principals.filter_map(|principal| match principal {
        Principal::Role(name) => Some(name.clone()),
        Principal::Migrator | Principal::Public => None,
    })
}

/// Roles that own, are granted, or are named.
fn mentioned(catalog: &Catalog) -> BTreeSet<Name> {
    let mut roles = BTreeSet::new();
    let grantees = |grants: &Grants| names(grants.keys()).collect::<Vec<_>>();
    for object in catalog.objects.values() {
        roles.extend(names(object.owner.iter()));
        roles.extend(grantees(&object.grants));
        if let Definition::Column(Column { identity: Some(it), .. }) = &object.definition {
            roles.extend(it.grants.iter().flat_map(grantees));
        }
        match &object.definition {
            Definition::Policy(it) => roles.extend(names(it.roles.iter())),
            Definition::DefaultPrivileges(it) => roles.extend(names(std::iter::once(&it.role))),
            Definition::UserMapping(it) => roles.extend(names(std::iter::once(&it.user))),
            _ => {}
        }
    }
    // Who is in a predefined role is a matter of the cluster.
    roles.retain(|role| !role.starts_with("pg_"));
    roles
}

/// With the members of these roles, and then with what any of them is a member of.
fn tied(catalog: &Catalog, mut roles: BTreeSet<Name>) -> BTreeSet<Name> {
    let mut members: BTreeMap<&Name, Vec<&Name>> = BTreeMap::new();
    let mut granted: BTreeMap<&Name, Vec<&Name>> = BTreeMap::new();
    for (_, object) in catalog.of_kind(Kind::Membership) {
        if let Definition::Membership(it) = &object.definition {
            members.entry(&it.role).or_default().push(&it.member);
            granted.entry(&it.member).or_default().push(&it.role);
        }
    }
    for ties in [&members, &granted] {
        let mut open: Vec<Name> = roles.iter().cloned().collect();
        while let Some(role) = open.pop() {
            for other in ties.get(&role).into_iter().flatten() {
                if roles.insert((*other).clone()) {
                    open.push((*other).clone());
                }
            }
        }
    }
    roles
}
