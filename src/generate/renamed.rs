//! A state with the names that another one has for the same things, as far as a project says that they had others.

use crate::catalog::{Catalog, Kind, ObjectId};
use std::collections::BTreeMap;

/// What is called otherwise, from the new identity to the old one, and the first state with the new names.
///
/// Names within expressions stay: only a server could word these anew.
pub(super) fn renamed(
    from: &Catalog,
    to: &Catalog,
    renames: &BTreeMap<ObjectId, ObjectId>,
) -> (Catalog, BTreeMap<ObjectId, ObjectId>) {
    let mut catalog = from.clone();
    let mut done = BTreeMap::new();
    // A column may be named by the former name of its table: tables come first.
    for of_relation in [false, true] {
        for (new, old) in renames.iter().filter(|(new, _)| new.relation.is_some() == of_relation) {
            let moved = |old: &ObjectId| ObjectId {
                schema: new.schema.clone(),
                relation: new.relation.clone(),
                ..old.clone()
            };
            let known = [old.clone(), moved(old)];
            let there = known.iter().find(|it| catalog.get(it).is_some());
            let (Some(there), Some(_), None) = (there, to.get(new), catalog.get(new)) else {
                continue;
            };
            rename(&mut catalog, there, new);
            done.insert(new.clone(), old.clone());
        }
    }
    (catalog, done)
}

fn rename(catalog: &mut Catalog, old: &ObjectId, new: &ObjectId) {
    let is_part = |id: &ObjectId| match old.relation {
        None => id.schema == old.schema && id.relation.as_ref() == Some(&old.name),
        Some(_) => {
            id.kind == Kind::DefaultExpr
                && id.relation == old.relation
                && id.name == old.name
                && id.schema == old.schema
        }
    };
    let has_parts = matches!(
        old.kind,
        Kind::Table | Kind::View | Kind::MaterializedView | Kind::Domain | Kind::Column
    );
    let ids: Vec<ObjectId> = catalog
        .objects
        .keys()
        .filter(|id| *id == old || has_parts && is_part(id))
        .cloned()
        .collect();
    for id in ids {
        let Some(object) = catalog.objects.remove(&id) else { continue };
        let called = match (id == *old, old.relation.is_some()) {
            (true, _) => new.clone(),
            (false, true) => ObjectId { name: new.name.clone(), ..id },
            (false, false) => {
                ObjectId { schema: new.schema.clone(), relation: Some(new.name.clone()), ..id }
            }
        };
        catalog.objects.insert(called, object);
    }
}
