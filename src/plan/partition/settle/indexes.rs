//! The indexes of partitions that are part of those of their parents, and the keys.

use super::super::{attached, taken_in, whole};
use super::{Effect, Settling, copied};
use crate::catalog::{Catalog, Constraint, Definition, Index, Kind, Name, Object, ObjectId, QName};
use crate::plan::alter::{self, Outcome};
use crate::plan::{Alteration, Change, Fate, same_metadata};
use std::collections::BTreeMap;

impl<'a> Settling<'a, '_> {
    /// The indexes of a partition that are part of those of its parent, and the keys.
    pub(super) fn indexes(&mut self, table: &'a ObjectId, parent: &QName, kind: Kind) {
        let child = table.qname();
        let of_parent = |name: &Name| ObjectId::of_relation(kind, parent, name.clone());
        let created = self.is_made(table);
        let keys = |catalog: &'a Catalog| -> Vec<(&'a ObjectId, &'a Object)> {
            let own = catalog.of_relation(kind, &child);
            own.collect()
        };
        for (id, object) in keys(self.from) {
            let Some(attached) = attached(object).filter(|_| !created) else { continue };
            let of_parent = of_parent(&attached.to);
            if !self.is_gone(&of_parent) {
                continue;
            }
            self.gone.insert(id.clone());
            self.fates.remove(id);
            if let Some((id, _)) = self.to.objects.get_key_value(id) {
                self.fates.insert(id, Fate::Create);
            }
            self.carry(self.carrier(&of_parent, true), true, id);
        }
        for (id, object) in keys(self.to) {
            let Some(attached) = attached(object) else { continue };
            let of_parent = of_parent(&attached.to);
            if !matches!(self.fates.get(id), Some(Fate::Create | Fate::Replace)) {
                self.changed(id, object, of_parent);
                continue;
            }
            let is_complete = match self.to.get(&of_parent).map(|it| &it.definition) {
                Some(Definition::Index(index)) => index.valid,
                _ => true,
            };
            // One that not all partitions have is made after them.
            let makes = match self.is_made(&of_parent) {
                true => is_complete && (created || attached.chosen),
                false => created,
            };
            if makes {
                // What is made as a copy is made when that of the parent is as it shall be.
                if created && matches!(self.fates.get(&of_parent), Some(Fate::Alter(_))) {
                    self.settled.follows.push((of_parent.clone(), table));
                }
                let carrier = match self.is_made(&of_parent) {
                    true => self.carrier(&of_parent, false),
                    false => table.clone(),
                };
                self.made(id, object, &of_parent, carrier);
                self.settled.follows.push((of_parent, id));
            } else if self.is_made(&of_parent) && is_complete {
                self.set_again(id, object, &of_parent);
                self.settled.found.push((id, of_parent));
                self.effects.insert(id.clone(), Effect::Made);
            } else {
                self.settled.attached.insert(id, of_parent.qname());
                self.settled.follows.push((of_parent, id));
            }
        }
    }

    /// What stands beside the parts of a partition: what is made above it would take it in if it were alike and there before.
    pub(super) fn beside(&mut self, table: &QName) {
        let own: Vec<_> =
            taken_in::beside(self.to, table).filter(|(id, _)| self.is_made(id)).collect();
        for (own, object) in own {
            let above = taken_in::all_above(self.to, table);
            let above = above.filter(|(id, of)| self.is_made(id) && taken_in::takes_in(of, object));
            let pairs: Vec<_> = above.map(|(above, _)| (above, own)).collect();
            self.settled.beside.extend(pairs);
        }
    }

    /// The statistics targets that an index and those that it is part of are given, which those that are part of it get
    /// at once.
    fn statistics(&self, id: &ObjectId) -> BTreeMap<u16, Option<i32>> {
        let mut given = whole(self.to, id).map(|whole| self.statistics(&whole)).unwrap_or_default();
        match (self.fates.get(id), self.to.get(id).map(|it| &it.definition)) {
            (Some(Fate::Create | Fate::Replace), Some(Definition::Index(index))) => {
                given.extend(index.statistics.iter().map(|(place, it)| (*place, Some(*it))));
            }
            (Some(Fate::Alter(alterations)), _) => {
                given.extend(alterations.iter().filter_map(|it| match it {
                    Alteration::IndexStatistics { place, target } => Some((*place, *target)),
                    _ => None,
                }));
            }
            _ => {}
        }
        given
    }

    /// An index that stays, and has got the statistics targets of its parent's.
    fn changed(&mut self, id: &'a ObjectId, new: &Object, of_parent: ObjectId) {
        let given = self.statistics(&of_parent);
        let Some(object) = self.from.get(id) else { return };
        let Definition::Index(old) = &object.definition else { return };
        let mut before = old.clone();
        for (place, target) in given {
            match target {
                Some(target) => before.statistics.insert(place, target),
                None => before.statistics.remove(&place),
            };
        }
        if before.statistics == old.statistics {
            return;
        }
        let before = Object { definition: before.into(), ..object.clone() };
        match alter::alter(self.from, self.to, id, &before.definition, &new.definition) {
            Outcome::Alter(alterations) => {
                self.fates.insert(id, Fate::Alter(alterations));
            }
            Outcome::Same if same_metadata(&before, new) => {
                self.fates.remove(id);
            }
            _ => {}
        }
        self.settled.before.insert(id, before);
        self.settled.follows.push((of_parent, id));
    }

    /// An index that was made before that of its parent has its statistics targets now.
    fn set_again(&mut self, id: &'a ObjectId, object: &Object, of_parent: &ObjectId) {
        let given = self.statistics(of_parent);
        let Definition::Index(index) = &object.definition else { return };
        let lost = given.into_iter().filter_map(|(place, given)| {
            let target = index.statistics.get(&place).copied();
            let alteration = Box::new(Alteration::IndexStatistics { place, target });
            (target != given).then(|| Change::Alter { id: id.clone(), alteration })
        });
        let carrier = self.carrier(of_parent, false);
        self.settled.again.entry(carrier).or_default().extend(lost);
    }

    /// An index that comes with that of the parent, or with the partition.
    fn made(&mut self, id: &'a ObjectId, object: &Object, of_parent: &ObjectId, carrier: ObjectId) {
        let mut before = copied(object);
        if let Definition::Index(index) = &mut before.definition {
            let given = self.statistics(of_parent).into_iter();
            index.statistics = given.filter_map(|(place, it)| Some((place, it?))).collect();
            if let Some(Definition::Index(of)) = self.to.get(of_parent).map(|it| &it.definition) {
                index.options.clone_from(&of.options);
            }
        }
        if let Definition::Constraint(key) = &mut before.definition {
            key.index_comment = None;
        }
        // It lies where that of the parent does.
        if let Definition::Index(Index { tablespace, .. })
        | Definition::Constraint(Constraint { tablespace, .. }) = &mut before.definition
        {
            *tablespace = self.to.get(of_parent).and_then(lies_in).cloned();
        }
        match alter::alter(self.to, self.to, id, &before.definition, &object.definition) {
            Outcome::Alter(alterations) => {
                self.fates.insert(id, Fate::Alter(alterations));
            }
            _ if same_metadata(&before, object) => {
                self.fates.remove(id);
            }
            _ => {
                self.fates.insert(id, Fate::Alter(Vec::new()));
            }
        }
        self.settled.before.insert(id, before);
        self.carry(carrier, false, id);
        self.effects.insert(id.clone(), Effect::Made);
    }
}

/// Where an index, or that of a constraint, lies.
fn lies_in(object: &Object) -> Option<&Name> {
    match &object.definition {
        Definition::Index(it) => it.tablespace.as_ref(),
        Definition::Constraint(it) => it.tablespace.as_ref(),
        _ => None,
    }
}
