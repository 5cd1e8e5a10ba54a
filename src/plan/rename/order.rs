//! The order of renames: a name is given only when it is free.

use super::{Names, is_part};
use crate::catalog::{Catalog, ConstraintBody, Definition, Kind, Name, ObjectId};
use crate::plan::aside::aside_name;
use crate::plan::{Alteration, Change};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A space of names within which each is given once, and a name in it.
type Place = (u8, Option<Name>, Option<Name>, Name, Option<Name>);

/// The steps, for pairs of a new and an old identity. In a circle one object is put aside; so is one that has the name
/// and is to go.
pub(super) fn order(
    from: &Catalog,
    to: &Catalog,
    there: &Names<'_>,
    pairs: BTreeMap<ObjectId, ObjectId>,
) -> Vec<Change> {
    let mut open: Vec<(ObjectId, ObjectId)> = pairs.into_iter().collect();
    let mut taken: HashMap<Place, ObjectId> = HashMap::new();
    let leaving: BTreeSet<ObjectId> = open.iter().map(|(_, old)| old.clone()).collect();
    for id in there.ids() {
        // What stays under its name is in nobody's way: the declared state holds both.
        if to.get(id).is_some() && !leaving.contains(id) {
            continue;
        }
        for place in places(from, id, id) {
            taken.insert(place, id.clone());
        }
    }
    let mut steps = Vec::new();
    let mut index = 0;
    let mut waited = 0;
    while !open.is_empty() {
        index %= open.len();
        let (new, old) = open[index].clone();
        let in_the_way = |id: &ObjectId| -> Option<ObjectId> {
            places(from, &old, id)
                .iter()
                .find_map(|it| taken.get(it))
                .filter(|it| **it != old)
                .cloned()
        };
        if let Some(other) = in_the_way(&new) {
            let waits = open.iter().position(|(_, old)| *old == other);
            if waits.is_some() && waited < open.len() {
                index += 1;
                waited += 1;
                continue;
            }
            let elsewhere = aside(&other);
            steps.push(step(&other, &elsewhere));
            taken.retain(|_, id| *id != other);
            for place in places(from, &other, &elsewhere) {
                taken.insert(place, elsewhere.clone());
            }
            if let Some(waits) = waits {
                open[waits].1 = elsewhere;
            }
            waited = 0;
            continue;
        }
        steps.extend(moves(&old, &new, |id| in_the_way(id).is_none()));
        taken.retain(|_, id| *id != old);
        for place in places(from, &old, &new) {
            taken.insert(place, new.clone());
        }
        open.remove(index);
        waited = 0;
    }
    steps
}

/// The name under which an object waits until the one that it is to have is free.
pub(super) fn aside(id: &ObjectId) -> ObjectId {
    ObjectId { name: aside_name(&id.name), ..id.clone() }
}

/// Another schema and another name are two statements: in between the object has one of the two.
fn moves(old: &ObjectId, new: &ObjectId, free: impl Fn(&ObjectId) -> bool) -> Vec<Change> {
    if old.schema == new.schema || old.name == new.name {
        return vec![step(old, new)];
    }
    let there = ObjectId { schema: new.schema.clone(), ..old.clone() };
    let here = ObjectId { name: new.name.clone(), ..old.clone() };
    let between = [there, here, aside(old)];
    match between.into_iter().find(|it| free(it)) {
        Some(between) if between.schema == old.schema && between.name != new.name => {
            let moved = ObjectId { schema: new.schema.clone(), ..between.clone() };
            vec![step(old, &between), step(&between, &moved), step(&moved, new)]
        }
        Some(between) => vec![step(old, &between), step(&between, new)],
        None => vec![step(old, new)],
    }
}

fn step(old: &ObjectId, new: &ObjectId) -> Change {
    if !is_part(old) {
        return Change::Rename { from: old.clone(), to: new.clone() };
    }
    let id = ObjectId::in_schema(new.kind, &new.relation_qname());
    let (from, to) = (old.name.clone(), new.name.clone());
    let alteration = match old.kind {
        Kind::Range => Alteration::RangeMultirange { from: old.qname(), to: new.qname() },
        Kind::Composite => Alteration::CompositeRename { from, to },
        _ => Alteration::EnumRenameLabel { from: from.to_string(), to: to.to_string() },
    };
    Change::Alter { id, alteration: Box::new(alteration) }
}

/// Where an object takes a name, were it called so.
fn places(from: &Catalog, object: &ObjectId, called: &ObjectId) -> Vec<Place> {
    let in_schema = |space| (space, called.schema.clone(), None, called.name.clone(), None);
    let own = |space| {
        let (schema, relation) = (called.schema.clone(), called.relation.clone());
        (space, schema, relation, called.name.clone(), called.args.clone())
    };
    const RELATIONS: u8 = 0;
    const TYPES: u8 = 1;
    const ROUTINES: u8 = 2;
    let kind = 3 + called.kind as u8;
    if is_part(called) && called.kind != Kind::Range {
        return vec![own(u8::MAX)];
    }
    match called.kind {
        // A relation has a row type, a composite type is a relation without rows.
        Kind::Table | Kind::View | Kind::MaterializedView | Kind::Composite => {
            vec![in_schema(RELATIONS), in_schema(TYPES)]
        }
        Kind::Sequence | Kind::Index => vec![in_schema(RELATIONS)],
        Kind::BaseType | Kind::Enum | Kind::Range | Kind::Domain => vec![in_schema(TYPES)],
        Kind::Function | Kind::Aggregate => {
            vec![(ROUTINES, called.schema.clone(), None, called.name.clone(), called.args.clone())]
        }
        Kind::Constraint => {
            let mut places = vec![own(kind)];
            if from.get(object).is_some_and(|it| has_index(&it.definition)) {
                places.push(in_schema(RELATIONS));
            }
            places
        }
        _ => vec![own(kind)],
    }
}

/// The index of a constraint bears its name.
fn has_index(definition: &Definition) -> bool {
    matches!(
        definition,
        Definition::Constraint(it) if !matches!(
            it.body,
            ConstraintBody::Check { .. } | ConstraintBody::ForeignKey { .. }
        )
    )
}
