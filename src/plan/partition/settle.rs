//! What PostgreSQL does to partitions by itself.
//!
//! A column, a default or a row trigger that a partitioned table gets, changes or loses is got, changed and lost by
//! its partitions. What is still to be done to a partition is found by comparing what it then has with what it shall
//! have. Indexes and keys of a partitioned table are made and dropped with those of the partitions; one whose name
//! PostgreSQL would not choose is made before, and found when that of the parent is made.

mod effects;
mod indexes;

use super::not_null::states;
use super::{by_depth, children, is_for_rows, trigger};
use crate::catalog::{Catalog, Kind, Object, ObjectId, QName};
use crate::plan::alter::{self, Outcome};
use crate::plan::{Alteration, Change, Fate, same_metadata};
use effects::{altered, as_made, copied, with_not_null_of, with_stated_not_null};
use std::collections::{BTreeMap, BTreeSet};

/// What is different for partitions.
#[derive(Default)]
pub(crate) struct Settled<'a> {
    /// What an object is before its own steps, where the steps of its parent make it something else.
    pub(crate) before: BTreeMap<&'a ObjectId, Object>,
    /// What an object shall be, where the catalog does not list it: it is as that of the parent is.
    pub(crate) after: BTreeMap<&'a ObjectId, Object>,
    /// Objects that are dropped (`true`), or made or changed, by the steps of another one.
    pub(crate) carried: BTreeMap<(ObjectId, bool), Vec<&'a ObjectId>>,
    /// The second one's steps come after those of the first.
    pub(crate) follows: Vec<(ObjectId, &'a ObjectId)>,
    /// The first, an index of a partition or a column of an heir, is made or changed before the second, that of the parent,
    /// is made, and after the old one of the parent is gone.
    pub(crate) found: Vec<(&'a ObjectId, ObjectId)>,
    /// The second, which a partition has beside what it has from its table, goes before the first is made, and is made after it.
    pub(crate) beside: Vec<(&'a ObjectId, &'a ObjectId)>,
    /// Defaults that go before that of the table comes, which would replace them.
    pub(crate) first: BTreeSet<&'a ObjectId>,
    /// What is said once more after the steps of something else.
    pub(crate) again: BTreeMap<ObjectId, Vec<Change>>,
    /// Indexes of partitions that are attached by a step of their own, with the index of the parent.
    pub(crate) attached: BTreeMap<&'a ObjectId, QName>,
}

/// The identities of everything that partitions have in common with their parents, also where they have it not yet.
pub(crate) fn members(from: &Catalog, to: &Catalog) -> BTreeSet<ObjectId> {
    let mut members = BTreeSet::new();
    for (id, _) in children(to) {
        let child = id.qname();
        let mut tables = vec![child.clone()];
        while let Some(name) = tables.pop() {
            for catalog in [from, to] {
                for kind in [Kind::Column, Kind::DefaultExpr, Kind::Trigger] {
                    let own = catalog.of_relation(kind, &name);
                    members.extend(
                        own.map(|(id, _)| ObjectId::of_relation(kind, &child, id.name.clone())),
                    );
                }
            }
            tables.extend(to.parents(&name).cloned());
        }
    }
    members
}

/// What happened to an object.
#[derive(Debug, Clone)]
enum Effect {
    Made,
    Gone,
    Altered(Vec<Alteration>),
}

struct Settling<'a, 'f> {
    from: &'a Catalog,
    to: &'a Catalog,
    fates: &'f mut BTreeMap<&'a ObjectId, Fate>,
    settled: Settled<'a>,
    effects: BTreeMap<ObjectId, Effect>,
    /// Objects whose old form is gone.
    gone: BTreeSet<ObjectId>,
    /// By whose steps an object is dropped (`true`), or made or changed.
    carriers: BTreeMap<(ObjectId, bool), ObjectId>,
}

/// Takes from the fates what needs no step, and gives what is still to be done.
pub(crate) fn settle<'a>(
    from: &'a Catalog,
    to: &'a Catalog,
    members: &'a BTreeSet<ObjectId>,
    fates: &mut BTreeMap<&'a ObjectId, Fate>,
) -> Settled<'a> {
    let mut settling = Settling {
        from,
        to,
        fates,
        settled: Settled::default(),
        effects: BTreeMap::new(),
        gone: BTreeSet::new(),
        carriers: BTreeMap::new(),
    };
    for (id, parents) in by_depth(to) {
        let child = id.qname();
        let partition_of = to.parent(&child);
        for kind in [Kind::Column, Kind::DefaultExpr, Kind::Trigger] {
            if kind == Kind::Trigger && partition_of.is_none() {
                continue;
            }
            let first = ObjectId::of_relation(kind, &child, "");
            let own = members.range(first..).take_while(|it| {
                it.kind == kind && it.schema == id.schema && it.relation.as_ref() == Some(&id.name)
            });
            for member in own {
                settling.member(id, &parents, member);
            }
        }
        for kind in [Kind::Constraint, Kind::Index] {
            partition_of.iter().for_each(|parent| settling.indexes(id, parent, kind));
        }
        if partition_of.is_some() {
            settling.beside(&child);
        }
    }
    settling.settled
}

impl<'a> Settling<'a, '_> {
    fn is_made(&self, id: &ObjectId) -> bool {
        matches!(self.fates.get(id), Some(Fate::Create | Fate::Replace))
            || matches!(self.effects.get(id), Some(Effect::Made))
    }

    fn is_gone(&self, id: &ObjectId) -> bool {
        matches!(self.fates.get(id), Some(Fate::Drop | Fate::Replace)) || self.gone.contains(id)
    }

    fn effect(&self, id: &ObjectId) -> Option<Effect> {
        if let Some(effect) = self.effects.get(id) {
            return Some(effect.clone());
        }
        Some(match self.fates.get(id)? {
            Fate::Create | Fate::Replace => Effect::Made,
            Fate::Drop => Effect::Gone,
            Fate::Alter(alterations) => Effect::Altered(alterations.clone()),
        })
    }

    fn carrier(&self, id: &ObjectId, drops: bool) -> ObjectId {
        self.carriers.get(&(id.clone(), drops)).unwrap_or(id).clone()
    }

    fn carry(&mut self, carrier: ObjectId, drops: bool, id: &'a ObjectId) {
        self.carriers.insert((id.clone(), drops), carrier.clone());
        self.settled.carried.entry((carrier, drops)).or_default().push(id);
    }

    /// A column, a default or a trigger.
    fn member(&mut self, table: &'a ObjectId, parents: &[QName], id: &'a ObjectId) {
        let created = self.is_made(table);
        let own = self.is_also_own(if created { self.to } else { self.from }, id);
        let Some(of_parent) = self.of_parents(parents, id, own && !created) else {
            // What it states itself goes when it is inherited no more.
            let above =
                parents.iter().map(|it| ObjectId::of_relation(id.kind, it, id.name.clone()));
            self.settled.follows.extend(above.map(|of_parent| (of_parent, id)));
            return;
        };
        let new_parent = self.value(self.to, &of_parent);
        // What is made as a copy, or stated besides, is made when those of all parents are as they shall be.
        if created && id.kind != Kind::Trigger {
            let above = parents.iter().map(|it| ObjectId::of_relation(id.kind, it, &*id.name));
            self.settled.follows.extend(above.map(|above| (above, table)));
        }
        if created && own {
            return;
        }
        let effect = self.effect(&of_parent);
        if effect.is_none() && !created && id.kind != Kind::Trigger {
            return;
        }
        let old = if created { None } else { self.value(self.from, id) };
        // What an heir has already is merged, without the default. But SET DEFAULT sets every heir's.
        let is_merged = matches!(effect, Some(Effect::Made))
            && (old.is_some() || self.has_column_of(id))
            && (own || !self.is_gone(&of_parent))
            && !self.is_set_alone(&of_parent);
        let before = match (&effect, created) {
            (_, true) => {
                let made = new_parent.as_ref().map(copied).map(as_made);
                made.map(|it| with_stated_not_null(self.to, it, id))
            }
            (Some(Effect::Made), _) if is_merged => old,
            (Some(Effect::Made), _) => new_parent.as_ref().map(copied),
            (Some(Effect::Gone), _) => None,
            (Some(Effect::Altered(alterations)), _) => old.map(|it| {
                let it = altered(self.to, &it, alterations);
                match &new_parent {
                    Some(of_parent) => with_not_null_of(it, of_parent, alterations),
                    None => it,
                }
            }),
            (None, _) => old,
        };
        if !created && !is_merged && self.goes_first(id, &of_parent, effect.as_ref()) {
            self.settled.first.insert(id);
        }
        let new = self.value(self.to, id);
        let mut own = Vec::new();
        match (before, new) {
            (None, None) => {
                self.fates.remove(id);
            }
            (Some(before), None) if id.kind == Kind::DefaultExpr => {
                self.fates.insert(id, Fate::Drop);
                self.settled.before.insert(id, before);
            }
            (Some(_), None) => {
                self.fates.remove(id);
            }
            (None, Some(_)) => {
                self.fates.insert(id, Fate::Create);
            }
            (Some(before), Some(new)) => {
                // A partition that is made is in the second alone.
                let known = if created { self.to } else { self.from };
                match alter::alter(known, self.to, id, &before.definition, &new.definition) {
                    Outcome::Same if same_metadata(&before, &new) => {
                        self.fates.remove(id);
                    }
                    Outcome::Same => {
                        self.fates.insert(id, Fate::Alter(Vec::new()));
                    }
                    Outcome::Alter(alterations) => {
                        own.clone_from(&alterations);
                        self.fates.insert(id, Fate::Alter(alterations));
                    }
                    // PostgreSQL makes no such difference between a partition and its parent.
                    Outcome::Replace => {
                        self.fates.remove(id);
                    }
                }
                self.settled.before.insert(id, before);
                if self.to.get(id).is_none() {
                    self.settled.after.insert(id, new);
                }
            }
        }
        let carrier = if created { table.clone() } else { self.carrier(&of_parent, false) };
        let is_gone = self.is_gone(&of_parent);
        let effect = match effect {
            _ if created => Some(Effect::Made),
            Some(_) if is_merged => (!own.is_empty()).then(|| Effect::Altered(Vec::new())),
            effect => effect,
        };
        if let Some(effect) = effect {
            if is_gone && !created && !is_merged {
                self.gone.insert(id.clone());
                self.carry(self.carrier(&of_parent, true), true, id);
            }
            if !matches!(effect, Effect::Gone) {
                self.carry(carrier, false, id);
            }
            let effect = match effect {
                Effect::Altered(mut alterations) => {
                    if states(self.from, id) {
                        alterations.retain(|it| *it != Alteration::ColumnNull(true));
                    }
                    alterations.extend(own.iter().cloned());
                    Effect::Altered(alterations)
                }
                Effect::Gone if self.is_made(id) => Effect::Made,
                other => other,
            };
            self.effects.insert(id.clone(), effect);
        }
        // A column that comes above one that is there already finds it with its type.
        let is_met = is_merged && own.iter().any(|it| matches!(it, Alteration::ColumnType { .. }));
        match is_met {
            true => self.settled.found.push((id, of_parent)),
            false => self.settled.follows.push((of_parent, id)),
        }
        self.settled.follows.push((table.clone(), id));
    }

    /// Whether this is the default of a column that is there already.
    fn has_column_of(&self, id: &ObjectId) -> bool {
        let column = ObjectId { kind: Kind::Column, ..id.clone() };
        id.kind == Kind::DefaultExpr && self.from.get(&column).is_some()
    }

    /// Whether a default is made without its column.
    fn is_set_alone(&self, id: &ObjectId) -> bool {
        let column = ObjectId { kind: Kind::Column, ..id.clone() };
        id.kind == Kind::DefaultExpr && !self.is_made(&column)
    }

    /// Whether a default is in the way of a type that its column gets, or of something that it calls and that is made again,
    /// while its table has none yet that could go.
    fn goes_first(&self, id: &ObjectId, of_parent: &ObjectId, effect: Option<&Effect>) -> bool {
        let is_set = matches!(effect, Some(Effect::Made | Effect::Altered(_)));
        if id.kind != Kind::DefaultExpr || !is_set || self.is_gone(of_parent) {
            return false;
        }
        let column = ObjectId { kind: Kind::Column, ..id.clone() };
        let is_retyped = || match self.effect(&column) {
            Some(Effect::Altered(all)) => {
                all.iter().any(|it| matches!(it, Alteration::ColumnType { .. }))
            }
            _ => false,
        };
        match self.fates.get(id) {
            Some(Fate::Replace) => true,
            Some(Fate::Drop) => is_retyped(),
            _ => false,
        }
    }

    /// Whether an heir states a column itself, besides having it from others.
    fn is_also_own(&self, catalog: &Catalog, id: &ObjectId) -> bool {
        let column = ObjectId { kind: Kind::Column, ..id.clone() };
        catalog.column(&column).is_some_and(|it| it.also_own.0)
    }

    /// That of the parents which decides what becomes of a member: the one that is dropped does only where no other
    /// parent keeps it, and the table does not state it itself.
    fn of_parents(&self, parents: &[QName], id: &ObjectId, own: bool) -> Option<ObjectId> {
        let there: Vec<ObjectId> = parents
            .iter()
            .map(|parent| ObjectId::of_relation(id.kind, parent, id.name.clone()))
            .filter(|id| self.value(self.from, id).is_some() || self.value(self.to, id).is_some())
            .collect();
        let kept = there.iter().filter(|id| !matches!(self.effect(id), Some(Effect::Gone)));
        let is_altered = |it: &&ObjectId| matches!(self.effect(it), Some(Effect::Altered(_)));
        // A column that comes above is merged with what it finds: the one that changes goes on to those below.
        let altered = kept.clone().find(is_altered).filter(|_| id.kind == Kind::Column);
        let changed = altered.or_else(|| kept.clone().find(|id| self.effect(id).is_some()));
        // DROP DEFAULT drops every heir's, whatever other parents have.
        let dropped = there.iter().find(|id| {
            let column = ObjectId { kind: Kind::Column, ..(*id).clone() };
            id.kind == Kind::DefaultExpr
                && matches!(self.effect(id), Some(Effect::Gone))
                && !self.is_gone(&column)
        });
        let decisive = changed.or(dropped).or_else(|| kept.clone().next());
        match decisive {
            Some(id) => Some(id.clone()),
            None if own => None,
            None => there.into_iter().next(),
        }
    }

    fn value(&self, catalog: &Catalog, id: &ObjectId) -> Option<Object> {
        if let Some(object) = catalog.get(id) {
            return (id.kind != Kind::Trigger || is_for_rows(object)).then(|| object.clone());
        }
        let table = id.relation_qname();
        let of_parent = (id.kind == Kind::Trigger).then(|| trigger(catalog, &table, &id.name))?;
        of_parent.filter(|object| is_for_rows(object)).map(copied)
    }
}
