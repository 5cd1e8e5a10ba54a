//! Like indexes and keys of a table that is attached: PostgreSQL goes through those of the partitioned table in the order in
//! which they were made, and takes for each the first of the table that is no part yet.

use super::taken_in::takes_in;
use super::{attached, is_index};
use crate::catalog::{Catalog, Kind, Object, ObjectId, QName};
use std::collections::BTreeSet;

type Index<'a> = (&'a ObjectId, &'a Object);

/// Has the parts made in the order of what they become part of, and all else after them. Gives those that are there
/// already and have to be made again, to come after one that is new.
pub(super) fn in_order(
    from: &Catalog,
    whole: &Catalog,
    to: &mut Catalog,
    table: &QName,
    parent: &QName,
) -> BTreeSet<ObjectId> {
    let all = [Kind::Constraint, Kind::Index].map(|kind| whole.of_relation(kind, table));
    let all = all.into_iter().flatten().filter(|(_, object)| is_index(object));
    let (mut parts, others): (Vec<_>, Vec<_>) = all.partition(|(_, it)| attached(it).is_some());
    parts.sort_by_key(|(id, it)| age(from, whole, id, it, parent));
    let mut remade = BTreeSet::new();
    let mut follow = |(first, like): Index<'_>, (then, object): Index<'_>| {
        if let Some(then) = to.objects.get_mut(then) {
            then.depends_on.insert(first.clone());
        }
        let is_new = from.get(first).is_none() || remade.contains(first);
        if is_new && from.get(then).is_some() && takes_in(like, object) {
            remade.insert(then.clone());
        }
    };
    for (place, &part) in parts.iter().enumerate() {
        for &first in parts.iter().take(place) {
            if takes_in(first.1, part.1) || takes_in(part.1, first.1) {
                follow(first, part);
            }
        }
    }
    for &other in &others {
        parts.iter().for_each(|&part| follow(part, other));
    }
    remade
}

/// What stays of the partitioned table is older than what comes; what comes together comes by its kind and name.
fn age(
    from: &Catalog,
    to: &Catalog,
    id: &ObjectId,
    part: &Object,
    parent: &QName,
) -> Option<(bool, ObjectId)> {
    let above = ObjectId::of_relation(id.kind, parent, attached(part)?.to.clone());
    let stays = match (from.get(&above), to.get(&above)) {
        (Some(old), Some(new)) => old.definition == new.definition,
        _ => false,
    };
    Some((!stays, above))
}
