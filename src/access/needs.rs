//! What a policy or a view asks for when it is evaluated, as the server has recorded it (`pg_depend`).

use super::found::{Found, Missing};
use super::judged::Judged;
use super::privileges::privilege;
use super::relation::{As, Looking, relation};
use crate::catalog::{Kind, Name, ObjectId, Privilege, QName};
use std::collections::{BTreeMap, BTreeSet};

/// The relations that an object reads, with the columns, itself and its own relation left out.
pub(super) fn relations(judged: &Judged<'_>, by: &ObjectId) -> BTreeMap<ObjectId, BTreeSet<Name>> {
    let mut found: BTreeMap<ObjectId, BTreeSet<Name>> = BTreeMap::new();
    let own = by.relation_qname();
    for tie in judged.catalog.get(by).into_iter().flat_map(|it| it.depends_on.iter()) {
        let name = tie.relation_qname();
        let Some(id) = relation_id(judged, &name).filter(|_| name != own) else { continue };
        match tie.kind {
            Kind::Column => {
                found.entry(id).or_default().insert(tie.name.clone());
            }
            Kind::Table | Kind::View | Kind::MaterializedView => {
                found.entry(id).or_default();
            }
            _ => {}
        }
    }
    found
}

/// The relation of a name.
pub(super) fn relation_id(judged: &Judged<'_>, name: &QName) -> Option<ObjectId> {
    [Kind::Table, Kind::View, Kind::MaterializedView]
        .into_iter()
        .map(|kind| ObjectId::in_schema(kind, name))
        .find(|id| judged.catalog.get(id).is_some())
}

/// What is lacking of what a policy needs: SELECT on what it reads, EXECUTE on what it calls.
pub(super) fn needs(
    judged: &Judged<'_>,
    who: As<'_>,
    by: &ObjectId,
    looking: &mut Looking,
) -> Vec<Missing> {
    let mut missing = functions(judged, who, by);
    for (id, columns) in relations(judged, by) {
        let found = relation(judged, who, &id, Privilege::Select, &columns, looking);
        missing.extend(lacking(found, by, who, &id));
    }
    missing
}

/// What is lacking of what is called. It is whoever runs the statement who must hold EXECUTE, also behind a view.
pub(super) fn functions(judged: &Judged<'_>, who: As<'_>, by: &ObjectId) -> Vec<Missing> {
    let ties = judged.catalog.get(by).into_iter().flat_map(|it| it.depends_on.iter());
    let called = ties.filter(|it| matches!(it.kind, Kind::Function | Kind::Aggregate));
    let refused = called
        .filter(|it| !privilege(judged, who.caller, it, Privilege::Execute).missing.is_empty());
    let missing = refused.map(|on| Missing::Needed {
        by: by.clone(),
        role: who.caller.who.clone(),
        privilege: Privilege::Execute,
        on: on.clone(),
    });
    missing.collect()
}

/// A relation that lacks a policy alone shows no rows, and refuses nothing.
pub(super) fn lacking(found: Found, by: &ObjectId, who: As<'_>, id: &ObjectId) -> Vec<Missing> {
    let missing = found.missing.into_iter().filter_map(|it| match it {
        Missing::Policy(_) => None,
        Missing::Privilege(privilege, _) => Some(Missing::Needed {
            by: by.clone(),
            role: who.holder.who.clone(),
            privilege,
            on: id.clone(),
        }),
        other => Some(other),
    });
    missing.collect()
}
