//! Partitions, within their table.

use super::expression::divided;
use super::files::Place;
use super::name::member;
use super::table;
use super::yaml::{Map, Node};
use super::{Writer, column, constraint};
use crate::catalog::{
    Definition, Kind, Name, Object, ObjectId, PartitionKey, PartitionOf, PartitionStrategy, QName,
    Table,
};

/// How a table is partitioned.
pub(super) fn key(it: &PartitionKey) -> Node {
    let PartitionKey { strategy, columns } = it;
    let strategy = match strategy {
        PartitionStrategy::Range => "range",
        PartitionStrategy::List => "list",
        PartitionStrategy::Hash => "hash",
    };
    let mut map = Map::new();
    map.set(strategy, Node::List(columns.iter().map(Node::sql).collect()));
    map.into()
}

/// The partitions of a table by name.
pub(super) fn of_table(cx: &mut Writer<'_>, place: &Place, parent: &QName) -> Map {
    let mut partitions = Map::block();
    for (id, object) in cx.catalog.of_kind(Kind::Table) {
        let Definition::Table(it) = &object.definition else { continue };
        let Some(PartitionOf { parent: of, bound: text }) = &it.partition_of else { continue };
        if of != parent {
            continue;
        }
        // It lives in the schema of its table unless its name says otherwise.
        let name = match id.schema.as_ref() == Some(&parent.schema) {
            true => member(&id.name),
            false => format!("{}.{}", member(&super::schema_of(id)), member(&id.name)),
        };
        partitions.set(name, one(cx, place, parent, id, object, it, text));
    }
    partitions
}

fn one(
    cx: &mut Writer<'_>,
    place: &Place,
    parent: &QName,
    id: &ObjectId,
    object: &Object,
    it: &Table,
    text: &str,
) -> Node {
    let name = id.qname();
    let known: Vec<&Name> = cx.catalog.columns(&name).iter().map(|(id, ..)| &id.name).collect();
    let demands = constraint::of_table(cx, &name, &known, &[]);
    let columns = columns(cx, place, parent, &name);
    let mut map = Map::new();
    map.set("bound", Node::sql(bound(text)));
    map.append(table::body(cx, place, id, object, it, (columns, Map::new()), demands));
    match map.brief("bound") {
        Node::Map(map) => Node::Map(map.in_block()),
        bound => bound,
    }
}

/// The access method of a table as it is written: a partition has that of its table unless it says otherwise.
pub(super) fn using(cx: &Writer<'_>, it: &Table) -> Option<String> {
    let parent = above(cx, it).and_then(|it| it.using.as_deref());
    match (it.using.as_deref(), parent) {
        (own, parent) if own == parent => None,
        (Some(own), _) => Some(own.to_owned()),
        (None, Some("heap")) => None,
        (None, _) if it.foreign.is_some() => None,
        (None, _) => Some("heap".to_owned()),
    }
}

/// The table that one is a partition of.
fn above<'a>(cx: &Writer<'a>, it: &Table) -> Option<&'a Table> {
    cx.catalog.table(&it.partition_of.as_ref()?.parent)
}

/// The tablespace of a table as it is written: a partition lies where its table does unless it says otherwise.
pub(super) fn tablespace(cx: &Writer<'_>, it: &Table) -> Option<String> {
    let parent = above(cx, it).and_then(|it| it.tablespace.as_ref());
    match (&it.tablespace, parent) {
        (own, parent) if own.as_ref() == parent => None,
        (Some(own), _) => Some(member(own)),
        (None, _) if it.foreign.is_some() => None,
        (None, _) => Some("pg_default".to_owned()),
    }
}

/// `FOR VALUES FROM (1) TO (9)` is `from (1) to (9)`.
fn bound(text: &str) -> String {
    let text = text.strip_prefix("FOR VALUES ").unwrap_or(text);
    if let Some(range) = text.strip_prefix("FROM ")
        && let [least, most] = divided(range, " TO ")[..]
    {
        return format!("from {least} to {most}");
    }
    for (worded, plain) in [("IN ", "in "), ("WITH ", "with "), ("DEFAULT", "default")] {
        if let Some(rest) = text.strip_prefix(worded) {
            return format!("{plain}{rest}");
        }
    }
    text.to_owned()
}

/// Where the columns of a partition differ from those of its table.
fn columns(cx: &mut Writer<'_>, place: &Place, parent: &QName, name: &QName) -> Map {
    let mut columns = Map::block();
    // Its own order is not kept: it has that of its table.
    let place_of = |id: &ObjectId| table::rank(cx, std::slice::from_ref(parent), &id.name);
    let mut all = cx.catalog.columns(name);
    all.sort_by_key(|(id, ..)| place_of(id));
    for (id, object, it) in all {
        let above = std::slice::from_ref(parent);
        let map = column::difference(cx, place, above, id, object, it);
        if !map.is_empty() {
            columns.set(member(&id.name), map);
        }
    }
    columns
}
