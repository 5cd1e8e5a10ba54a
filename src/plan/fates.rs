//! What becomes of each object.

use super::{Alteration, RELATIONS, alter, privileges};
use crate::catalog::{Catalog, Intent, Kind, Object, ObjectId, QName};
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of one object.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fate {
    /// It stays, with these changes in place; none is possible when only owner, comment or privileges change.
    Alter(Vec<Alteration>),
    /// It is made.
    Create,
    /// It goes.
    Drop,
    /// It goes and is made again: PostgreSQL cannot alter it, or something that it stands on is made again.
    Replace,
}

/// What becomes of each object by itself. Objects that stay as they are have no entry.
pub(super) fn fates<'a>(
    from: &'a Catalog,
    to: &'a Catalog,
    intent: &Intent,
) -> BTreeMap<&'a ObjectId, Fate> {
    let mut fates = BTreeMap::new();
    let turned = turned(from, to);
    for (id, object) in &to.objects {
        match from.get(id) {
            None => {
                fates.insert(id, Fate::Create);
            }
            // A column of a view and one of a table have nothing in common but the name.
            Some(_) if is_part_of(&turned, id) => {
                fates.insert(id, Fate::Replace);
            }
            Some(old) => match alter::alter(from, to, id, &old.definition, &object.definition) {
                alter::Outcome::Same if same_metadata(old, object) => {}
                alter::Outcome::Same => {
                    fates.insert(id, Fate::Alter(Vec::new()));
                }
                alter::Outcome::Alter(alterations) => {
                    fates.insert(id, Fate::Alter(alterations));
                }
                alter::Outcome::Replace => {
                    fates.insert(id, Fate::Replace);
                }
            },
        }
    }
    for id in from.objects.keys() {
        if to.get(id).is_none() && goes(id, intent) {
            fates.insert(id, Fate::Drop);
        }
    }
    fates
}

/// The names of relations that become another kind of relation.
fn turned(from: &Catalog, to: &Catalog) -> BTreeSet<QName> {
    let gone = RELATIONS.into_iter().flat_map(|kind| from.of_kind(kind));
    let gone = gone.filter(|(id, _)| to.get(id).is_none()).map(|(id, _)| id.qname());
    let is_there = |name: &QName| {
        RELATIONS.into_iter().any(|kind| to.get(&ObjectId::in_schema(kind, name)).is_some())
    };
    gone.filter(is_there).collect()
}

fn is_part_of(relations: &BTreeSet<QName>, id: &ObjectId) -> bool {
    id.relation.is_some() && !relations.is_empty() && relations.contains(&id.relation_qname())
}

pub(super) fn same_metadata(from: &Object, to: &Object) -> bool {
    from.owner == to.owner
        && from.comment == to.comment
        && from.grants == to.grants
        && from.goes_with == to.goes_with
        && same_beneath(from, to)
}

/// Whether comment and privileges of the sequence beneath an identity column are the same.
fn same_beneath(from: &Object, to: &Object) -> bool {
    match (privileges::identity(from), privileges::identity(to)) {
        (Some(from), Some(to)) => from.comment == to.comment && from.grants == to.grants,
        _ => true,
    }
}

/// Roles belong to the cluster and rows to their users: they go only when that is said.
pub(super) fn goes(id: &ObjectId, intent: &Intent) -> bool {
    match id.kind {
        Kind::Role => intent.absent_roles.contains(&id.name),
        // A membership goes when both its roles are still declared; else it is none of ours.
        Kind::Membership => !intent.absent_roles.contains(&id.name),
        Kind::Rows | Kind::Database => false,
        _ => true,
    }
}
