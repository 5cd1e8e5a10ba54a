//! Functions that PostgreSQL reads at once and that change in place, from what goes to what comes.
//!
//! What goes would wait for such a function, and the function for what comes. That must wait in turn where it is, or stands on,
//! something that changes or is made again, or gets a name that is not free yet, and something that goes stands on the old
//! form: the function is rid of its body first.

use super::{Circles, functions};
use crate::catalog::{Catalog, Kind, Name, ObjectId};
use crate::plan::aside::put_aside;
use crate::plan::{Alteration, Fate, RELATIONS, order};
use std::collections::{BTreeMap, BTreeSet};

/// Of each such function what it leaves.
pub(super) fn leaving<'c>(
    from: &'c Catalog,
    to: &'c Catalog,
    fates: &BTreeMap<&ObjectId, Fate>,
) -> Circles<'c> {
    let changes = |id: &ObjectId| match fates.get(id) {
        Some(Fate::Alter(all)) => all.iter().any(|it| matches!(it, Alteration::Function(_))),
        _ => false,
    };
    let goes = |id: &ObjectId| matches!(fates.get(id), Some(Fate::Drop | Fate::Replace));
    let comes = |id: &ObjectId| matches!(fates.get(id), Some(Fate::Create | Fate::Replace));
    let mut leaving = Circles::new();
    for id in functions(from, changes) {
        let left: BTreeSet<&ObjectId> = needs(from, id).filter(|it| goes(it)).collect();
        if left.is_empty() {
            continue;
        }
        let waits = |it: &ObjectId| fates.contains_key(it) && (comes(it) || !changes_quietly(it));
        let freed = under(from, left.iter().copied(), |it| goes(it) || waits(it), goes);
        let freed: BTreeSet<_> = freed.into_iter().filter_map(name).collect();
        let awaited = under(to, needs(to, id), |it| fates.contains_key(it), |_| true);
        let mut awaited = awaited.into_iter().filter(|it| waits(it)).filter_map(name);
        if awaited.any(|it| freed.contains(&it)) {
            leaving.insert(id, left);
        }
    }
    leaving
}

/// What is not free while the old form is there. A type is put aside.
fn name(id: &ObjectId) -> Option<[Option<&Name>; 4]> {
    let name = [id.schema.as_ref(), id.relation.as_ref(), Some(&id.name), id.args.as_ref()];
    (!put_aside(id.kind)).then_some(name)
}

fn needs<'c>(catalog: &'c Catalog, id: &ObjectId) -> impl Iterator<Item = &'c ObjectId> {
    catalog.get(id).into_iter().flat_map(|it| &it.depends_on)
}

/// Whether it changes in place whatever stands on it.
fn changes_quietly(id: &ObjectId) -> bool {
    order::changes_quietly(id.kind) || matches!(id.kind, Kind::Schema | Kind::Sequence)
}

/// These and what they and their parts stand on, as far as it is concerned and leads on.
fn under<'c>(
    catalog: &'c Catalog,
    these: impl Iterator<Item = &'c ObjectId>,
    concerned: impl Fn(&ObjectId) -> bool,
    leads_on: impl Fn(&ObjectId) -> bool,
) -> BTreeSet<&'c ObjectId> {
    let mut under = BTreeSet::new();
    let mut open: Vec<&ObjectId> = these.collect();
    while let Some(id) = open.pop() {
        if concerned(id) && under.insert(id) && leads_on(id) {
            open.extend(needs(catalog, id));
            open.extend(parts(catalog, id));
        }
    }
    under
}

fn parts<'c>(catalog: &'c Catalog, id: &ObjectId) -> Vec<&'c ObjectId> {
    let is_relation = RELATIONS.contains(&id.kind);
    let kinds = [
        Kind::Column,
        Kind::DefaultExpr,
        Kind::Constraint,
        Kind::Index,
        Kind::Policy,
        Kind::Rule,
        Kind::Trigger,
    ];
    let kinds = kinds.into_iter().filter(|_| is_relation);
    kinds.flat_map(|kind| catalog.of_relation(kind, &id.qname())).map(|(id, _)| id).collect()
}
