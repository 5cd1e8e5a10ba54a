//! Renames that the declaration states (`renamed_from`).
//!
//! They come first and alone. The server then words the renamed database anew: a view that names a renamed column
//! reads differently afterwards, and only PostgreSQL can say how.

use super::{Alteration, Change, Plan};
use crate::catalog::{Catalog, Definition, Intent, Name, ObjectId, QName};
use std::collections::BTreeMap;

/// The renames that are still to be done: the old name is there and the new one is not. A `renamed_from` that is left
/// in place afterwards does nothing. Relations come before what belongs to them, which is then known by the
/// relation's new name.
pub fn renames(from: &Catalog, intent: &Intent) -> Plan {
    let mut relations: BTreeMap<QName, QName> = BTreeMap::new();
    let mut steps = Vec::new();
    for (new, old) in &intent.renames {
        if new.relation.is_none() {
            if from.get(new).is_none() && from.get(old).is_some() {
                relations.insert(new.qname(), old.qname());
                steps.push(Change::Rename { from: old.clone(), to: new.clone() });
            }
            continue;
        }
        let before = |name: &Name| as_it_was(&relations, new, name);
        if from.get(&before(&new.name)).is_none() && from.get(&before(&old.name)).is_some() {
            // By now the relation has its new name.
            let from = ObjectId { name: old.name.clone(), ..new.clone() };
            steps.push(Change::Rename { from, to: new.clone() });
        }
    }
    steps.extend(labels(from, intent, &relations));
    Plan { steps }
}

/// Labels of enums, by the enum's new name.
fn labels(
    from: &Catalog,
    intent: &Intent,
    renamed: &BTreeMap<QName, QName>,
) -> impl Iterator<Item = Change> {
    intent.renamed_labels.iter().flat_map(move |(id, labels)| {
        let old_name = renamed.get(&id.qname()).cloned().unwrap_or_else(|| id.qname());
        let there = match from.get(&ObjectId::in_schema(id.kind, &old_name)) {
            Some(object) => match &object.definition {
                Definition::Enum(it) => it.labels.as_slice(),
                _ => &[],
            },
            None => &[],
        };
        labels.iter().filter(|(new, old)| there.contains(old) && !there.contains(new)).map(
            |(new, old)| {
                let alteration = Alteration::EnumRenameLabel { from: old.clone(), to: new.clone() };
                Change::Alter { id: id.clone(), alteration: Box::new(alteration) }
            },
        )
    })
}

/// The identity of an object of a relation before any rename.
fn as_it_was(relations: &BTreeMap<QName, QName>, id: &ObjectId, name: &Name) -> ObjectId {
    let relation = id.relation_qname();
    let old = relations.get(&relation).unwrap_or(&relation);
    ObjectId {
        schema: Some(old.schema.clone()),
        relation: Some(old.name.clone()),
        name: name.clone(),
        ..id.clone()
    }
}
