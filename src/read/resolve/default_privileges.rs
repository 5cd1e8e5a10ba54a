//! `default_privileges:`.

use super::Resolver;
use super::acl::{Class, built_in};
use super::grants::{self, expand};
use crate::catalog::{DefaultPrivileges, Kind, Name, Object, ObjectId, ObjectType, Principal};
use crate::diagnostic::{Diagnostic, Span};
use crate::read::grammar::{DefaultPrivilege, File};

pub(super) fn default_privileges(cx: &mut Resolver<'_>, file: &File) {
    for it in &file.default_privileges {
        one(cx, it);
    }
}

/// Several entries for one role, schema and kind of object are one.
fn one(cx: &mut Resolver<'_>, it: &DefaultPrivilege) {
    let at = it.for_role.as_ref().or(it.in_schema.as_ref()).map(|text| text.span.clone());
    let at = at.or_else(|| it.grant.0.first().map(|entry| entry.key.span.clone()));
    let at = at.or_else(|| it.revoke.0.first().map(|entry| entry.key.span.clone()));
    let role = it.for_role.as_ref().map_or(Principal::Migrator, |text| cx.role(text));
    let schema = it.in_schema.as_ref().and_then(|text| cx.schema(text));
    if it.on == ObjectType::LargeObjects
        && let Some(at) = &at
    {
        cx.since(18, "default privileges on large objects", at);
    }
    let nowhere = match it.on {
        ObjectType::Schemas => Some("a schema is not in a schema"),
        ObjectType::LargeObjects => Some("a large object is not in a schema"),
        _ => None,
    };
    if schema.is_some()
        && let Some(message) = nowhere
    {
        let fault = Diagnostic::error("conflicting-keys", message)
            .at(at.clone())
            .help("remove `in_schema`");
        cx.fault(fault);
    }
    let class = match it.on {
        ObjectType::Tables => Class::Table,
        ObjectType::Sequences => Class::Sequence,
        ObjectType::Functions => Class::Function,
        ObjectType::Types => Class::Type,
        ObjectType::Schemas => Class::Schema,
        ObjectType::LargeObjects => Class::LargeObject,
    };
    let id = id(&role, schema.as_ref(), it.on);
    let mut object = cx.declared.catalog.objects.remove(&id).unwrap_or_else(|| {
        let mut object = Object::new(DefaultPrivileges {
            role: role.clone(),
            schema: schema.clone(),
            on: it.on,
        });
        // Without a schema they replace what is built in; within one they add to it.
        if schema.is_none() {
            object.grants = built_in(class, &role, cx.config.postgres);
        }
        Box::new(object)
    });
    grants::add(cx, &mut object.grants, class, &it.grant);
    for (text, words) in it.revoke.iter() {
        let who = cx.grantee(text);
        let privileges = expand(cx, class, words);
        let held = object.grants.get_mut(&who);
        let taken = held.is_some_and(|held| {
            privileges.iter().filter(|privilege| held.remove(privilege).is_some()).count() > 0
        });
        object.grants.retain(|_, held| !held.is_empty());
        if !taken {
            nothing(cx, &text.span, schema.is_some());
        }
    }
    let nowhere = || Span { file: "momni-db.yaml".into(), start: 0, end: 0 };
    cx.declared.origins.entry(id.clone()).or_insert_with(|| at.unwrap_or_else(nowhere));
    cx.declared.catalog.objects.insert(id, object);
}

/// The identity: the creating role (empty for the migrating one), the schema, the type of object.
fn id(role: &Principal, schema: Option<&Name>, on: ObjectType) -> ObjectId {
    let name = match role {
        Principal::Role(name) => name.clone(),
        Principal::Migrator | Principal::Public => Name::from(""),
    };
    ObjectId {
        schema: schema.cloned(),
        args: Some(Name::from(on.word())),
        ..ObjectId::global(Kind::DefaultPrivileges, name)
    }
}

fn nothing(cx: &mut Resolver<'_>, at: &Span, in_schema: bool) {
    let (message, help) = if in_schema {
        (
            "within one schema nothing built in can be taken away: this revokes nothing",
            "remove `in_schema`: built-in privileges are taken away for all schemas at once",
        )
    } else {
        ("this privilege is not held by default: nothing is revoked", "remove it")
    };
    let fault = if in_schema {
        Diagnostic::error("revokes-nothing", message)
    } else {
        Diagnostic::warning("revokes-nothing", message)
    };
    cx.fault(fault.at(at.clone()).help(help));
}
