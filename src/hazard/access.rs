//! Who may do more, and who less.

use super::judged::Judged;
use super::{Hazard, Mode, Work};
use crate::catalog::{
    Definition, Function, Kind, Membership, ObjectId, Policy, Principal, Role, Security,
};
use crate::plan::Privileges;

pub(super) fn owner(id: &ObjectId, owner: &Principal, judged: &mut Judged<'_>) {
    if let Kind::Table | Kind::View | Kind::MaterializedView | Kind::Sequence = id.kind {
        judged.on(&id.qname(), Mode::AccessExclusive, Work::Catalogs);
    }
    let old = judged.from.get(id).and_then(|it| it.owner.as_ref());
    if let Some(old) = old.filter(|old| *old != owner) {
        judged.harm(Hazard::DropsAccess, format!("{old} does not own it any more"));
        judged.harm(Hazard::WidensAccess, format!("{owner} owns it"));
    }
}

/// What is granted on an object that is made again is no more than before where that had it.
pub(super) fn grant(it: &Privileges, judged: &mut Judged<'_>) {
    let Some(old) = judged.from.get(&it.id).filter(|_| it.id.kind != Kind::DefaultPrivileges)
    else {
        return;
    };
    for grantee in &it.grantees {
        let held = old.grants.get(grantee);
        let new = it.privileges.iter().filter(|privilege| {
            held.and_then(|held| held.get(privilege))
                .is_none_or(|to_others| it.grantable && !to_others)
        });
        let new: Vec<&str> = new.map(|privilege| privilege.word()).collect();
        if !new.is_empty() {
            judged.harm(Hazard::WidensAccess, format!("{grantee} gets {}", new.join(", ")));
        }
    }
}

pub(super) fn revoke(it: &Privileges, judged: &mut Judged<'_>) {
    let Some(old) = judged.from.get(&it.id).filter(|_| it.id.kind != Kind::DefaultPrivileges)
    else {
        return;
    };
    for grantee in &it.grantees {
        let Some(held) = old.grants.get(grantee) else { continue };
        let lost = it.privileges.iter().filter(|privilege| held.contains_key(privilege));
        let lost: Vec<&str> = lost.map(|privilege| privilege.word()).collect();
        if !lost.is_empty() {
            judged.harm(Hazard::DropsAccess, format!("{grantee} loses {}", lost.join(", ")));
        }
    }
}

/// A permissive policy lets rows through, a restrictive one holds them back.
pub(super) fn policy(id: &ObjectId, policy: &Policy, comes: bool, judged: &mut Judged<'_>) {
    let (hazard, why) = match policy.permissive == comes {
        true => (Hazard::WidensAccess, "roles that it binds may reach more rows"),
        false => (Hazard::DropsAccess, "roles that it binds may reach fewer rows"),
    };
    judged.harm_on(&id.relation_qname(), hazard, why);
}

/// Nobody can tell from two expressions which lets more through.
pub(super) fn policy_changes(id: &ObjectId, judged: &mut Judged<'_>) {
    for hazard in [Hazard::DropsAccess, Hazard::WidensAccess] {
        judged.harm_on(&id.relation_qname(), hazard, "roles that it binds may reach other rows");
    }
}

pub(super) fn role(from: &Role, to: &Role, judged: &mut Judged<'_>) {
    let of = |it: &Role| {
        [
            (it.login, "LOGIN"),
            (it.inherit, "INHERIT"),
            (it.superuser, "SUPERUSER"),
            (it.create_db, "CREATEDB"),
            (it.create_role, "CREATEROLE"),
            (it.replication, "REPLICATION"),
            (it.bypass_rls, "BYPASSRLS"),
        ]
    };
    for ((had, word), (has, _)) in of(from).into_iter().zip(of(to)) {
        match (had, has) {
            (false, true) => judged.harm(Hazard::WidensAccess, format!("it gets {word}")),
            (true, false) => judged.harm(Hazard::DropsAccess, format!("it loses {word}")),
            _ => {}
        }
    }
    if from.valid_until != to.valid_until || from.connection_limit != to.connection_limit {
        judged.harm(Hazard::DropsAccess, "it may connect at other times, or more rarely");
    }
}

pub(super) fn membership(id: &ObjectId, to: &Membership, judged: &mut Judged<'_>) {
    let role = ObjectId::global(Kind::Role, to.role.clone());
    if judged.is_old(id) {
        judged.harm(Hazard::DropsAccess, format!("{} has {} in another way", to.member, to.role));
    } else if judged.is_old(&role) {
        judged.harm(Hazard::WidensAccess, format!("{} gets what {} may", to.member, to.role));
    }
}

/// Whose rights a function has.
pub(super) fn function(id: &ObjectId, to: &Function, judged: &mut Judged<'_>) {
    let Some(Definition::Function(from)) = judged.from.get(id).map(|it| &it.definition) else {
        return;
    };
    match (from.security, to.security) {
        (Security::Invoker, Security::Definer) => {
            judged.harm(Hazard::WidensAccess, "it runs with its owner's rights");
        }
        (Security::Definer, Security::Invoker) => {
            judged.harm(Hazard::DropsAccess, "it runs with its caller's rights");
        }
        _ => {}
    }
}
