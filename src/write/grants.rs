//! Owner, comment and privileges: what an object says beyond what it has by itself.

use super::document::{On, Privileges};
use super::files::Place;
use super::name::member;
use super::text::kept;
use super::yaml::{Map, Node};
use super::{Writer, name};
use crate::catalog::{Grants, Object, ObjectId, Principal, Privilege};
use crate::read::{Class, built_in};
use std::collections::{BTreeMap, BTreeSet};

/// An object of `on:`, for what its own `grants:` cannot say.
pub(super) struct Target {
    pub(super) class: Class,
    pub(super) on: On,
}

impl Writer<'_> {
    /// Adds comment, owner and privileges to an object. `grants` are those beside what it grants by itself.
    pub(super) fn owned(
        &mut self,
        map: &mut Map,
        place: &Place,
        object: &Object,
        default: &Principal,
        target: &Target,
    ) {
        if let Some(owner) = object.owner.as_ref().filter(|owner| *owner != default) {
            map.text("owner", Some(&Self::role(owner)));
        }
        let base = built_in(target.class, owner_of(object), self.config.postgres);
        let (given, taken) = differences(&base, &object.grants);
        map.map("grants", self.inline(place, target, given));
        self.revoke(place, target, taken);
        comment(map, object);
    }

    /// Privileges as an object's own `grants:`; where a role may pass on some of them, those stand apart.
    pub(super) fn inline(&mut self, place: &Place, target: &Target, given: Given) -> Map {
        let mut grants = Map::new();
        for (principal, (plain, grantable)) in given {
            let who = Self::role(&principal);
            let plain = words(target.class, &plain, self.config.postgres);
            let grantable = words(target.class, &grantable, self.config.postgres);
            match (plain.is_empty(), grantable.is_empty()) {
                (false, _) => grants.set(who.clone(), Node::texts(plain)),
                (true, false) => {
                    let mut all = Map::new();
                    all.set("privileges", Node::texts(grantable));
                    all.set("grantable", true);
                    grants.set(who, all);
                    continue;
                }
                (true, true) => continue,
            }
            self.apart(place, target, false, who, grantable, true);
        }
        grants
    }

    /// Privileges that stand apart from their object.
    pub(super) fn apart(
        &mut self,
        place: &Place,
        target: &Target,
        revoke: bool,
        who: String,
        words: Vec<String>,
        grantable: bool,
    ) {
        if words.is_empty() {
            return;
        }
        let on = target.on.clone();
        self.document(place).privileges(Privileges { revoke, who, words, grantable, on });
    }

    /// What an object has by itself and is taken away.
    pub(super) fn revoke(&mut self, place: &Place, target: &Target, taken: Taken) {
        for (principal, privileges) in taken {
            let words = words(target.class, &privileges, self.config.postgres);
            self.apart(place, target, true, Self::role(&principal), words, false);
        }
    }

    /// Privileges on a column: inline, and what stands apart.
    pub(super) fn column_grants(
        &mut self,
        map: &mut Map,
        place: &Place,
        relation: String,
        id: &ObjectId,
        grants: &Grants,
    ) {
        let (given, _) = differences(&Grants::new(), grants);
        let on = On::Columns(relation, vec![name::member(&id.name)]);
        let target = Target { class: Class::Column, on };
        map.map("grants", self.inline(place, &target, given));
    }
}

impl Target {
    /// An object of this class, by the key of `on:` and its name there.
    pub(super) fn new(class: Class, key: &'static str, name: String) -> Self {
        Self { class, on: On::Objects(key, vec![name]) }
    }
}

/// Privileges by role: those that are given, and those that may be passed on.
pub(super) type Given = BTreeMap<Principal, (BTreeSet<Privilege>, BTreeSet<Privilege>)>;

/// Privileges by role that an object has by itself, and that are taken away.
pub(super) type Taken = BTreeMap<Principal, BTreeSet<Privilege>>;

/// From what an object grants by itself to what it grants.
pub(super) fn differences(base: &Grants, grants: &Grants) -> (Given, Taken) {
    let mut given = Given::new();
    let mut taken = Taken::new();
    for (principal, held) in grants {
        for (privilege, grantable) in held {
            let before = base.get(principal).and_then(|held| held.get(privilege));
            let entry = match (before, grantable) {
                (Some(before), after) if before == after => continue,
                (_, false) => &mut given.entry(principal.clone()).or_default().0,
                (_, true) => &mut given.entry(principal.clone()).or_default().1,
            };
            entry.insert(*privilege);
        }
    }
    for (principal, held) in base {
        let now = grants.get(principal);
        let gone =
            held.keys().filter(|privilege| !now.is_some_and(|now| now.contains_key(privilege)));
        let gone: BTreeSet<Privilege> = gone.copied().collect();
        if !gone.is_empty() {
            taken.insert(principal.clone(), gone);
        }
    }
    (given, taken)
}

/// The words for privileges: `all` for every one that the class of object has.
pub(super) fn words(class: Class, privileges: &BTreeSet<Privilege>, postgres: u32) -> Vec<String> {
    let all = class.all(postgres);
    if all.len() > 1
        && privileges.len() == all.len()
        && all.iter().all(|it| privileges.contains(it))
    {
        return vec!["all".to_owned()];
    }
    privileges.iter().map(|it| it.word().to_lowercase()).collect()
}

/// Adds the comment, and the extensions that take the object along.
pub(super) fn comment(map: &mut Map, object: &Object) {
    let extensions = object.goes_with.iter().map(|it| Node::text(member(it)));
    map.list("depends_on_extensions", extensions);
    map.text("comment", object.comment.as_deref().map(kept).as_deref());
}

/// Who owns an object.
pub(super) fn owner_of(object: &Object) -> &Principal {
    object.owner.as_ref().unwrap_or(&Principal::Migrator)
}
