//! Types and the functions that are their own: those that read and write the values of a base type, the one that makes
//! ranges canonical. Neither can be made or can go before the other. The type is promised first, which PostgreSQL calls a
//! shell, then come the functions, then the type; and it takes them along when it goes.

use super::aside::{TYPES, aside_name, is_old_form};
use super::casts::qualified;
use super::privileges::Comes;
use super::{Change, Fate, privileges};
use crate::catalog::{BaseType, Catalog, Definition, Kind, Object, ObjectId, Principal};
use std::collections::BTreeMap;

const KINDS: [Kind; 2] = [Kind::BaseType, Kind::Range];

/// Whether a function is a type's own.
pub(super) fn is_own(catalog: &Catalog, of: &ObjectId, function: &ObjectId) -> bool {
    let stands_on = |id: &ObjectId, other: &ObjectId| {
        catalog.get(id).is_some_and(|object| object.depends_on.contains(other))
    };
    KINDS.contains(&of.kind)
        && function.kind == Kind::Function
        && stands_on(of, function)
        && stands_on(function, of)
}

/// The functions that are a type's own.
pub(super) fn own_functions<'c>(catalog: &'c Catalog, of: &ObjectId) -> Vec<&'c ObjectId> {
    if !KINDS.contains(&of.kind) {
        return Vec::new();
    }
    let needed = catalog.get(of).into_iter().flat_map(|object| &object.depends_on);
    let own = needed.filter(|id| is_own(catalog, of, id));
    own.filter_map(|id| catalog.objects.get_key_value(id).map(|(id, _)| id)).collect()
}

/// Whether a function goes with the type whose own it is.
pub(super) fn goes_with_its_type(
    from: &Catalog,
    fates: &BTreeMap<&ObjectId, Fate>,
    id: &ObjectId,
) -> bool {
    let gone = |id: &ObjectId| matches!(fates.get(id), Some(Fate::Drop | Fate::Replace));
    id.kind == Kind::Function
        && from.get(id).is_some_and(|object| {
            object.depends_on.iter().any(|of| gone(of) && is_own(from, of, id))
        })
}

/// What a type's old form calls by its name until it goes makes way for the functions of the new one.
pub(super) fn put_aside(
    from: &Catalog,
    fates: &BTreeMap<&ObjectId, Fate>,
    new: &ObjectId,
) -> Vec<Change> {
    let old = KINDS.map(|kind| ObjectId { kind, ..new.clone() });
    // Rows of a relation have a type, too, and no functions whose names it takes.
    let is_type = TYPES.contains(&new.kind);
    let old = old.iter().filter(|old| {
        is_type
            && is_old_form(old, new)
            && matches!(fates.get(*old), Some(Fate::Drop | Fate::Replace))
    });
    let functions = old.flat_map(|old| own_functions(from, old));
    functions
        .map(|id| Change::Rename {
            from: id.clone(),
            to: ObjectId { name: aside_name(&id.name), ..id.clone() },
        })
        .collect()
}

/// Whether what was only promised becomes a type.
pub(super) fn is_completed(old: &Object, new: &Object) -> bool {
    is_shell(old) && !is_shell(new)
}

/// Whether a type is only promised.
pub(super) fn is_shell(object: &Object) -> bool {
    matches!(&object.definition, Definition::BaseType(it) if it.is_shell())
}

/// PostgreSQL lets only the owner complete a type, and forgets the privileges that there were on its promise.
pub(super) fn completion(
    to: &Catalog,
    id: &ObjectId,
    old: &Object,
    new: &Object,
    completes: Vec<Change>,
    maintain: privileges::Maintain,
) -> Vec<Change> {
    let mut steps = Vec::new();
    if old.owner.as_ref().is_some_and(|owner| *owner != Principal::Migrator) {
        steps.push(Change::SetOwner { id: id.clone(), owner: Principal::Migrator });
    }
    steps.extend(completes);
    if old.comment.is_some() && new.comment.is_none() {
        steps.push(Change::SetComment { id: id.clone(), foreign: false, comment: None });
    }
    steps.extend(privileges::of_new(to, id, new, Comes::Alone, maintain));
    steps
}

/// Whether a base type is told to call another function than this, or none. By its name alone it cannot be told.
pub(super) fn does_without(
    from: &Catalog,
    to: &Catalog,
    (id, new): (&ObjectId, &BaseType),
    function: &ObjectId,
) -> bool {
    let Some(Definition::BaseType(old)) = from.get(id).map(|it| &it.definition) else {
        return false;
    };
    let calls = |name: &Option<String>| {
        name.as_deref().and_then(qualified).is_some_and(|it| it == function.qname())
    };
    let mut functions = old.functions().into_iter().zip(new.functions());
    to.get(id).is_some_and(|it| !it.depends_on.contains(function))
        && functions.all(|((_, old), (_, new))| !calls(old) || old != new)
}
