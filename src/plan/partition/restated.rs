//! Checks that an heir inherits and states itself too.

use super::by_depth;
use crate::catalog::{Catalog, Constraint, Definition, Kind, Name, Object, ObjectId, QName};
use crate::plan::fold::comes_after;
use crate::plan::misread;

/// Leaves to a new heir of such checks those that it can be made with.
pub(crate) fn leave_out_checks(to: &Catalog, id: &ObjectId, object: &mut Object) {
    if let Definition::Table(table) = &mut object.definition {
        let inherits = table.inherits.clone();
        table.restated.0.retain(|name, _| !with(to, id, &inherits, name).is_empty());
    }
}

/// What must be there before a new heir that is made with such checks.
pub(crate) fn needed_by_checks<'a>(
    to: &'a Catalog,
    id: &'a ObjectId,
) -> impl Iterator<Item = &'a ObjectId> {
    let table = to.table(&id.qname()).filter(|table| !table.inherits.is_empty());
    let checks = table.into_iter().flat_map(move |table| {
        table.restated.0.keys().flat_map(move |name| with(to, id, &table.inherits, name))
    });
    let needed = checks.flat_map(|(_, object)| &object.depends_on);
    needed.filter(|it| !matches!(it.kind, Kind::Column | Kind::Table))
}

/// The checks of this name that a new heir inherits where it can be made with one: nothing that they call needs the heir or
/// their own table, and they are validated.
fn with<'a>(
    to: &'a Catalog,
    id: &ObjectId,
    inherits: &[QName],
    name: &Name,
) -> Vec<(&'a ObjectId, &'a Object)> {
    let own = ObjectId::of_relation(Kind::Constraint, &id.qname(), name.clone());
    let above: Vec<_> = inherits.iter().flat_map(|parent| above(to, parent, name)).collect();
    let is_plain = |(check, object): &(&ObjectId, &Object)| {
        let table = ObjectId::in_schema(Kind::Table, &check.relation_qname());
        let comes_before = |whole| !comes_after(to, |_| true, whole, check);
        comes_before(&table)
            && comes_before(id)
            && matches!(
                &object.definition,
                Definition::Constraint(Constraint { validated: true, .. })
            )
    };
    match to.get(&own).is_none() && above.iter().all(is_plain) {
        true => above,
        false => Vec::new(),
    }
}

/// The checks of this name that a table has or passes on: where it states one itself, that alone.
fn above<'a>(to: &'a Catalog, table: &QName, name: &Name) -> Vec<(&'a ObjectId, &'a Object)> {
    let id = ObjectId::of_relation(Kind::Constraint, table, name.clone());
    match to.objects.get_key_value(&id) {
        Some((id, object)) => vec![(id, object)],
        None => to.parents(table).flat_map(|parent| above(to, parent, name)).collect(),
    }
}

/// Such checks whose parent's goes are the heir's own from then on. `from` is how it is then; that of the parent goes first.
pub(super) fn take_over(from: &mut Catalog, to: &Catalog) {
    let heirs: Vec<(ObjectId, Vec<Name>)> = by_depth(from)
        .into_iter()
        .filter_map(|(id, _)| {
            let names: Vec<Name> = from.table(&id.qname())?.restated.0.keys().cloned().collect();
            // One that goes takes them along.
            (!names.is_empty() && to.get(id).is_some()).then(|| (id.clone(), names))
        })
        .collect();
    for (heir, names) in heirs {
        for name in names {
            let parents = from.parents(&heir.qname());
            let above: Vec<_> = parents.flat_map(|parent| above(from, parent, &name)).collect();
            let stays = |(id, old): &(&ObjectId, &Object)| {
                to.get(id).is_some_and(|new| new.definition == old.definition)
                    && !misread::is_read_again(from, to, id)
            };
            if above.iter().any(stays) {
                continue;
            }
            let own = ObjectId::of_relation(Kind::Constraint, &heir.qname(), name);
            let of_staying =
                above.into_iter().filter(|(id, _)| to.table(&id.relation_qname()).is_some());
            let above: Vec<(ObjectId, Object)> =
                of_staying.map(|(id, object)| (id.clone(), object.clone())).collect();
            let Some((_, like)) = above.first() else { continue };
            let mut copy = Object::new(like.definition.clone());
            copy.depends_on.clone_from(&like.depends_on);
            from.objects.entry(own.clone()).or_insert_with(|| copy.into());
            for (id, _) in above {
                if let Some(object) = from.objects.get_mut(&id) {
                    object.depends_on.insert(own.clone());
                }
            }
        }
    }
}
