//! What waits under another name: types and collations that are made again while columns still use their old form, and the
//! functions that these call.

use super::{Act, Alteration, Change, Node, relation_of};
use crate::catalog::{Catalog, Definition, Kind, Name, ObjectId, QName};
use std::collections::BTreeSet;

/// What the name of something begins with that waits until its name, or nothing of it, is needed any more.
pub const ASIDE: &str = "momni_db_old_";

/// Such a name. PostgreSQL cuts what is longer than 63 bytes, and two long names could become one.
pub(crate) fn aside_name(name: &str) -> Name {
    let whole = format!("{ASIDE}{name}");
    if whole.len() <= 63 {
        return Name::from(whole);
    }
    // FNV-1a.
    let digest = name
        .bytes()
        .fold(0x811c_9dc5_u32, |digest, byte| (digest ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    Name::from(format!("{}_{digest:08x}", &whole[..whole.floor_char_boundary(54)]))
}

/// A type that is created before its old form is dropped: the old form is renamed first and dropped by that name. So is a
/// function that goes later than another of its name comes: a call might mean either.
pub(super) fn aside(steps: &mut Vec<Change>, under: &BTreeSet<ObjectId>) {
    let mut index = 0;
    while let Some(step) = steps.get(index) {
        if let Change::Create { id, .. } | Change::Shell { id } = step
            && (put_aside(id.kind) || id.kind == Kind::Function)
        {
            let new = id.clone();
            let is_in_the_way = |old: &ObjectId| match new.kind {
                Kind::Function => {
                    under.contains(old) && old.schema == new.schema && old.name == new.name
                }
                _ => is_old_form(old, &new),
            };
            while let Some((later, id)) =
                steps[index..].iter().enumerate().find_map(|(at, step)| match step {
                    Change::Drop { id: old, .. } if is_in_the_way(old) => Some((at, old.clone())),
                    _ => None,
                })
            {
                let old = ObjectId { name: aside_name(&id.name), ..id.clone() };
                if let Some(Change::Drop { id, .. }) = steps.get_mut(index + later) {
                    *id = old.clone();
                }
                if let Some(Change::Drop { definition, .. }) = steps.get(index + later)
                    && let Definition::Range(range) = &**definition
                    && let Some(from) = range.multirange.clone()
                {
                    let to = QName::new(from.schema.clone(), aside_name(&from.name));
                    let alteration = Box::new(Alteration::RangeMultirange { from, to });
                    steps.insert(index, Change::Alter { id: id.clone(), alteration });
                    index += 1;
                }
                steps.insert(index, Change::Rename { from: id, to: old });
                index += 1;
            }
        }
        index += 1;
    }
}

/// The functions that go while an old type which calls them stays until its columns are converted: by the check or the
/// default of a domain, or as the difference of a range.
pub(super) fn under_types(from: &Catalog, nodes: &[Node<'_>]) -> BTreeSet<ObjectId> {
    let of = |act| nodes.iter().filter(move |node| node.act == act).map(|node| node.id);
    let created: BTreeSet<&ObjectId> = of(Act::Create).collect();
    let gone: BTreeSet<&ObjectId> = of(Act::Drop).collect();
    let lingering = lingering(from, nodes);
    let waits = |id: &ObjectId| {
        put_aside(id.kind)
            && gone.contains(id)
            && (lingering.contains(id) || is_made_again(id, |id| created.contains(id)))
    };
    if !gone.iter().any(|id| waits(id)) {
        return BTreeSet::new();
    }
    let stays = |id: &ObjectId| match id.kind {
        Kind::DomainConstraint => {
            !gone.contains(id) && relation_of(from, id).is_some_and(|domain| waits(&domain))
        }
        _ => waits(id),
    };
    let staying = from.objects.iter().filter(|(id, _)| stays(id));
    let needed = staying.flat_map(|(_, object)| &object.depends_on);
    needed.filter(|id| id.kind == Kind::Function && gone.contains(id)).cloned().collect()
}

const TYPES: [Kind; 5] = [Kind::BaseType, Kind::Enum, Kind::Range, Kind::Domain, Kind::Composite];

/// The types and collations that go when a column that stays has got another one, and those that these are made of.
pub(super) fn lingering<'a>(from: &'a Catalog, nodes: &[Node<'_>]) -> BTreeSet<&'a ObjectId> {
    let dropped = nodes.iter().filter(|node| node.act == Act::Drop).map(|node| node.id);
    let gone: BTreeSet<&ObjectId> = dropped.collect();
    let mut lingering = BTreeSet::new();
    if !gone.iter().any(|id| put_aside(id.kind)) {
        return lingering;
    }
    let stays = |id: &ObjectId| {
        !gone.contains(id) && !relation_of(from, id).is_some_and(|table| gone.contains(&table))
    };
    let columns = from.of_kind(Kind::Column).filter(|(id, _)| stays(id));
    let mut open: Vec<&ObjectId> = columns.flat_map(|(_, object)| &object.depends_on).collect();
    while let Some(id) = open.pop() {
        if put_aside(id.kind) && gone.contains(id) && lingering.insert(id) {
            open.extend(from.get(id).into_iter().flat_map(|object| &object.depends_on));
        }
    }
    lingering
}

/// Whether what columns use of it is converted: the new one is made beside the old one.
pub(crate) fn put_aside(kind: Kind) -> bool {
    kind == Kind::Collation || TYPES.contains(&kind)
}

/// Whether the first is what was there under the name of the second, which is made while columns still use the first: a
/// type may become one of another kind.
pub(super) fn is_old_form(old: &ObjectId, new: &ObjectId) -> bool {
    let is_type = |id: &ObjectId| TYPES.contains(&id.kind);
    old == new || (is_type(old) && is_type(new) && old.schema == new.schema && old.name == new.name)
}

/// Whether a type comes under the name of this one.
pub(super) fn is_made_again(old: &ObjectId, made: impl Fn(&ObjectId) -> bool) -> bool {
    TYPES.into_iter().chain([old.kind]).any(|kind| {
        let new = ObjectId { kind, ..old.clone() };
        is_old_form(old, &new) && made(&new)
    })
}
