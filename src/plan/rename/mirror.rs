//! Renames the other way round, from a state that has the new names to one that has the old ones.

use super::formerly;
use crate::catalog::{Catalog, Definition, Intent, ObjectId};
use std::collections::BTreeMap;

/// Of the declared renames those that lie between the two states, each from the new name to the old one.
pub fn mirrored_renames(declared: &Intent, from: &Catalog, to: &Catalog) -> Intent {
    let mut mirrored = Intent::default();
    for (new, old) in &declared.renames {
        // A part had its old name in a relation that may have had another one, too.
        let named = match new.relation {
            Some(_) => ObjectId { name: old.name.clone(), ..new.clone() },
            None => old.clone(),
        };
        let before = formerly(declared, &named).into_iter().find(|id| to.get(id).is_some());
        let given_on =
            declared.renames.values().any(|it| it.kind == new.kind && it.name == new.name);
        let is_between = from.get(new).is_some() && (to.get(new).is_none() || given_on);
        if let Some(before) = before.filter(|_| is_between) {
            mirrored.renames.insert(before, new.clone());
        }
    }
    let former = |id: &ObjectId| {
        declared.renames.get(id).filter(|it| to.get(it).is_some()).unwrap_or(id).clone()
    };
    let of = |stated: &BTreeMap<ObjectId, BTreeMap<String, String>>| {
        let mut all = BTreeMap::new();
        for (id, parts) in stated {
            let before = former(id);
            let (has, had) = (parts_of(from, id), parts_of(to, &before));
            let between = parts.iter().filter(|(new, old)| has.contains(new) && had.contains(old));
            let between: BTreeMap<String, String> =
                between.map(|(new, old)| (old.clone(), new.clone())).collect();
            if !between.is_empty() {
                all.insert(before, between);
            }
        }
        all
    };
    mirrored.renamed_labels = of(&declared.renamed_labels);
    mirrored.renamed_attributes = of(&declared.renamed_attributes);
    mirrored
}

/// The labels of an enum, the attributes of a composite type.
fn parts_of(catalog: &Catalog, id: &ObjectId) -> Vec<String> {
    match catalog.get(id).map(|it| &it.definition) {
        Some(Definition::Enum(it)) => it.labels.clone(),
        Some(Definition::Composite(it)) => {
            it.attributes.iter().map(|it| it.name.to_string()).collect()
        }
        _ => Vec::new(),
    }
}
