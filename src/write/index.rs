//! Indexes that no constraint stands on.

use super::Writer;
use super::condition::{Operands, condition};
use super::element::element;
use super::grants::comment;
use super::name::member;
use super::role::settings;
use super::yaml::{Map, Node};
use crate::catalog::{Definition, Index, Kind, Name, QName};

/// The indexes of a relation. `columns` are those that the reader knows.
pub(super) fn of_relation(cx: &mut Writer<'_>, relation: &QName, columns: &[&Name]) -> Map {
    let mut indexes = Map::block();
    let operands = Operands::of_relation(cx.catalog, relation);
    for (id, object) in cx.catalog.of_relation(Kind::Index, relation) {
        let Definition::Index(it) = &object.definition else { continue };
        let Index {
            using,
            unique,
            nulls_not_distinct,
            elements,
            include,
            predicate,
            options,
            tablespace,
            valid,
            attached,
            statistics,
        } = it;
        if attached.is_some() {
            continue;
        }
        let of_partitions = cx.catalog.is_partitioned(relation);
        if !valid && !of_partitions {
            cx.warn(id, "its build failed half way");
        }
        let mut map = Map::new();
        let elements = (1..).zip(elements).map(|(place, it)| {
            let mut part = Map::new();
            part.set("expression", Node::sql(element(it, columns)));
            part.number("statistics", statistics.get(&place).copied().map(i64::from));
            part.brief("expression")
        });
        map.set("columns", Node::List(elements.collect()));
        map.flag("unique", *unique, false);
        if **using != *"btree" {
            map.text("using", Some(using));
        }
        map.list("include", include.iter().map(|it| Node::text(member(it))));
        let predicate = predicate.as_deref().map(|it| condition(it, &operands));
        map.sql("where", predicate.as_deref());
        map.map("with", settings(options));
        map.text("tablespace", tablespace.as_ref().map(|it| member(it)).as_deref());
        map.flag("nulls_not_distinct", *nulls_not_distinct, false);
        map.flag("only", !valid && of_partitions, false);
        comment(&mut map, object);
        indexes.set(member(&id.name), map.brief("columns"));
    }
    indexes
}
