//! What the owner of a function that policies ask needs, and does not have.

use crate::catalog::{
    Catalog, Definition, Kind, Object, ObjectId, Policy, PolicyCommand, Principal, Privilege, QName,
};
use crate::diagnostic::Span;
use crate::read::resolve::{Resolver, name};
use crate::render::quoted;
use crate::secure::OfCaller;
use std::collections::BTreeSet;

/// SELECT on the columns that the function reads.
pub(super) fn reads(cx: &mut Resolver<'_>, it: &OfCaller, owner: &Principal) {
    let catalog = &mut cx.declared.catalog;
    if let Some(table) = catalog.get(&ObjectId::in_schema(Kind::Table, &it.table))
        && holds(table, owner, Privilege::Select)
    {
        return;
    }
    let condition = it.condition.as_deref().unwrap_or_default();
    let words: BTreeSet<&str> =
        condition.split(|it: char| !(it.is_alphanumeric() || it == '_' || it == '$')).collect();
    let columns: Vec<ObjectId> = catalog
        .columns(&it.table)
        .into_iter()
        .map(|(id, ..)| id)
        .filter(|id| {
            let folded = |word: &&str| word.to_lowercase() == *id.name;
            id.name == it.via
                || id.name == it.user
                || words.iter().any(folded)
                || condition.contains(&quoted(&id.name))
        })
        .cloned()
        .collect();
    for id in columns {
        if let Some(column) = catalog.objects.get_mut(&id) {
            let held = column.grants.entry(owner.clone()).or_default();
            held.entry(Privilege::Select).or_insert(false);
        }
    }
}

/// A policy of the owner's own on the table of members, unless it has one or row security does not bind it.
pub(super) fn sees(
    cx: &mut Resolver<'_>,
    name: &QName,
    it: &OfCaller,
    owner: &Principal,
    at: &Span,
) {
    let catalog = &cx.declared.catalog;
    let table = catalog.get(&ObjectId::in_schema(Kind::Table, &it.table));
    let is_bound = matches!(table.map(|it| &it.definition), Some(Definition::Table(it)) if it.row_security)
        && !is_free(catalog, owner);
    let has_one = catalog.of_relation(Kind::Policy, &it.table).any(|(_, object)| {
        matches!(&object.definition, Definition::Policy(it) if it.permissive
            && it.roles.contains(owner)
            && matches!(it.command, PolicyCommand::All | PolicyCommand::Select))
    });
    if !is_bound || has_one {
        return;
    }
    let policy = Policy {
        permissive: true,
        command: PolicyCommand::Select,
        roles: BTreeSet::from([owner.clone()]),
        using: Some("true".to_owned()),
        with_check: None,
    };
    let id = ObjectId::of_relation(Kind::Policy, &it.table, name.name.clone());
    let mut object = Object::new(policy);
    object.comment = Some(format!("For {name}, which other policies ask."));
    cx.add(id, object, at);
}

/// EXECUTE on the function that says who is calling.
pub(super) fn calls(cx: &mut Resolver<'_>, caller: &str, owner: &Principal) {
    let Ok((Some(schema), short)) = name::qualified(caller) else { return };
    let id = ObjectId::function(&QName { schema, name: short }, "");
    if let Some(function) = cx.declared.catalog.objects.get_mut(&id)
        && !holds(function, owner, Privilege::Execute)
    {
        function.grants.entry(owner.clone()).or_default().insert(Privilege::Execute, false);
    }
}

fn holds(object: &Object, who: &Principal, privilege: Privilege) -> bool {
    let has =
        |who: &Principal| object.grants.get(who).is_some_and(|it| it.contains_key(&privilege));
    has(who) || has(&Principal::Public)
}

/// Whether no policy binds a role.
pub(super) fn is_free(catalog: &Catalog, role: &Principal) -> bool {
    let Principal::Role(name) = role else { return false };
    let object = catalog.get(&ObjectId::global(Kind::Role, name.clone()));
    matches!(object.map(|it| &it.definition), Some(Definition::Role(it)) if it.superuser || it.bypass_rls)
}
