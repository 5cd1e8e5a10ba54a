//! Tables that become partitions, and partitions that stop being some.

use super::{
    attached, by_depth, children, expression, inherited, is_for_rows, is_remade, left_behind,
    not_null, paired, partitions, restated, roots, table, taken_in, trigger, under_keys,
    unvalidated,
};
use crate::catalog::{
    Catalog, Constraint, ConstraintBody, Definition, Index, Kind, Name, Object, ObjectId,
    PartitionOf, QName, Table,
};
use crate::plan::aside::aside_name;
use crate::plan::{Alteration, Change};
use std::collections::BTreeSet;

/// Two catalogs without the tables that become or stop being partitions, and what is to be done to these before and
/// after.
pub(crate) struct Apart {
    pub(crate) from: Catalog,
    pub(crate) to: Catalog,
    pub(crate) first: Vec<Change>,
    pub(crate) last: Vec<Change>,
    /// Indexes and keys that are made again after others.
    pub(crate) remade: BTreeSet<ObjectId>,
}

/// `None` where there are no partitions.
pub(crate) fn apart(from: &Catalog, to: &Catalog) -> Option<Apart> {
    if children(from).next().is_none() && children(to).next().is_none() {
        return None;
    }
    let leaving: Vec<(&ObjectId, &PartitionOf)> = leaving(from, to).collect();
    let (first, without) = under_keys::taken_down(from, to, &leaving);
    let from = without.as_ref().unwrap_or(from);
    let mut apart = Apart {
        from: from.clone(),
        to: to.clone(),
        first,
        last: Vec::new(),
        remade: BTreeSet::new(),
    };
    restated::take_over(&mut apart.from, to);
    let later = unvalidated::later(from, to);
    unvalidated::loosen(&mut apart.to, &later);
    for (id, of) in leaving {
        apart.detach(from, id, of);
    }
    for (id, of) in partitions(to) {
        let is_there = table(from, id).is_some() && !is_remade(from, to, id);
        let stays = is_there && stays(from, to, id);
        if !stays && (is_there || !is_as_postgresql_makes_it(to, id, &later)) {
            apart.attach(to, id, of);
        }
    }
    for (id, _) in by_depth(to) {
        let of = table(to, id).and_then(|table| table.partition_of.as_ref());
        if table(from, id).is_some()
            && !is_remade(from, to, id)
            && stays(from, to, id)
            && let Some(of) = of
        {
            apart.rename(id, of);
        }
    }
    for (id, _) in children(from).chain(children(to)) {
        let Some(new) = table(to, id) else { continue };
        match table(from, id).filter(|_| !is_remade(from, to, id)) {
            Some(old) => {
                let kept = kept(from, to, id, &old.inherits, &new.inherits);
                apart.inherit(from, to, id, [&old.inherits, &new.inherits, &kept]);
            }
            None if unvalidated::is_other(to, &id.qname(), &later) => {
                apart.inherit(from, to, id, [&[], &new.inherits, &[]]);
            }
            None => {}
        }
    }
    for (id, _) in by_depth(to) {
        if let (Some(old), Some(new)) = (table(from, id), table(to, id))
            && !is_remade(from, to, id)
            && roots::goes_apart(from, &apart.to, &id.qname())
        {
            apart.inherit(from, to, id, [&old.inherits, &new.inherits, &[]]);
        }
    }
    // What leaves its parents has their NOT NULL by itself then.
    apart.first.extend(left_behind::taken_away(&mut apart.from, to));
    apart.last.extend(unvalidated::steps(to, &later));
    apart.last.extend(taken_in::after_attaching(&mut apart.to, to));
    Some(apart)
}

/// The partitions that are detached.
fn leaving<'a>(
    from: &'a Catalog,
    to: &'a Catalog,
) -> impl Iterator<Item = (&'a ObjectId, &'a PartitionOf)> {
    partitions(from).filter(move |(id, of)| {
        let is_there = table(to, id).is_some() && !is_remade(from, to, id);
        // PostgreSQL drops no partition of a table that a foreign key refers to.
        let is_held = !is_there && keeps_its_parent(from, to, of) && is_referred_to(from, of);
        (is_there && !stays(from, to, id)) || is_held
    })
}

/// Whether a partition is the same one before and after.
fn stays(from: &Catalog, to: &Catalog, id: &ObjectId) -> bool {
    let of = |catalog| table(catalog, id).and_then(|table| table.partition_of.as_ref());
    let parent = |of: &PartitionOf| ObjectId::in_schema(Kind::Table, &of.parent);
    match (of(from), of(to)) {
        (Some(old), Some(new)) if old == new => {
            table(to, &parent(new)).is_some()
                && !is_remade(from, to, &parent(new))
                && !not_null::goes_apart(from, to, &id.qname())
                && !expression::goes_apart(from, to, &id.qname())
                && !part_is_another(from, to, id, &new.parent)
        }
        _ => false,
    }
}

/// Whether a key of a partition takes the place of an index as part of one of its table that stays, or the other way round:
/// PostgreSQL drops no part.
fn part_is_another(from: &Catalog, to: &Catalog, id: &ObjectId, parent: &QName) -> bool {
    let name = id.qname();
    let parts = |catalog, kind| parts_of(catalog, kind, &name);
    let stays = |whole: &Name| {
        let of_parent = ObjectId::of_relation(Kind::Index, parent, whole.clone());
        match (from.get(&of_parent), to.get(&of_parent)) {
            (Some(old), Some(new)) => old.definition == new.definition,
            _ => false,
        }
    };
    let other = |old: Kind, new: Kind| {
        let old: BTreeSet<&Name> = parts(from, old).collect();
        parts(to, new).any(|whole| old.contains(whole) && stays(whole))
    };
    other(Kind::Index, Kind::Constraint) || other(Kind::Constraint, Kind::Index)
}

/// What the indexes or keys of a partition are part of.
fn parts_of<'a>(
    catalog: &'a Catalog,
    kind: Kind,
    table: &QName,
) -> impl Iterator<Item = &'a Name> + use<'a> {
    let all = catalog.of_relation(kind, table);
    all.filter_map(|(_, object)| attached(object).map(|it| &it.to))
}

fn keeps_its_parent(from: &Catalog, to: &Catalog, of: &PartitionOf) -> bool {
    let parent = ObjectId::in_schema(Kind::Table, &of.parent);
    table(to, &parent).is_some() && !is_remade(from, to, &parent)
}

/// Whether a foreign key refers to the table, or to one that it is a partition of.
fn is_referred_to(from: &Catalog, of: &PartitionOf) -> bool {
    let refers = |name: &QName| {
        from.of_kind(Kind::Constraint).any(|(_, object)| match &object.definition {
            Definition::Constraint(Constraint {
                body: ConstraintBody::ForeignKey { references, .. },
                ..
            }) => references == name,
            _ => false,
        })
    };
    let mut table = Some(of.parent.clone());
    while let Some(name) = table {
        if refers(&name) {
            return true;
        }
        table = from.parent(&name).cloned();
    }
    false
}

/// Whether `CREATE TABLE … PARTITION OF` gives all indexes, keys and NOT NULL their names, and leaves the table where it shall lie:
/// unless it says a tablespace it lies where its parent does. So it is with the access method.
fn is_as_postgresql_makes_it(to: &Catalog, id: &ObjectId, later: &BTreeSet<ObjectId>) -> bool {
    let name = id.qname();
    let above = |it: &Table| -> Option<&Table> {
        table(to, &ObjectId::in_schema(Kind::Table, &it.partition_of.as_ref()?.parent))
    };
    let lies_elsewhere = |it: &Table| {
        it.tablespace.is_none()
            && it.foreign.is_none()
            && above(it).is_some_and(|it| it.tablespace.is_some())
    };
    // A partition gets the method of its table unless it says another one.
    let is_kept_otherwise = |it: &Table| {
        let usual = if it.partition_by.is_some() { None } else { Some("heap") };
        let method = above(it).and_then(|it| it.using.as_deref());
        it.using.is_none() && it.foreign.is_none() && method.is_some() && method != usual
    };
    let is_otherwise = |it: &Table| lies_elsewhere(it) || is_kept_otherwise(it);
    if table(to, id).is_some_and(is_otherwise)
        || not_null::has_own_names(to, &name)
        || unvalidated::is_other(to, &name, later)
        || expression::has_own(to, &name)
    {
        return false;
    }
    [Kind::Index, Kind::Constraint].into_iter().all(|kind| {
        to.of_relation(kind, &name)
            .filter_map(|(_, object)| attached(object))
            .all(|attached| attached.chosen)
    })
}

/// The tables from which one inherits all the time.
fn kept(from: &Catalog, to: &Catalog, id: &ObjectId, old: &[QName], new: &[QName]) -> Vec<QName> {
    let name = id.qname();
    let goes_apart = not_null::goes_apart(from, to, &name)
        || expression::goes_apart(from, to, &name)
        || left_behind::goes_apart(from, to, &name);
    let stays = |parent: &&QName| {
        if goes_apart {
            return false;
        }
        let parent_id = ObjectId::in_schema(Kind::Table, parent);
        old.contains(parent) && new.contains(parent) && !is_remade(from, to, &parent_id)
    };
    // What comes after one that comes goes and comes again: the order is that in which they came.
    let mut last = None;
    let keeps = |parent: &&QName| {
        let place = old.iter().position(|it| it == *parent);
        let goes_on = stays(parent) && place > last;
        last = place;
        goes_on
    };
    new.iter().take_while(keeps).cloned().collect()
}

fn alter(id: &ObjectId, alteration: Alteration) -> Change {
    Change::Alter { id: id.clone(), alteration: Box::new(alteration) }
}

impl Apart {
    /// A table that inherits no longer keeps the columns and checks that it had; one that inherits from now on must have
    /// them before. It inherits from the `kept` ones all the time.
    fn inherit(
        &mut self,
        from: &Catalog,
        to: &Catalog,
        id: &ObjectId,
        [old, new, kept]: [&[QName]; 3],
    ) {
        let name = id.qname();
        for (catalog, whole, parents) in [(&mut self.from, from, old), (&mut self.to, to, new)] {
            let Some(object) = catalog.objects.get_mut(id) else { continue };
            let Definition::Table(table) = &mut object.definition else { continue };
            // Done already where both catalogs have the table among those that inherit.
            if table.inherits == kept {
                continue;
            }
            table.inherits = kept.to_vec();
            for parent in parents.iter().filter(|parent| !kept.contains(parent)) {
                object.depends_on.remove(&ObjectId::in_schema(Kind::Table, parent));
            }
            let still: Vec<_> = kept.iter().flat_map(|parent| inherited(whole, parent)).collect();
            for parent in parents.iter().filter(|parent| !kept.contains(parent)) {
                for (constraint, object) in inherited(whole, parent) {
                    if is_inheritable(object) && !still.iter().any(|(it, _)| *it == constraint) {
                        take_over(catalog, &name, constraint, object);
                    }
                }
            }
        }
        for parent in old.iter().filter(|parent| !kept.contains(parent)) {
            let step = alter(id, Alteration::NoInherit { parent: parent.clone() });
            if !self.first.contains(&step) {
                self.first.push(step);
            }
        }
        for parent in new.iter().filter(|parent| !kept.contains(parent)) {
            let step = alter(id, Alteration::Inherit { parent: parent.clone() });
            if !self.last.contains(&step) {
                self.last.push(step);
            }
        }
    }

    /// The indexes of a partition that stay part of those of its parent get the names that they shall have.
    fn rename(&mut self, id: &ObjectId, of: &PartitionOf) {
        let name = id.qname();
        for kind in [Kind::Constraint, Kind::Index] {
            let wanted: Vec<(ObjectId, Name)> = (self.to.of_relation(kind, &name))
                .filter_map(|(id, object)| Some((id.clone(), attached(object)?.to.clone())))
                .collect();
            for (new, parent) in wanted {
                let of_parent = ObjectId::of_relation(kind, &of.parent, parent.clone());
                let stays = match (self.from.get(&of_parent), self.to.get(&of_parent)) {
                    (Some(old), Some(new)) => old.definition == new.definition,
                    _ => false,
                };
                let is_old = |object: &Object| attached(object).is_some_and(|it| it.to == parent);
                let old: Option<ObjectId> = self
                    .from
                    .of_relation(kind, &name)
                    .find(|(_, object)| is_old(object))
                    .map(|(id, _)| id.clone());
                if let Some(old) = old.filter(|old| stays && *old != new) {
                    self.free(&new);
                    self.give(old, new);
                }
            }
        }
    }

    /// Puts an index aside that has a name which another one gets.
    fn free(&mut self, name: &ObjectId) {
        let taken = [Kind::Constraint, Kind::Index].into_iter().flat_map(|kind| {
            let all = self.from.of_kind(kind);
            all.filter(|(id, _)| id.schema == name.schema && id.name == name.name)
        });
        let taken: Vec<ObjectId> = taken.map(|(id, _)| id.clone()).collect();
        for old in taken {
            let new = ObjectId { name: aside_name(&old.name), ..old.clone() };
            self.give(old, new);
        }
    }

    /// Gives an index another name. Those that are part of it, and what stands on it, know it by that.
    fn give(&mut self, old: ObjectId, new: ObjectId) {
        let Some(object) = self.from.objects.remove(&old) else { return };
        self.from.objects.insert(new.clone(), object);
        let table = old.relation_qname();
        let parts: Vec<QName> = partitions(&self.from)
            .filter(|(_, of)| of.parent == table)
            .map(|(id, _)| id.qname())
            .collect();
        for (id, object) in &mut self.from.objects {
            if object.depends_on.remove(&old) {
                object.depends_on.insert(new.clone());
            }
            if id.kind != old.kind || !parts.contains(&id.relation_qname()) {
                continue;
            }
            if let Definition::Index(Index { attached: Some(attached), .. })
            | Definition::Constraint(Constraint { attached: Some(attached), .. }) =
                &mut object.definition
                && attached.to == old.name
            {
                attached.to = new.name.clone();
            }
        }
        self.first.push(Change::Rename { from: old, to: new });
    }

    /// A detached table keeps the constraints and indexes that it had from its parent, and loses the triggers.
    fn detach(&mut self, from: &Catalog, id: &ObjectId, of: &PartitionOf) {
        self.first.push(alter(id, Alteration::Detach { parent: of.parent.clone() }));
        let name = id.qname();
        loosen(&mut self.from, from, &name, of);
        for (constraint, object) in inherited(from, &of.parent) {
            take_over(&mut self.from, &name, constraint, object);
        }
        for (id, object) in from.of_relation(Kind::Trigger, &name) {
            if is_for_rows(object) && trigger(from, &of.parent, &id.name).is_some_and(is_for_rows) {
                self.from.objects.remove(id);
            }
        }
    }

    /// A table that is attached must have the checks of its parent before; indexes, keys and foreign keys that are
    /// like those of its parent become part of them.
    fn attach(&mut self, to: &Catalog, id: &ObjectId, of: &PartitionOf) {
        let (parent, bound) = (of.parent.clone(), of.bound.clone());
        self.last.push(alter(id, Alteration::Attach { parent, bound }));
        let name = id.qname();
        loosen(&mut self.to, to, &name, of);
        self.remade.extend(paired::in_order(&self.from, to, &mut self.to, &name, &of.parent));
        for (constraint, object) in inherited(to, &of.parent) {
            let own = ObjectId::of_relation(Kind::Constraint, &name, constraint.clone());
            let has = self.from.get(&own).is_some_and(|old| old.definition == object.definition);
            if is_check(object) || has {
                take_over(&mut self.to, &name, constraint, object);
            }
        }
        for (id, object) in to.of_relation(Kind::Trigger, &name) {
            let Some(of_parent) = trigger(to, &of.parent, &id.name) else { continue };
            if !is_for_rows(of_parent) {
                continue;
            }
            self.to.objects.remove(id);
            if let Definition::Trigger(it) = &object.definition {
                self.last.push(alter(id, Alteration::TriggerEnabled(it.enabled)));
            }
        }
    }
}

/// Makes a partition a table by itself.
fn loosen(catalog: &mut Catalog, whole: &Catalog, name: &QName, of: &PartitionOf) {
    let id = ObjectId::in_schema(Kind::Table, name);
    if let Some(object) = catalog.objects.get_mut(&id) {
        object.depends_on.remove(&ObjectId::in_schema(Kind::Table, &of.parent));
        if let Definition::Table(table) = &mut object.definition {
            table.partition_of = None;
        }
    }
    for kind in [Kind::Index, Kind::Constraint] {
        for (id, _) in whole.of_relation(kind, name) {
            if let Some(
                Definition::Index(Index { attached, .. })
                | Definition::Constraint(Constraint { attached, .. }),
            ) = catalog.objects.get_mut(id).map(|object| &mut object.definition)
            {
                *attached = None;
            }
        }
    }
}

/// Heirs have checks from their parents, unless these say NO INHERIT, and no foreign keys.
fn is_inheritable(object: &Object) -> bool {
    matches!(
        &object.definition,
        Definition::Constraint(Constraint {
            body: ConstraintBody::Check { no_inherit: false, .. },
            ..
        })
    )
}

fn is_check(object: &Object) -> bool {
    matches!(
        &object.definition,
        Definition::Constraint(Constraint { body: ConstraintBody::Check { .. }, .. })
    )
}

/// Gives a table a constraint of another one, without what is said about it.
fn take_over(catalog: &mut Catalog, table: &QName, name: &Name, object: &Object) {
    let id = ObjectId::of_relation(Kind::Constraint, table, name.clone());
    catalog.objects.entry(id).or_insert_with(|| Object { comment: None, ..object.clone() }.into());
}
