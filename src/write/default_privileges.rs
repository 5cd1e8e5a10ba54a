//! Default privileges, with those of the whole database.

use super::Writer;
use super::database::FILE;
use super::grants::{differences, words};
use super::name::member;
use super::yaml::{Map, Node};
use crate::catalog::{DefaultPrivileges, Grants, Object, ObjectType, Principal};
use crate::read::{Class, built_in};

pub(super) fn write(cx: &mut Writer<'_>, object: &Object, it: &DefaultPrivileges) {
    let DefaultPrivileges { role, schema, on } = it;
    let (class, word) = match on {
        ObjectType::Tables => (Class::Table, "tables"),
        ObjectType::Sequences => (Class::Sequence, "sequences"),
        ObjectType::Functions => (Class::Function, "functions"),
        ObjectType::Types => (Class::Type, "types"),
        ObjectType::Schemas => (Class::Schema, "schemas"),
        ObjectType::LargeObjects => (Class::LargeObject, "large_objects"),
    };
    let mut head = Map::new();
    if *role != Principal::Migrator {
        head.text("for_role", Some(&Writer::role(role)));
    }
    head.text("in_schema", schema.as_ref().map(|it| member(it)).as_deref());
    head.set("on", Node::word(word));
    // Within one schema they are added to what is built in; else they replace it.
    let base = match schema {
        Some(_) => Grants::new(),
        None => built_in(class, role, cx.config.postgres),
    };
    let (given, taken) = differences(&base, &object.grants);
    let postgres = cx.config.postgres;
    let mut plain = Map::new();
    let mut grantable = Map::new();
    for (principal, (privileges, options)) in given {
        let who = Writer::role(&principal);
        if !privileges.is_empty() {
            plain.set(who.clone(), Node::texts(words(class, &privileges, postgres)));
        }
        if !options.is_empty() {
            let mut map = Map::new();
            map.set("privileges", Node::texts(words(class, &options, postgres)));
            map.set("grantable", true);
            grantable.set(who, map);
        }
    }
    let mut revoke = Map::new();
    for (principal, privileges) in taken {
        revoke.set(Writer::role(&principal), Node::texts(words(class, &privileges, postgres)));
    }
    // One role may hold some privileges with the option and some without: two entries, which the reader joins.
    let mut first = head.clone();
    first.map("grant", plain.clone());
    first.map("revoke", revoke.clone());
    if !plain.is_empty() || !revoke.is_empty() || grantable.is_empty() {
        cx.document(&FILE).push("default_privileges", first.into());
    }
    if !grantable.is_empty() {
        head.map("grant", grantable);
        cx.document(&FILE).push("default_privileges", head.into());
    }
}
