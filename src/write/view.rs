//! Views and materialized views.

use super::Writer;
use super::files::Place;
use super::grants::Target;
use super::name::member;
use super::role::settings;
use super::yaml::{Map, Node};
use super::{column, index, rule, trigger};
use crate::catalog::{MaterializedView, Object, ObjectId, View};
use crate::read::Class;

pub(super) fn write(cx: &mut Writer<'_>, id: &ObjectId, object: &Object, it: &View) {
    let View { query, options } = it;
    let place = Writer::place(id, "views");
    let mut map = Map::block();
    let mut about = about(cx, &place, id, object);
    map.some("comment", about.take("comment"));
    map.some("owner", about.take("owner"));
    for (name, value) in options {
        match (&**name, &**value) {
            ("security_invoker" | "security_barrier", "true" | "false") => {
                map.set(name.clone(), value == "true");
            }
            ("check_option", "local" | "cascaded") => map.set(name.clone(), Node::word(value)),
            _ => cx.warn(id, &format!("its option {name} is {value}")),
        }
    }
    map.sql("query", Some(query));
    let columns = column::of_view(cx, &place, id);
    map.map("columns", columns);
    map.map("triggers", trigger::of_relation(cx, &id.qname()));
    map.map("rules", rule::of_relation(cx, &id.qname()));
    map.append(about);
    cx.put(&place, "views", member(&id.name), map);
}

pub(super) fn write_materialized(
    cx: &mut Writer<'_>,
    id: &ObjectId,
    object: &Object,
    it: &MaterializedView,
) {
    let MaterializedView { query, options, populated, using, tablespace, cluster_on } = it;
    let place = Writer::place(id, "materialized_views");
    let mut map = Map::block();
    let mut about = about(cx, &place, id, object);
    map.some("comment", about.take("comment"));
    map.some("owner", about.take("owner"));
    map.flag("populated", *populated, true);
    map.map("with", settings(options));
    map.sql("query", Some(query));
    let columns = column::of_view(cx, &place, id);
    map.map("columns", columns);
    // The reader does not know the columns of a query: SQL's own names stand in the indexes.
    map.map("indexes", index::of_relation(cx, &id.qname(), &[]));
    map.text("using", using.as_deref());
    map.text("tablespace", tablespace.as_ref().map(|it| member(it)).as_deref());
    map.text("cluster_on", cluster_on.as_ref().map(|it| member(it)).as_deref());
    map.append(about);
    cx.put(&place, "materialized_views", member(&id.name), map);
}

/// Owner, comment and privileges.
fn about(cx: &mut Writer<'_>, place: &Place, id: &ObjectId, object: &Object) -> Map {
    let mut map = Map::new();
    let target = Target::new(Class::Table, "tables", member(&id.name));
    let default = cx.default_owner();
    cx.owned(&mut map, place, object, &default, &target);
    map
}
