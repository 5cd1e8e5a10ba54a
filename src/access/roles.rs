//! Whose privileges a role has, and which roles it may become.

use crate::catalog::{Catalog, Definition, Kind, Name, ObjectId, Principal, Role};
use std::collections::{BTreeMap, VecDeque};

/// The roles of a catalog and the memberships among them.
#[derive(Debug)]
pub(crate) struct Roles<'a> {
    roles: BTreeMap<&'a Name, &'a Role>,
    above: BTreeMap<&'a Name, Vec<Above<'a>>>,
}

/// A membership, from the member.
#[derive(Debug)]
pub(crate) struct Above<'a> {
    role: &'a Name,
    /// The member has the role's privileges at once.
    pub(crate) inherit: bool,
    /// The member may become the role.
    set: bool,
}

/// Somebody, with all whose privileges they have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Holder {
    /// Who it is.
    pub(super) who: Principal,
    /// The roles whose privileges count for them, each with the memberships that lead there, from them on.
    pub(super) of: BTreeMap<Name, Vec<Name>>,
    /// No privilege is asked of them.
    pub(super) superuser: bool,
    /// No policy binds them.
    pub(super) bypass_rls: bool,
}

impl Holder {
    /// Whether they have the privileges of one; with the memberships that lead there.
    pub(super) fn has(&self, other: &Principal) -> Option<&[Name]> {
        match other {
            Principal::Public => Some(&[]),
            Principal::Role(name) => self.of.get(name).map(Vec::as_slice),
            Principal::Migrator => (self.who == Principal::Migrator).then_some(&[]),
        }
    }
}

impl<'a> Roles<'a> {
    pub(crate) fn of(catalog: &'a Catalog) -> Self {
        let roles: BTreeMap<&Name, &Role> = catalog
            .of_kind(Kind::Role)
            .filter_map(|(id, object)| match &object.definition {
                Definition::Role(role) => Some((&id.name, role)),
                _ => None,
            })
            .collect();
        let mut above: BTreeMap<&Name, Vec<Above<'_>>> = BTreeMap::new();
        for (_, object) in catalog.of_kind(Kind::Membership) {
            if let Definition::Membership(it) = &object.definition {
                let attribute = roles.get(&it.member).is_none_or(|role| role.inherit);
                above.entry(&it.member).or_default().push(Above {
                    role: &it.role,
                    inherit: it.inherit.unwrap_or(attribute),
                    set: it.set.unwrap_or(true),
                });
            }
        }
        Self { roles, above }
    }

    /// Every role, and PUBLIC first.
    pub(super) fn all(&self) -> Vec<Principal> {
        let roles = self.roles.keys().map(|name| Principal::Role((*name).clone()));
        std::iter::once(Principal::Public).chain(roles).collect()
    }

    /// Somebody, with all whose privileges they have. Whoever migrates is a superuser or a member of every owner: they are
    /// taken for the former.
    pub(super) fn holder(&self, who: &Principal) -> Holder {
        let mut holder = Holder {
            who: who.clone(),
            of: BTreeMap::new(),
            superuser: *who == Principal::Migrator,
            bypass_rls: *who == Principal::Migrator,
        };
        if let Principal::Role(name) = who {
            let role = self.roles.get(name);
            holder.superuser = role.is_some_and(|role| role.superuser);
            // An attribute of the role alone: no member has it from a role.
            holder.bypass_rls = role.is_some_and(|role| role.superuser || role.bypass_rls);
            holder.of = self.walk(name, |it| it.inherit);
        }
        holder
    }

    /// The roles that one may become by SET ROLE, with the memberships that lead there; those of a superuser are all.
    pub(super) fn becomes(&self, who: &Principal) -> BTreeMap<Name, Vec<Name>> {
        let Principal::Role(name) = who else { return BTreeMap::new() };
        let mut found = self.walk(name, |it| it.set);
        found.remove(name);
        found
    }

    /// A role and those that memberships lead to, each with the roles on the way.
    pub(crate) fn walk(
        &self,
        from: &Name,
        along: impl Fn(&Above<'_>) -> bool,
    ) -> BTreeMap<Name, Vec<Name>> {
        let mut found = BTreeMap::from([(from.clone(), vec![from.clone()])]);
        let mut next = VecDeque::from([from]);
        while let Some(member) = next.pop_front() {
            let way = found.get(member).cloned().unwrap_or_default();
            for above in self.above.get(member).into_iter().flatten().filter(|it| along(it)) {
                if !found.contains_key(above.role) {
                    let way = way.iter().cloned().chain([above.role.clone()]).collect();
                    found.insert(above.role.clone(), way);
                    next.push_back(above.role);
                }
            }
        }
        found
    }
}

/// The identity of a role's object.
pub(super) fn role_id(name: &Name) -> ObjectId {
    ObjectId::global(Kind::Role, name.clone())
}
