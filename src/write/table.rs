//! Tables, each with everything that belongs to it in a file of its own.

use super::constraint::Demands;
use super::files::Place;
use super::grants::Target;
use super::name::member;
use super::role::settings;
use super::yaml::{Map, Node};
use super::{
    Writer, attached, column, constraint, foreign, index, partition, policy, rule, trigger,
};
use crate::catalog::{
    Column, Definition, Kind, Name, Object, ObjectId, Persistence, QName, ReplicaIdentity, Table,
};
use crate::read::Class;

pub(super) fn write(cx: &mut Writer<'_>, id: &ObjectId, object: &Object, it: &Table) {
    // A partition stands within its table.
    if it.partition_of.is_some() {
        return;
    }
    let place = Place::own(id, "tables");
    let name = id.qname();
    let parents = &it.inherits;
    let all = cx.catalog.columns(&name);
    let known: Vec<&Name> = all.iter().map(|(id, ..)| &id.name).collect();
    let typed = it.of_type.is_some();
    let inherits = |it: &Name| {
        let above = |table| ObjectId::of_relation(Kind::Column, table, it.clone());
        parents.iter().any(|table| cx.catalog.get(&above(table)).is_some())
    };
    let (mut inherited, mut own): (Vec<_>, Vec<(&ObjectId, &Object, &Column)>) = all
        .iter()
        .copied()
        .partition(|(id, _, it)| typed || (!it.also_own.0 && inherits(&id.name)));
    let short: Vec<&Name> = own.iter().map(|(id, ..)| &id.name).collect();
    let mut demands = constraint::of_table(cx, &name, &known, &short);
    let mut differing = Map::block();
    inherited.sort_by_key(|(id, ..)| rank(cx, parents, &id.name));
    for (id, object, it) in inherited {
        let map = column::difference(cx, &place, parents, id, object, it);
        if !map.is_empty() {
            differing.set(member(&id.name), map);
        }
    }
    // PostgreSQL puts what the parents have first, in their order.
    own.sort_by_key(|(id, ..)| rank(cx, parents, &id.name));
    let mut columns = Map::block();
    for (id, object, it) in own {
        let of_column = demands.columns.remove(&id.name).unwrap_or_default();
        let node = column::column(cx, &place, id, object, it, of_column);
        columns.set(member(&id.name), node);
    }
    let map = body(cx, &place, id, object, it, (columns, differing), demands);
    cx.put(&place, "tables", member(&id.name), map);
}

/// The place of the parent and of the column in it that a column merges with; own ones follow in their order.
pub(super) fn rank(cx: &Writer<'_>, parents: &[QName], column: &Name) -> (usize, i32) {
    let found = parents.iter().enumerate().find_map(|(place, table)| {
        let id = ObjectId::of_relation(Kind::Column, table, column.clone());
        match &cx.catalog.get(&id)?.definition {
            Definition::Column(it) => Some((place, it.position.0)),
            _ => None,
        }
    });
    found.unwrap_or((usize::MAX, 0))
}

/// What a table or a partition has.
pub(super) fn body(
    cx: &mut Writer<'_>,
    place: &Place,
    id: &ObjectId,
    object: &Object,
    it: &Table,
    (columns, inherited): (Map, Map),
    demands: Demands<'_>,
) -> Map {
    let Table {
        persistence,
        row_security,
        force_row_security,
        options,
        partition_by,
        // A partition's bound stands first.
        partition_of,
        inherits,
        of_type,
        foreign: elsewhere,
        // Those of a partition depend on those of its table.
        using: _,
        tablespace: _,
        replica_identity,
        cluster_on,
        // Among its checks.
        restated: _,
    } = it;
    let name = id.qname();
    let all = cx.catalog.columns(&name);
    let known: Vec<&Name> = all.iter().map(|(id, ..)| &id.name).collect();
    let mut privileges = Map::block();
    let target = Target::new(Class::Table, "tables", relation(place, &name));
    let default = cx.default_owner();
    cx.owned(&mut privileges, place, object, &default, &target);

    let mut map = Map::block();
    map.some("comment", privileges.take("comment"));
    map.some("owner", privileges.take("owner"));
    let inherits = inherits.iter().map(|it| cx.names.refer(&cx.names.relations, &name.schema, it));
    map.list("inherits", inherits.map(Node::text));
    map.flag("unlogged", *persistence == Persistence::Unlogged, false);
    map.some("foreign", elsewhere.as_ref().map(foreign::table));
    map.some("partition_by", partition_by.as_ref().map(partition::key));
    match of_type {
        Some(of) => {
            let mut typed = Map::block();
            let of = crate::render::qualified(of);
            typed.text("type", Some(&cx.names.data_type(&name.schema, &of)));
            typed.map("columns", inherited);
            map.set("of", typed.brief("type"));
        }
        None => {
            map.map("columns", columns);
            map.map("inherited", inherited);
        }
    }
    map.some("primary_key", demands.primary_key);
    map.map("unique", demands.unique);
    map.map("foreign_keys", demands.foreign_keys);
    map.map("checks", demands.checks);
    map.map("exclude", demands.exclude);
    map.map("indexes", index::of_relation(cx, &name, &known));
    map.map("attached", attached::of_table(cx, &name));
    let security = match (row_security, force_row_security) {
        // A partition is read through its table, and nobody sees which rows a foreign server gives.
        (false, false) if partition_of.is_some() || elsewhere.is_some() => None,
        (false, false) => Some("off"),
        (true, false) => Some("enabled"),
        (true, true) => Some("forced"),
        (false, true) => Some("off_forced"),
    };
    map.some("row_security", security.map(Node::word));
    map.map("policies", policy::of_table(cx, &name));
    map.map("triggers", trigger::of_relation(cx, &name));
    map.map("rules", rule::of_relation(cx, &name));
    map.some("grants", privileges.take("grants"));
    map.map("with", settings(options));
    map.text("using", partition::using(cx, it).as_deref());
    map.text("tablespace", partition::tablespace(cx, it).as_deref());
    map.some("replica_identity", identity(replica_identity));
    map.text("cluster_on", cluster_on.as_ref().map(|it| member(it)).as_deref());
    map.map("partitions", partition::of_table(cx, place, &name));
    map
}

/// What logical replication knows a row by.
fn identity(it: &ReplicaIdentity) -> Option<Node> {
    match it {
        ReplicaIdentity::Default => None,
        ReplicaIdentity::Full => Some(Node::word("full")),
        ReplicaIdentity::Nothing => Some(Node::word("nothing")),
        ReplicaIdentity::Index(name) => {
            let mut map = Map::new();
            map.set("index", Node::text(member(name)));
            Some(map.into())
        }
    }
}

/// A table as its file names it.
pub(super) fn relation(place: &Place, name: &QName) -> String {
    match place.schema() == Some(&name.schema) {
        true => member(&name.name),
        false => format!("{}.{}", member(&name.schema), member(&name.name)),
    }
}
