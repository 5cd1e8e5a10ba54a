//! Extended statistics, in the file of their table.

use super::Writer;
use super::files::Place;
use super::name::member;
use super::yaml::{Map, Node};
use crate::catalog::{Kind, Object, ObjectId, Statistics, StatisticsKind};

pub(super) fn write(cx: &mut Writer<'_>, id: &ObjectId, object: &Object, it: &Statistics) {
    let Statistics { table, kinds, elements, target } = it;
    let schema = super::schema_of(id);
    let whole = ObjectId::in_schema(Kind::Table, table);
    let of_table = cx.catalog.get(&whole);
    let place = match (of_table, table.schema == schema) {
        (Some(_), true) => Place::own(&whole, "tables"),
        _ => Writer::place(id, "statistics"),
    };
    let default = of_table.and_then(|table| table.owner.clone());
    let default = default.unwrap_or_else(|| cx.default_owner());
    let mut map = Map::new();
    map.text("table", Some(&cx.names.refer(&cx.names.relations, &schema, table)));
    map.set("columns", Node::List(elements.iter().map(Node::sql).collect()));
    let kinds = kinds.iter().map(|kind| {
        Node::word(match kind {
            StatisticsKind::Ndistinct => "ndistinct",
            StatisticsKind::Dependencies => "dependencies",
            StatisticsKind::Mcv => "mcv",
        })
    });
    map.list("kinds", kinds);
    map.number("target", *target);
    cx.stated(&mut map, object, &default);
    cx.put(&place, "statistics", member(&id.name), map);
}
