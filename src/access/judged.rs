//! What is asked again and again while a catalog is judged.

use super::cell::{Verdict, directly};
use super::roles::{Holder, Roles};
use crate::catalog::{Catalog, Definition, Kind, ObjectId, Policy, Principal, Privilege, QName};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A catalog, and who is who in it.
#[derive(Debug)]
pub(super) struct Judged<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) roles: Roles<'a>,
    holders: RefCell<BTreeMap<Principal, Rc<Holder>>>,
    allowed: RefCell<FxHashMap<(Principal, ObjectId, Privilege), bool>>,
}

impl<'a> Judged<'a> {
    pub(super) fn of(catalog: &'a Catalog) -> Self {
        Self {
            catalog,
            roles: Roles::of(catalog),
            holders: RefCell::default(),
            allowed: RefCell::default(),
        }
    }

    /// Somebody, with all whose privileges they have.
    pub(super) fn holder(&self, who: &Principal) -> Rc<Holder> {
        if let Some(holder) = self.holders.borrow().get(who) {
            return holder.clone();
        }
        let holder = Rc::new(self.roles.holder(who));
        self.holders.borrow_mut().insert(who.clone(), holder.clone());
        holder
    }

    /// Whether somebody is allowed something on an object whose name they say, at least for some rows: worked out once.
    pub(super) fn allows(&self, holder: &Holder, id: &ObjectId, operation: Privilege) -> bool {
        let key = (holder.who.clone(), id.clone(), operation);
        if let Some(allowed) = self.allowed.borrow().get(&key) {
            return *allowed;
        }
        let allowed = directly(self, holder, id, operation).verdict() != Verdict::Denied;
        self.allowed.borrow_mut().insert(key, allowed);
        allowed
    }

    /// Whose rights an object has.
    pub(super) fn owner(&self, id: &ObjectId) -> Rc<Holder> {
        let owner = self.catalog.get(id).and_then(|it| it.owner.clone());
        self.holder(&owner.unwrap_or(Principal::Migrator))
    }

    /// The policies of a table.
    pub(super) fn policies(
        &self,
        table: &QName,
    ) -> impl Iterator<Item = (&'a ObjectId, &'a Policy)> + use<'a> {
        self.catalog.of_relation(Kind::Policy, table).filter_map(|(id, object)| {
            match &object.definition {
                Definition::Policy(it) => Some((id, it)),
                _ => None,
            }
        })
    }
}
