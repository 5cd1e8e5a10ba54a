//! What waits under another name: types and collations that are made again while columns still use their old form, and the
//! functions that these call.

use super::casts::qualified;
use super::{Act, Alteration, Change, Node, relation_of};
use crate::catalog::{Catalog, Definition, Kind, Name, ObjectId, QName};
use crate::digest::sha256;
use std::collections::BTreeSet;

/// What the name of something begins with that waits until its name, or nothing of it, is needed any more.
pub const ASIDE: &str = "momni_db_old_";

/// Such a name. PostgreSQL cuts what is longer than 63 bytes, and two long names could become one.
pub(crate) fn aside_name(name: &str) -> Name {
    prefixed(ASIDE, name)
}

/// What the name of something begins with that is there only while a migration is under way.
pub const NEW: &str = "momni_db_new_";

/// Such a name.
pub(crate) fn new_name(name: &str) -> Name {
    prefixed(NEW, name)
}

/// Whether a name is that of something that is there only while a migration is under way.
pub fn is_beside(name: &str) -> bool {
    name.starts_with(NEW)
}

fn prefixed(prefix: &str, name: &str) -> Name {
    let whole = format!("{prefix}{name}");
    if whole.len() <= 63 {
        return Name::from(whole);
    }
    Name::from(format!("{}_{:.8}", &whole[..whole.floor_char_boundary(54)], sha256(name)))
}

/// The identity of a type that waits under another name until nothing uses it any more.
pub fn in_place(id: &ObjectId) -> ObjectId {
    match id.name.strip_prefix(ASIDE) {
        Some(name) => {
            let args = id.args.as_ref().map(|args| Name::from(args.replace(ASIDE, "")));
            ObjectId { name: Name::from(name), args, ..id.clone() }
        }
        None => id.clone(),
    }
}

/// A type that is created before its old form is dropped: the old form is renamed first and dropped by that name. So is a
/// function that goes later than another of its name comes: a call might mean either.
pub(super) fn aside(steps: &mut Vec<Change>, under: &BTreeSet<ObjectId>) {
    let first = types(steps);
    functions(steps, under, first);
    by_what_they_take(steps);
}

/// Puts types and collations aside; says where the first one is.
fn types(steps: &mut Vec<Change>) -> Option<usize> {
    let mut first = None;
    let mut index = 0;
    let gone = dropped_names(steps);
    while let Some(step) = steps.get(index) {
        let new = match step {
            Change::Create { id, .. } | Change::Shell { id }
                if (put_aside(id.kind) || HAVE_ROWS.contains(&id.kind))
                    && gone.contains(&id.qname()) =>
            {
                id.clone()
            }
            _ => {
                index += 1;
                continue;
            }
        };
        while let Some((later, id)) = dropped_later(steps, index, |old| is_old_form(old, &new)) {
            first = first.or(Some(index));
            let old = ObjectId { name: aside_name(&id.name), ..id.clone() };
            if let Some(Change::Drop { id, .. }) = steps.get_mut(later) {
                *id = old.clone();
            }
            if let Some(Change::Drop { definition, .. }) = steps.get(later)
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
        index += 1;
    }
    first
}

/// Puts functions aside; where types are, before these, since a function is called by the types that it takes.
fn functions(steps: &mut Vec<Change>, under: &BTreeSet<ObjectId>, first: Option<usize>) {
    let mut index = 0;
    let gone = dropped_names(steps);
    while let Some(step) = steps.get(index) {
        if let Change::Create { id, .. } = step
            && id.kind == Kind::Function
            && gone.contains(&id.qname())
        {
            let new = id.clone();
            let is_in_the_way = |old: &ObjectId| {
                under.contains(old) && old.schema == new.schema && old.name == new.name
            };
            while let Some((later, id)) = dropped_later(steps, index, is_in_the_way) {
                let old = ObjectId { name: aside_name(&id.name), ..id.clone() };
                if let Some(Change::Drop { id, .. }) = steps.get_mut(later) {
                    *id = old.clone();
                }
                let place = first.map_or(index, |first| first.min(index));
                steps.insert(place, Change::Rename { from: id, to: old });
                index += 1;
            }
        }
        index += 1;
    }
}

/// The names of what goes: nothing else can be in the way.
fn dropped_names(steps: &[Change]) -> BTreeSet<QName> {
    let dropped = steps.iter().filter_map(|step| match step {
        Change::Drop { id, .. } => Some(id.qname()),
        _ => None,
    });
    dropped.collect()
}

fn dropped_later(
    steps: &[Change],
    index: usize,
    is_in_the_way: impl Fn(&ObjectId) -> bool,
) -> Option<(usize, ObjectId)> {
    steps.iter().enumerate().skip(index).find_map(|(at, step)| match step {
        Change::Drop { id: old, .. } if is_in_the_way(old) => Some((at, old.clone())),
        _ => None,
    })
}

/// What is called by the types that it takes is dropped by the names that these have by then.
fn by_what_they_take(steps: &mut [Change]) {
    let mut renamed: BTreeSet<QName> = BTreeSet::new();
    for step in steps {
        match step {
            Change::Rename { from, to }
                if (TYPES.contains(&from.kind) || HAVE_ROWS.contains(&from.kind))
                    && to.name == aside_name(&from.name) =>
            {
                renamed.insert(from.qname());
            }
            Change::Alter { alteration, .. } => {
                if let Alteration::RangeMultirange { from, to } = &**alteration
                    && to.name == aside_name(&from.name)
                {
                    renamed.insert(from.clone());
                }
            }
            Change::Drop { id, .. } if !renamed.is_empty() => {
                if let Some(args) = &id.args {
                    let args: Vec<String> =
                        args.split(", ").map(|arg| with_aside_name(arg, &renamed)).collect();
                    id.args = Some(Name::from(args.join(", ")));
                }
            }
            _ => {}
        }
    }
}

/// `app.momni_db_old_colour[]` of `app.colour[]`.
fn with_aside_name(arg: &str, renamed: &BTreeSet<QName>) -> String {
    let (mode, data_type) = match arg.strip_prefix("VARIADIC ") {
        Some(data_type) => ("VARIADIC ", data_type),
        None => ("", arg),
    };
    let (data_type, array) = match data_type.strip_suffix("[]") {
        Some(element) => (element, "[]"),
        None => (data_type, ""),
    };
    let Some(name) = qualified(data_type).filter(|it| renamed.contains(it)) else {
        return arg.to_owned();
    };
    let quoted = data_type.ends_with('"');
    let own = if quoted { name.name.replace('"', "\"\"").len() + 2 } else { name.name.len() };
    let schema = &data_type[..data_type.len().saturating_sub(own)];
    let aside = aside_name(&name.name);
    match quoted {
        true => format!("{mode}{schema}\"{}\"{array}", aside.replace('"', "\"\"")),
        false => format!("{mode}{schema}{aside}{array}"),
    }
}

/// The functions that go while an old type which calls them stays until its columns are converted: by the check or the
/// default of a domain, or as the difference of a range.
pub(super) fn under_types(
    from: &Catalog,
    nodes: &[Node<'_>],
    lingering: &BTreeSet<&ObjectId>,
) -> BTreeSet<ObjectId> {
    let of = |act| nodes.iter().filter(move |node| node.act == act).map(|node| node.id);
    let created: BTreeSet<&ObjectId> = of(Act::Create).collect();
    let gone: BTreeSet<&ObjectId> = of(Act::Drop).collect();
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

pub(super) const TYPES: [Kind; 5] =
    [Kind::BaseType, Kind::Enum, Kind::Range, Kind::Domain, Kind::Composite];

/// The types and collations that go when a column that stays has got another one, or when a type that is made again is there,
/// and those that these are made of. So do relations of which a column keeps rows, and whose name a type gets.
pub(super) fn lingering<'a>(from: &'a Catalog, nodes: &[Node<'_>]) -> BTreeSet<&'a ObjectId> {
    let dropped = nodes.iter().filter(|node| node.act == Act::Drop).map(|node| node.id);
    let gone: BTreeSet<&ObjectId> = dropped.collect();
    let mut lingering = BTreeSet::new();
    let created: BTreeSet<&ObjectId> =
        nodes.iter().filter(|node| node.act == Act::Create).map(|node| node.id).collect();
    let is_aside =
        |id: &ObjectId| put_aside(id.kind) || becomes_type(id, |id| created.contains(id));
    if !gone.iter().any(|id| is_aside(id)) {
        return lingering;
    }
    let stays = |id: &ObjectId| {
        !gone.contains(id) && !relation_of(from, id).is_some_and(|table| gone.contains(&table))
    };
    let again = |id: &ObjectId| {
        put_aside(id.kind) && gone.contains(id) && is_made_again(id, |id| created.contains(id))
    };
    let columns = from.of_kind(Kind::Column).filter(|(id, _)| stays(id));
    let types = TYPES.into_iter().flat_map(|kind| from.of_kind(kind)).filter(|(id, _)| again(id));
    let mut open: Vec<&ObjectId> =
        columns.chain(types).flat_map(|(_, object)| &object.depends_on).collect();
    while let Some(id) = open.pop() {
        if is_aside(id) && gone.contains(id) && lingering.insert(id) {
            open.extend(from.get(id).into_iter().flat_map(|object| &object.depends_on));
        }
    }
    lingering
}

/// Whether what columns use of it is converted: the new one is made beside the old one.
pub(crate) fn put_aside(kind: Kind) -> bool {
    kind == Kind::Collation || TYPES.contains(&kind)
}

/// The relations whose rows have a type of their name.
pub(super) const HAVE_ROWS: [Kind; 3] = [Kind::Table, Kind::View, Kind::MaterializedView];

/// Whether a type gets the name of a relation: columns that keep its rows are converted.
pub(super) fn becomes_type(id: &ObjectId, comes: impl Fn(&ObjectId) -> bool) -> bool {
    HAVE_ROWS.contains(&id.kind)
        && TYPES.into_iter().any(|kind| comes(&ObjectId { kind, ..id.clone() }))
}

/// Whether the first is what was there under the name of the second, which is made while columns still use the first: a
/// type may become one of another kind, be it that of the rows of a relation.
pub(super) fn is_old_form(old: &ObjectId, new: &ObjectId) -> bool {
    let is_type = |id: &ObjectId| TYPES.contains(&id.kind);
    let is_of_rows = |id: &ObjectId| HAVE_ROWS.contains(&id.kind);
    let is_either = |id: &ObjectId| is_type(id) || is_of_rows(id);
    let same_name = old.schema == new.schema && old.name == new.name;
    (old == new && !is_of_rows(new))
        || (same_name && is_either(old) && is_either(new) && (is_type(old) || is_type(new)))
}

/// Whether a type comes under the name of this one.
pub(super) fn is_made_again(old: &ObjectId, made: impl Fn(&ObjectId) -> bool) -> bool {
    TYPES.into_iter().chain([old.kind]).any(|kind| {
        let new = ObjectId { kind, ..old.clone() };
        is_old_form(old, &new) && made(&new)
    })
}
