//! Renames that the declaration states (`renamed_from`).
//!
//! They come first and alone, in stages: what others stand on or belong to is renamed before them. After each stage the
//! server words the database anew: a view that names a renamed column reads differently, a function whose argument is
//! of a renamed type has another identity, and only PostgreSQL can say how.

mod mirror;
mod order;
mod swap;

pub use mirror::mirrored_renames;
pub use swap::{Swap, swaps};

use super::{Plan, shell};
use crate::catalog::{Catalog, Definition, Intent, Kind, Name, ObjectId, QName};
use std::collections::{BTreeMap, BTreeSet};

/// Kinds that are renamed together: none of them belongs to another or shows in its identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Roles, schemas and what else has no schema.
    Global,
    /// What stands in a schema by its name alone: types, relations.
    InSchema,
    /// What arguments tell apart.
    Routines,
    /// What belongs to a relation or a type: columns, attributes, labels, constraints, indexes, triggers, policies.
    Parts,
}

impl Stage {
    /// In the order in which they come.
    pub const ALL: [Self; 4] = [Self::Global, Self::InSchema, Self::Routines, Self::Parts];

    fn of(id: &ObjectId) -> Self {
        match (&id.relation, &id.schema, id.kind) {
            (Some(_), ..) => Self::Parts,
            (None, None, _) => Self::Global,
            (None, Some(_), Kind::Function | Kind::Aggregate) => Self::Routines,
            (None, Some(_), _) => Self::InSchema,
        }
    }
}

/// The renames of a stage that are still to be done. A `renamed_from` that is left in place afterwards does nothing:
/// the old name is gone, or the new one is there. Two objects that exchange their names are told apart from two that
/// have done so by `swapped`, which gets the new identities of a circle (see [`swaps`]).
pub fn renames(
    from: &Catalog,
    to: &Catalog,
    intent: &Intent,
    stage: Stage,
    swapped: impl Fn(&BTreeSet<ObjectId>) -> bool,
) -> Plan {
    let there = Names::of(from, stage);
    let stated = pairs(intent).filter(|(new, _)| Stage::of(new) == stage);
    let mut pairs: BTreeMap<ObjectId, ObjectId> =
        stated.filter_map(|(new, old)| Some((new, there.found(old)?))).collect();
    // PostgreSQL has no other name for what is only promised: it is made again.
    pairs.retain(|_, old| !from.get(old).is_some_and(shell::is_shell));
    for circle in swap::circles(&pairs) {
        if swapped(&circle) {
            pairs.retain(|new, _| !circle.contains(new));
        }
    }
    let multiranges: Vec<_> =
        pairs.iter().filter_map(|(new, old)| multiranges(from, to, new, old)).collect();
    pairs.extend(multiranges);
    // What is there under its new name was renamed before, unless that name is about to be given up.
    loop {
        let given_up: BTreeSet<ObjectId> = pairs.values().cloned().collect();
        let before = pairs.len();
        pairs.retain(|new, _| !there.has(new) || given_up.contains(new));
        if pairs.len() == before {
            break;
        }
    }
    if pairs.is_empty() {
        return Plan::default();
    }
    Plan { steps: order::order(from, to, &there, pairs) }
}

/// From new to old identities, labels of enums and attributes of composite types included.
fn pairs(intent: &Intent) -> impl Iterator<Item = (ObjectId, ObjectId)> {
    let objects = intent.renames.iter().map(|(new, old)| {
        // A relation has its new name when its parts get theirs.
        let old = match new.relation {
            Some(_) => ObjectId { name: old.name.clone(), ..new.clone() },
            None => old.clone(),
        };
        (new.clone(), old)
    });
    let parts = [&intent.renamed_labels, &intent.renamed_attributes];
    let parts = parts.into_iter().flatten().flat_map(|(whole, parts)| {
        parts.iter().map(|(new, old)| (part(whole, new), part(whole, old)))
    });
    objects.chain(parts)
}

/// A label of an enum or an attribute of a composite type, which are no objects by themselves, as if it were one.
fn part(whole: &ObjectId, name: &str) -> ObjectId {
    ObjectId::of_relation(whole.kind, &whole.qname(), name)
}

/// A multirange type, which is no object by itself, as if it were one: it comes with its range and may be called after
/// it.
fn multirange(name: &QName) -> ObjectId {
    ObjectId { args: Some(Name::from("multirange")), ..ObjectId::in_schema(Kind::Range, name) }
}

fn multiranges(
    from: &Catalog,
    to: &Catalog,
    new: &ObjectId,
    old: &ObjectId,
) -> Option<(ObjectId, ObjectId)> {
    let of = |catalog: &Catalog, id: &ObjectId| match &catalog.get(id)?.definition {
        Definition::Range(range) => range.multirange.as_ref().map(multirange),
        _ => None,
    };
    let (old, new) = (of(from, old)?, of(to, new)?);
    (old != new).then_some((new, old))
}

/// Whether an identity is that of a label, an attribute or a multirange type.
fn is_part(id: &ObjectId) -> bool {
    match id.kind {
        Kind::Enum | Kind::Composite => id.relation.is_some(),
        Kind::Range => id.args.is_some(),
        _ => false,
    }
}

/// What there is to rename: the objects, and the labels and attributes of types.
pub(super) struct Names<'a> {
    catalog: &'a Catalog,
    parts: BTreeSet<ObjectId>,
}

impl<'a> Names<'a> {
    fn of(catalog: &'a Catalog, stage: Stage) -> Self {
        let mut parts = BTreeSet::new();
        let kinds: &[Kind] = match stage {
            Stage::InSchema => &[Kind::Range],
            Stage::Parts => &[Kind::Enum, Kind::Composite],
            Stage::Global | Stage::Routines => &[],
        };
        for (id, object) in kinds.iter().flat_map(|kind| catalog.of_kind(*kind)) {
            match &object.definition {
                Definition::Range(it) => parts.extend(it.multirange.as_ref().map(multirange)),
                Definition::Enum(it) => parts.extend(it.labels.iter().map(|it| part(id, it))),
                Definition::Composite(it) => {
                    parts.extend(it.attributes.iter().map(|it| part(id, &it.name)));
                }
                _ => {}
            }
        }
        Self { catalog, parts }
    }

    fn has(&self, id: &ObjectId) -> bool {
        if is_part(id) { self.parts.contains(id) } else { self.catalog.objects.contains_key(id) }
    }

    /// The object, also where an earlier stage has put it aside.
    fn found(&self, id: ObjectId) -> Option<ObjectId> {
        let aside = order::aside(&id);
        [id, aside].into_iter().find(|id| self.has(id))
    }

    fn ids(&self) -> impl Iterator<Item = &ObjectId> {
        self.catalog.objects.keys().chain(&self.parts)
    }
}

/// The identity that an object had before its relation, or its schema, got the name that it has: each as it may have
/// been.
pub(super) fn formerly(intent: &Intent, id: &ObjectId) -> Vec<ObjectId> {
    let mut ids = vec![id.clone()];
    if id.relation.is_some() {
        let whole = id.relation_qname();
        let kinds = super::RELATIONS.into_iter().chain([Kind::Enum, Kind::Composite]);
        let former =
            kinds.filter_map(|kind| intent.renames.get(&ObjectId::in_schema(kind, &whole)));
        let former: Vec<QName> = former.map(ObjectId::qname).collect();
        ids.extend(former.into_iter().map(|QName { schema, name }| ObjectId {
            schema: Some(schema),
            relation: Some(name),
            ..id.clone()
        }));
    }
    let schema = |name: &Name| intent.renames.get(&ObjectId::global(Kind::Schema, name.clone()));
    let moved: Vec<ObjectId> = ids
        .iter()
        .filter_map(|id| {
            let former = schema(id.schema.as_ref()?)?;
            Some(ObjectId { schema: Some(former.name.clone()), ..id.clone() })
        })
        .collect();
    ids.extend(moved);
    ids
}
