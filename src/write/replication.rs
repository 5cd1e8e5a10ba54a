//! Publications and subscriptions.

use super::Writer;
use super::condition::{Operands, condition};
use super::files::Place;
use super::name::member;
use super::role::settings;
use super::yaml::{Map, Node};
use crate::catalog::{Object, ObjectId, Principal, Publication, PublishedTable, Subscription};

pub(super) fn write(cx: &mut Writer<'_>, id: &ObjectId, object: &Object, it: &Publication) {
    let Publication {
        all_tables,
        tables,
        schemas,
        insert,
        update,
        delete,
        truncate,
        via_root,
        generated_columns,
    } = it;
    let mut map = Map::new();
    map.flag("all_tables", *all_tables, false);
    let mut published = Map::new();
    for PublishedTable { table, columns, filter } in tables {
        let mut of_table = Map::new();
        of_table.list("columns", columns.iter().map(|it| Node::text(member(it))));
        let operands = Operands::of_relation(cx.catalog, table);
        let filter = filter.as_deref().map(|it| condition(it, &operands));
        of_table.sql("where", filter.as_deref());
        let name = cx.names.refer(&cx.names.relations, &cx.config.default_schema, table);
        match of_table.is_empty() {
            true => published.set(name, Node::word("")),
            false => published.set(name, of_table.brief("columns")),
        }
    }
    map.map("tables", published);
    map.list("schemas", schemas.iter().map(|it| Node::text(member(it))));
    let events =
        [(insert, "insert"), (update, "update"), (delete, "delete"), (truncate, "truncate")];
    if events.iter().any(|(published, _)| !**published) {
        let events = events.iter().filter(|(published, _)| **published);
        map.set("publish", Node::List(events.map(|(_, word)| Node::word(*word)).collect()));
    }
    map.flag("via_root", *via_root, false);
    map.flag("generated_columns", *generated_columns, false);
    cx.stated(&mut map, object, &Principal::Migrator);
    cx.put(&Place::Whole("publications"), "publications", member(&id.name), map);
}

pub(super) fn write_subscription(
    cx: &mut Writer<'_>,
    id: &ObjectId,
    object: &Object,
    it: &Subscription,
) {
    let Subscription { connection, publications, slot, options } = it;
    let mut map = Map::new();
    map.text("connection", connection.as_deref());
    map.set("publications", Node::texts(publications.iter().map(|it| it.to_string())));
    match slot {
        Some(slot) if *slot == id.name => {}
        Some(slot) => map.text("slot", Some(slot)),
        None => map.set("slot", Node::word("none")),
    }
    map.map("with", settings(options));
    cx.stated(&mut map, object, &Principal::Migrator);
    cx.put(&Place::Whole("subscriptions"), "subscriptions", member(&id.name), map);
}
