//! The relations that are there before each step: what is above and below them, and which foreign keys tie them.

use crate::catalog::{
    Catalog, Column, ConstraintBody, Definition, Kind, Name, ObjectId, QName, generated,
};
use crate::plan::{Alteration, Change};
use std::collections::{BTreeMap, BTreeSet};

/// Followed from step to step, by the names that they have then.
#[derive(Debug, Default)]
pub(super) struct Relations {
    /// Those that others can see: they were there before the first step.
    old: BTreeMap<QName, Kind>,
    /// The tables right below a table: heirs and partitions.
    below: BTreeMap<QName, BTreeSet<QName>>,
    /// The partition that takes what no other takes.
    default_of: BTreeMap<QName, QName>,
    /// Foreign keys: of which table, by which name, to which table.
    keys: BTreeMap<(QName, Name), QName>,
    /// Columns that a check has shown not to be null.
    tested: BTreeSet<ObjectId>,
    /// The tables of indexes.
    indexes: BTreeMap<QName, QName>,
}

const RELATIONS: [Kind; 4] = [Kind::Table, Kind::View, Kind::MaterializedView, Kind::Sequence];

impl Relations {
    /// Those of a catalog as they were before the renames that the steps begin with, which the catalog has behind it.
    pub(super) fn before(catalog: &Catalog, steps: &[Change]) -> Self {
        let mut relations = Self::default();
        for (id, object) in catalog.iter() {
            relations.come(id, &object.definition);
            if RELATIONS.contains(&id.kind) {
                relations.old.insert(id.qname(), id.kind);
            }
            if let Some(name) = identity_sequence(id, &object.definition) {
                relations.old.insert(name, Kind::Sequence);
            }
        }
        let steps = steps.iter().filter(|step| !matches!(step, Change::Join { .. }));
        let renames = steps.map_while(|step| match step {
            Change::Rename { from, to } => Some((from, to)),
            _ => None,
        });
        let renames: Vec<_> = renames.filter(|(_, to)| catalog.get(to).is_some()).collect();
        renames.into_iter().rev().for_each(|(from, to)| relations.rename(to, from));
        relations
    }

    /// Whether others can see it.
    pub(super) fn is_old(&self, relation: &QName) -> bool {
        self.old.contains_key(relation)
    }

    /// The kind of one that others can see.
    pub(super) fn kind(&self, relation: &QName) -> Option<Kind> {
        self.old.get(relation).copied()
    }

    /// Whether a check has shown a column not to be null: then SET NOT NULL reads no row.
    pub(super) fn is_tested(&self, column: &ObjectId) -> bool {
        self.tested.contains(column)
    }

    /// The table of an index.
    pub(super) fn table_of_index(&self, index: &QName) -> Option<&QName> {
        self.indexes.get(index)
    }

    /// A table and everything below it.
    pub(super) fn tree(&self, table: &QName) -> BTreeSet<QName> {
        closure(table, |next: &QName| self.below.get(next).into_iter().flatten().collect())
    }

    /// The tables right above a table.
    pub(super) fn right_above(&self, table: &QName) -> Vec<QName> {
        let above = self.below.iter().filter(|(_, below)| below.contains(table));
        above.map(|(parent, _)| parent.clone()).collect()
    }

    /// A table and everything above it.
    fn roots(&self, table: &QName) -> BTreeSet<QName> {
        let above = |next: &QName| {
            self.below.iter().filter(|(_, below)| below.contains(next)).map(|it| it.0).collect()
        };
        closure(table, above)
    }

    /// The default partition of a table.
    pub(super) fn default_of(&self, table: &QName) -> Option<&QName> {
        self.default_of.get(table)
    }

    /// The tables at the other ends of foreign keys of a table, of what is above and of what is below it, partitions of
    /// these included: a key of a partitioned table is one of each partition as well.
    pub(super) fn tied(&self, table: &QName) -> BTreeSet<QName> {
        let family: BTreeSet<QName> =
            self.tree(table).into_iter().chain(self.roots(table)).collect();
        let ends = self.keys.iter().filter_map(|((of, _), to)| match () {
            () if family.contains(of) => Some(to),
            () if family.contains(to) => Some(of),
            () => None,
        });
        ends.flat_map(|end| self.tree(end)).collect()
    }

    /// Where a foreign key of a table points to.
    pub(super) fn referenced(&self, table: &QName, key: &Name) -> Option<&QName> {
        self.keys.get(&(table.clone(), key.clone()))
    }

    /// What a step makes of them.
    pub(super) fn follow(&mut self, step: &Change) {
        match step {
            Change::Create { id, object, parts, .. } => {
                self.come(id, &object.definition);
                for (part, object) in parts {
                    self.come(part, &object.definition);
                }
            }
            Change::Drop { id, .. } => self.go(id),
            Change::Rename { from, to } => self.rename(from, to),
            Change::Alter { id, alteration } => self.alter(id, alteration),
            Change::Shell { .. }
            | Change::Join { .. }
            | Change::SetOwner { .. }
            | Change::SetComment { .. }
            | Change::Grant(_)
            | Change::Revoke(_) => {}
        }
    }

    fn come(&mut self, id: &ObjectId, definition: &Definition) {
        match definition {
            Definition::Table(table) => {
                let parents = table.partition_of.iter().map(|of| &of.parent).chain(&table.inherits);
                parents.for_each(|it| self.is_below(id.qname(), it));
                if let Some(of) = table.partition_of.as_ref().filter(|of| of.bound == "DEFAULT") {
                    self.default_of.insert(of.parent.clone(), id.qname());
                }
            }
            Definition::Constraint(constraint) => match &constraint.body {
                ConstraintBody::ForeignKey { references, .. } => {
                    let key = (id.relation_qname(), id.name.clone());
                    self.keys.insert(key, references.clone());
                }
                ConstraintBody::PrimaryKey { .. }
                | ConstraintBody::Unique { .. }
                | ConstraintBody::Exclusion { .. } => {
                    self.indexes.insert(id.qname(), id.relation_qname());
                }
                ConstraintBody::Check { .. } => {}
            },
            // One beneath an identity column may have gone with that.
            Definition::Sequence(_) => {
                self.old.remove(&id.qname());
            }
            Definition::Index(_) => {
                self.indexes.insert(id.qname(), id.relation_qname());
            }
            _ => {}
        }
    }

    /// The foreign keys of a parent, which its partition had along with it, are the partition's own.
    fn own_keys(&mut self, partition: &QName, parent: &QName) {
        let above = self.roots(parent);
        let keys = self.keys.iter().filter(|((of, _), _)| above.contains(of));
        let own = keys.map(|((_, key), to)| ((partition.clone(), key.clone()), to.clone()));
        let own: Vec<_> = own.collect();
        self.keys.extend(own);
    }

    fn is_below(&mut self, table: QName, parent: &QName) {
        self.below.entry(parent.clone()).or_default().insert(table);
    }

    fn go(&mut self, id: &ObjectId) {
        match id.kind {
            kind if RELATIONS.contains(&kind) => {
                let name = id.qname();
                self.old.remove(&name);
                self.below.remove(&name);
                self.below.values_mut().for_each(|below| {
                    below.remove(&name);
                });
                self.default_of.retain(|parent, default| *parent != name && *default != name);
                self.keys.retain(|(of, _), to| *of != name && *to != name);
                self.indexes.retain(|_, of| *of != name);
            }
            Kind::Constraint => {
                self.keys.remove(&(id.relation_qname(), id.name.clone()));
                self.indexes.remove(&id.qname());
            }
            Kind::Index => {
                self.indexes.remove(&id.qname());
            }
            _ => {}
        }
    }

    fn rename(&mut self, from: &ObjectId, to: &ObjectId) {
        match from.kind {
            Kind::Constraint => {
                let key = (from.relation_qname(), from.name.clone());
                if let Some(referenced) = self.keys.remove(&key) {
                    self.keys.insert((to.relation_qname(), to.name.clone()), referenced);
                }
                self.rename_index(from, to);
            }
            Kind::Index => self.rename_index(from, to),
            Kind::Schema => {
                let moved = |it: &mut QName| {
                    if it.schema == from.name {
                        it.schema = to.name.clone();
                    }
                };
                self.map(moved);
            }
            kind if RELATIONS.contains(&kind) => {
                let (from, to) = (from.qname(), to.qname());
                self.map(|it| {
                    if *it == from {
                        *it = to.clone();
                    }
                });
            }
            _ => {}
        }
    }

    fn rename_index(&mut self, from: &ObjectId, to: &ObjectId) {
        if let Some(table) = self.indexes.remove(&from.qname()) {
            self.indexes.insert(to.qname(), table);
        }
    }

    /// Gives each relation the name that it has from now on.
    fn map(&mut self, rename: impl Fn(&mut QName)) {
        let named = |mut it: QName| {
            rename(&mut it);
            it
        };
        let all = |set: BTreeSet<QName>| set.into_iter().map(named).collect();
        let Self { old, below, default_of, keys, tested, indexes } = std::mem::take(self);
        *self = Self {
            old: old.into_iter().map(|(it, kind)| (named(it), kind)).collect(),
            below: below.into_iter().map(|(it, below)| (named(it), all(below))).collect(),
            default_of: default_of.into_iter().map(|(it, of)| (named(it), named(of))).collect(),
            keys: keys.into_iter().map(|((it, key), to)| ((named(it), key), named(to))).collect(),
            // Renames come before any test.
            tested,
            indexes: indexes.into_iter().map(|(it, of)| (named(it), named(of))).collect(),
        };
    }

    fn alter(&mut self, id: &ObjectId, alteration: &Alteration) {
        match alteration {
            Alteration::Attach { parent, bound } => {
                self.is_below(id.qname(), parent);
                if bound == "DEFAULT" {
                    self.default_of.insert(parent.clone(), id.qname());
                }
            }
            Alteration::Inherit { parent } => self.is_below(id.qname(), parent),
            Alteration::NotNullTest(_) => {
                self.tested.insert(id.clone());
            }
            Alteration::KeyIndex(_) => {
                self.indexes.insert(id.qname(), id.relation_qname());
            }
            Alteration::IdentityRename { from, to } => {
                let QName { schema, .. } = id.relation_qname();
                self.old.remove(&QName { schema: schema.clone(), name: from.clone() });
                self.old.insert(QName { schema, name: to.clone() }, Kind::Sequence);
            }
            Alteration::Detach { parent } | Alteration::NoInherit { parent } => {
                if let Alteration::Detach { .. } = alteration {
                    self.own_keys(&id.qname(), parent);
                }
                if let Some(below) = self.below.get_mut(parent) {
                    below.remove(&id.qname());
                }
                if self.default_of.get(parent) == Some(&id.qname()) {
                    self.default_of.remove(parent);
                }
            }
            _ => {}
        }
    }
}

/// The sequence beneath an identity column.
fn identity_sequence(id: &ObjectId, definition: &Definition) -> Option<QName> {
    let Definition::Column(Column { identity: Some(identity), .. }) = definition else {
        return None;
    };
    let QName { schema, name: table } = id.relation_qname();
    let name = identity.name.clone();
    let name = name.unwrap_or_else(|| generated(&table, Some(&id.name), "seq"));
    Some(QName { schema, name })
}

/// What is reached from a table, itself included.
fn closure<'a>(table: &QName, next: impl Fn(&QName) -> Vec<&'a QName>) -> BTreeSet<QName> {
    let mut reached = BTreeSet::new();
    let mut open = vec![table.clone()];
    while let Some(table) = open.pop() {
        open.extend(next(&table).into_iter().filter(|it| !reached.contains(*it)).cloned());
        reached.insert(table);
    }
    reached
}
