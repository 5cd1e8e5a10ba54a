//! The verdict on one step as it is gathered.

use super::relations::Relations;
use super::{Harm, Hazard, Lock, Mode, Verdict, Work};
use crate::catalog::{Catalog, Definition, Kind, ObjectId, QName};
use std::collections::{BTreeMap, BTreeSet};

/// What a step does to what others can see.
pub(super) struct Judged<'a> {
    /// The database before the plan, after the renames that the plan begins with.
    pub(super) from: &'a Catalog,
    /// The database after the plan.
    pub(super) to: &'a Catalog,
    pub(super) relations: &'a Relations,
    /// What goes in the course of the plan and comes back.
    pub(super) again: &'a BTreeSet<ObjectId>,
    harms: BTreeSet<Harm>,
    locks: BTreeMap<QName, (Mode, Work)>,
}

impl<'a> Judged<'a> {
    pub(super) fn new(
        [from, to]: [&'a Catalog; 2],
        relations: &'a Relations,
        again: &'a BTreeSet<ObjectId>,
    ) -> Self {
        Self { from, to, relations, again, harms: BTreeSet::new(), locks: BTreeMap::new() }
    }

    /// The verdict; what follows from the locks is added.
    pub(super) fn verdict(mut self) -> Verdict {
        let locks = std::mem::take(&mut self.locks).into_iter();
        let locks: Vec<Lock> =
            locks.map(|(relation, (mode, work))| Lock { relation, mode, work }).collect();
        let felt: Vec<&Lock> = locks.iter().filter(|it| self.is_felt(it)).collect();
        for Lock { relation, mode, work } in felt {
            if *work == Work::Rewrite {
                // That nobody reads it meanwhile goes without saying.
                self.harm(Hazard::TableRewrite, format!("{relation} is written anew"));
            } else if mode.stops_reads() {
                self.harm(Hazard::BlocksReads, format!("nobody reads {relation} meanwhile"));
            } else if mode.stops_writes() {
                self.harm(Hazard::BlocksWrites, format!("nobody writes to {relation} meanwhile"));
            }
        }
        Verdict { locks, harms: self.harms.into_iter().collect() }
    }

    /// Whether anybody waits longer the larger the relation is: nobody reads a materialized view that is not computed.
    fn is_felt(&self, lock: &Lock) -> bool {
        let view = ObjectId::in_schema(Kind::MaterializedView, &lock.relation);
        let is_empty = match self.from.get(&view).map(|it| &it.definition) {
            Some(Definition::MaterializedView(view)) => !view.populated,
            _ => false,
        };
        lock.work.grows() && !is_empty
    }

    /// A hazard, and why.
    pub(super) fn harm(&mut self, hazard: Hazard, why: impl Into<String>) {
        self.harms.insert(Harm { hazard, why: why.into() });
    }

    /// A hazard that there is only where the relation was there before the plan.
    pub(super) fn harm_on(&mut self, relation: &QName, hazard: Hazard, why: &str) {
        if self.relations.is_old(relation) {
            self.harm(hazard, why);
        }
    }

    /// Whether others may have used an object before the plan.
    pub(super) fn is_old(&self, id: &ObjectId) -> bool {
        self.from.get(id).is_some()
    }

    /// A lock on one relation. Nobody waits for one that the plan has made itself.
    pub(super) fn on(&mut self, relation: &QName, mode: Mode, work: Work) {
        if !self.relations.is_old(relation) {
            return;
        }
        // A table that is partitioned or foreign has no rows here, a view none of its own.
        let is_empty = match self.relations.kind(relation) {
            Some(Kind::Table) => {
                let table = self.from.table(relation).or_else(|| self.to.table(relation));
                table.is_some_and(|it| it.partition_by.is_some() || it.foreign.is_some())
            }
            Some(Kind::MaterializedView) => false,
            _ => true,
        };
        let work = if is_empty { Work::Catalogs } else { work };
        let lock = self.locks.entry(relation.clone()).or_insert((mode, work));
        *lock = (lock.0.max(mode), lock.1.max(work));
    }

    /// A lock on a table and on everything below it.
    pub(super) fn below(&mut self, table: &QName, mode: Mode, work: Work) {
        if self.relations.is_old(table) {
            for table in self.relations.tree(table) {
                self.on(&table, mode, work);
            }
        }
    }

    /// A lock on the tables to which foreign keys tie this one, in either direction.
    pub(super) fn tied(&mut self, table: &QName, mode: Mode, work: Work) {
        for other in self.relations.tied(table) {
            self.on(&other, mode, work);
        }
    }

    /// A lock on every relation that has columns of a type, or of one that is made of it.
    pub(super) fn users(&mut self, of: &ObjectId, mode: Mode, work: Work) {
        for table in users(self.from, of).into_iter().chain(users(self.to, of)) {
            self.on(&table, mode, work);
        }
    }
}

/// The relations whose columns need a type, be it through another one.
fn users(catalog: &Catalog, of: &ObjectId) -> Vec<QName> {
    let mut types = vec![of];
    let mut at = 0;
    while let Some(&next) = types.get(at) {
        at += 1;
        let made = [Kind::Domain, Kind::Composite, Kind::Range].into_iter();
        for (id, object) in made.flat_map(|kind| catalog.of_kind(kind)) {
            if object.depends_on.contains(next) && !types.contains(&id) {
                types.push(id);
            }
        }
    }
    let columns = catalog.of_kind(Kind::Column);
    let these = columns.filter(|(_, it)| types.iter().any(|of| it.depends_on.contains(of)));
    these.map(|(id, _)| id.relation_qname()).collect()
}
