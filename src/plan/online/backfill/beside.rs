//! The indexes and keys of a column that is made anew: they are built on the new one before it takes the old one's place.

use super::dependants::columns;
use super::{Alteration, Catalog, Change, Definition, Name, ObjectId, alter};
use crate::catalog::{Constraint, ConstraintBody, Index, IndexElement, Kind, Object};
use crate::plan::new_name;
use std::collections::{BTreeMap, BTreeSet};

/// What is built before, and what gives it its name afterwards.
#[derive(Default)]
pub(super) struct Built {
    pub(super) before: Vec<Change>,
    pub(super) after: Vec<Change>,
    /// What is there then: as in the end, but for what is said about it.
    pub(super) objects: Vec<(ObjectId, Object)>,
}

/// The forms of what goes with the columns; `None` where one of these could not be there without a gap.
pub(super) fn built(
    to: &Catalog,
    gone: &BTreeSet<ObjectId>,
    there: &BTreeSet<Name>,
    new: &BTreeMap<Name, Name>,
) -> Option<Built> {
    let mut built = Built::default();
    for id in gone {
        let Some(object) = to.get(id) else { continue };
        let bare = Object { comment: None, ..object.clone() };
        let aside = ObjectId { name: new_name(&id.name), ..id.clone() };
        match &object.definition {
            Definition::Index(index) => {
                let of = columns(index)?;
                if !index.valid || !of.iter().chain(&index.include).all(|it| there.contains(it)) {
                    return None;
                }
                let object = Object { definition: over(index, &of, new).into(), ..bare.clone() };
                let (parts, not_null) = (Vec::new(), Vec::new());
                let object = Box::new(object);
                built.before.push(Change::Create { id: aside.clone(), object, parts, not_null });
                built.after.push(Change::Rename { from: aside, to: id.clone() });
                built.objects.push((id.clone(), bare));
            }
            Definition::Constraint(key) => {
                let Some((of, include)) = key_columns(key) else { continue };
                if !of.iter().chain(include).all(|it| there.contains(it)) {
                    return None;
                }
                let over = Alteration::KeyIndex(key_over(key, new));
                built.before.push(alter(&aside, over));
                let index = |it: &ObjectId| ObjectId { kind: Kind::Index, ..it.clone() };
                built.after.push(Change::Rename { from: index(&aside), to: index(id) });
                built.after.push(alter(id, Alteration::KeyUsing(key.clone())));
                let bare = Constraint { index_comment: None, ..key.clone() };
                built
                    .objects
                    .push((id.clone(), Object { definition: bare.into(), ..object.clone() }));
            }
            _ => return None,
        }
    }
    for (_, object) in &mut built.objects {
        object.comment = None;
    }
    Some(built)
}

fn named(name: &Name, new: &BTreeMap<Name, Name>) -> Name {
    new.get(name).unwrap_or(name).clone()
}

fn over(index: &Index, of: &[Name], new: &BTreeMap<Name, Name>) -> Index {
    // The names of new columns are plain words.
    let element = |(it, of): (&IndexElement, &Name)| IndexElement {
        expression: new.get(of).map_or_else(|| it.expression.clone(), ToString::to_string),
        ..it.clone()
    };
    Index {
        elements: index.elements.iter().zip(of).map(element).collect(),
        include: index.include.iter().map(|it| named(it, new)).collect(),
        ..index.clone()
    }
}

fn key_columns(key: &Constraint) -> Option<(&[Name], &[Name])> {
    match &key.body {
        ConstraintBody::PrimaryKey { columns, include, .. }
        | ConstraintBody::Unique { columns, include, .. } => Some((columns, include)),
        _ => None,
    }
}

fn key_over(key: &Constraint, new: &BTreeMap<Name, Name>) -> Constraint {
    let mut key = key.clone();
    if let ConstraintBody::PrimaryKey { columns, include, .. }
    | ConstraintBody::Unique { columns, include, .. } = &mut key.body
    {
        for name in columns.iter_mut().chain(include) {
            *name = named(name, new);
        }
    }
    key
}
