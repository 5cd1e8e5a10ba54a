//! Who is who among the roles: whom clients can be, and who holds what.

use super::Subject;
use crate::access::Roles;
use crate::catalog::{
    Definition, Grants, Kind, Name, Object, ObjectId, Principal, Privilege, QName, Role,
};
use std::collections::BTreeSet;

/// The declared roles and what ties them.
#[derive(Debug)]
pub(super) struct Access<'a> {
    subject: Subject<'a>,
    roles: Roles<'a>,
    /// The roles that clients log in as, or become; `None` where no login is declared.
    clients: Option<BTreeSet<Name>>,
    owners: BTreeSet<&'a Name>,
}

impl<'a> Access<'a> {
    pub(super) fn of(subject: &Subject<'a>) -> Self {
        let owner = |object: &'a Object| match &object.owner {
            Some(Principal::Role(name)) => Some(name),
            _ => None,
        };
        let owners = subject.declared.iter().filter_map(|(_, object)| owner(object)).collect();
        let roles = Roles::of(subject.declared);
        let mut access = Self { subject: *subject, roles, clients: None, owners };
        let logins: Vec<&Name> =
            subject.roles().filter(|(_, _, role)| role.login).map(|(id, _, _)| &id.name).collect();
        if !logins.is_empty() {
            let clients = logins.into_iter().flat_map(|it| access.reach(it, false));
            access.clients = Some(clients.collect());
        }
        access
    }

    /// A role, and the roles that it is a member of; with `at_once` those alone that it need not become first.
    pub(super) fn reach(&self, role: &Name, at_once: bool) -> BTreeSet<Name> {
        self.roles.walk(role, |it| it.inherit || !at_once).into_keys().collect()
    }

    /// Whether clients act as it: everybody, a login, what a login may become; where no login is declared, whoever owns
    /// nothing.
    pub(super) fn is_client(&self, who: &Principal) -> bool {
        match who {
            Principal::Public => true,
            Principal::Migrator => false,
            Principal::Role(name) => match &self.clients {
                Some(clients) => clients.contains(name),
                None => !self.owners.contains(name) && !self.is_free(name),
            },
        }
    }

    /// Whether row security never binds a role.
    pub(super) fn is_free(&self, role: &Name) -> bool {
        role_of(&self.subject, role).is_some_and(|it| it.superuser || it.bypass_rls)
    }

    /// Whether no right is asked of a role.
    pub(super) fn is_superuser(&self, role: &Name) -> bool {
        role_of(&self.subject, role).is_some_and(|it| it.superuser)
    }

    /// Whether one has a privilege on an object by itself, by PUBLIC, or by a role whose privileges it has.
    pub(super) fn holds(&self, grants: &Grants, who: &Principal, privilege: Privilege) -> bool {
        let has = |who: &Principal| grants.get(who).is_some_and(|it| it.contains_key(&privilege));
        match who {
            Principal::Role(role) => {
                has(&Principal::Public)
                    || self.reach(role, true).into_iter().any(|it| has(&Principal::Role(it)))
            }
            _ => has(who),
        }
    }

    /// Whether one may execute one of these functions, as its owner or by EXECUTE.
    pub(super) fn may_execute(&self, one_of: &[ObjectId], who: &Principal) -> bool {
        one_of.iter().filter_map(|id| self.subject.declared.get(id)).any(|function| {
            function.owner.as_ref() == Some(who)
                || self.holds(&function.grants, who, Privilege::Execute)
        })
    }

    /// Whether one has a privilege on a table, or on a column of it.
    pub(super) fn holds_some(&self, table: &QName, who: &Principal, privilege: Privilege) -> bool {
        let Some((object, _)) = self.subject.table(table) else { return false };
        self.holds(&object.grants, who, privilege)
            || self
                .subject
                .declared
                .of_relation(Kind::Column, table)
                .any(|(_, column)| self.holds(&column.grants, who, privilege))
    }
}

/// A declared role.
pub(super) fn role_of<'a>(subject: &Subject<'a>, name: &Name) -> Option<&'a Role> {
    match &subject.declared.get(&ObjectId::global(Kind::Role, name.clone()))?.definition {
        Definition::Role(role) => Some(role),
        _ => None,
    }
}

/// Those who hold privileges on an object beside its owner.
pub(super) fn others(object: &Object) -> impl Iterator<Item = &Principal> {
    object.grants.keys().filter(|who| Some(*who) != object.owner.as_ref())
}
