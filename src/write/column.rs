//! Columns of tables, with what they demand of their rows in short.

use super::Writer;
use super::constraint::OfColumn;
use super::expression::bare;
use super::files::Place;
use super::grants::{Target, comment, differences, owner_of};
use super::name::{member, of_sql};
use super::yaml::{Map, Node};
use crate::catalog::{
    Column, DefaultExpr, Definition, Generated, Identity, Kind, NotNull, Object, ObjectId,
    Principal, QName, Storage, generated,
};
use crate::read::{Class, built_in};

/// A column, in its short form where its type is all there is to say.
pub(super) fn column(
    cx: &mut Writer<'_>,
    place: &Place,
    id: &ObjectId,
    object: &Object,
    it: &Column,
    demands: OfColumn,
) -> Node {
    let Column {
        position: _,
        data_type,
        null,
        collation,
        identity,
        generated,
        storage: _,
        compression: _,
        statistics: _,
        options: _,
        foreign_options: _,
        also_own,
        not_null,
        own_not_null,
    } = it;
    let mut map = Map::new();
    map.text("type", Some(&cx.names.data_type(&super::schema_of(id), data_type)));
    // Of an heir that states the column, and not that it is NOT NULL; before PostgreSQL 18 that is not known.
    let inherited = cx.catalog.major >= 18 && also_own.0 && !own_not_null.0;
    let inherited = inherited && cx.catalog.inherited_not_null(id).next().is_some();
    map.flag("null", *null || inherited, false);
    match expression(cx, id) {
        // What an heir states takes the parent's default unless it says otherwise.
        None if inherits_default(cx, id) => map.set("default", Node::word("null")),
        own => map.sql("default", own.map(|it| super::expression::default(it, data_type))),
    }
    map.text("collation", collation.as_deref().map(of_sql).as_deref());
    let identity = identity.as_ref().map(|it| identity_of(cx, place, id, it));
    map.some("identity", identity);
    map.some("generated", generated.as_ref().map(generated_of));
    let OfColumn { references, check, unique } = demands;
    map.some("references", references);
    map.some("check", check);
    map.some("unique", unique);
    settings(&mut map, it, &[]);
    match inherited {
        true => inherited_not_null(cx, &mut map, id, it),
        false => map.some("not_null", not_null.as_ref().map(not_null_of)),
    }
    let relation = member(id.relation.as_deref().unwrap_or_default());
    cx.column_grants(&mut map, place, relation, id, &object.grants);
    comment(&mut map, object);
    map.brief("type")
}

/// The default of a column.
fn expression<'a>(cx: &Writer<'a>, column: &ObjectId) -> Option<&'a str> {
    let id = ObjectId { kind: Kind::DefaultExpr, ..column.clone() };
    match &cx.catalog.get(&id)?.definition {
        Definition::DefaultExpr(DefaultExpr { expression }) => Some(expression),
        _ => None,
    }
}

/// Whether a table above has a default for this column.
fn inherits_default(cx: &Writer<'_>, column: &ObjectId) -> bool {
    let of_parent = |parent| ObjectId::of_relation(Kind::Column, parent, column.name.clone());
    let mut parents = cx.catalog.parents(&column.relation_qname());
    parents.any(|parent| expression(cx, &of_parent(parent)).is_some())
}

fn identity_of(cx: &mut Writer<'_>, place: &Place, id: &ObjectId, it: &Identity) -> Node {
    let Identity { always, name, sequence, unlogged, comment, grants } = it;
    let mut map = Map::new();
    map.text("name", name.as_ref().map(|it| member(it)).as_deref());
    super::sequence::options(&mut map, sequence);
    map.some("unlogged", unlogged.map(Node::from));
    map.text("comment", comment.as_deref().map(super::text::kept).as_deref());
    if let Some(grants) = grants {
        let table = id.relation_qname();
        let object = cx.catalog.get(&ObjectId::in_schema(Kind::Table, &table));
        let owner = object.map_or(&Principal::Migrator, owner_of);
        let base = built_in(Class::Sequence, owner, cx.config.postgres);
        let (given, taken) = differences(&base, grants);
        let beneath = name.clone().unwrap_or_else(|| generated(&table.name, Some(&id.name), "seq"));
        let target = Target::new(Class::Sequence, "sequences", member(&beneath));
        map.map("grants", cx.inline(place, &target, given));
        cx.revoke(place, &target, taken);
    }
    if map.is_empty() {
        return Node::word(if *always { "always" } else { "by_default" });
    }
    map.flag("always", *always, true);
    map.into()
}

/// How values of a column are kept and judged. How they are stored is not said again where a parent says the same.
fn settings(map: &mut Map, it: &Column, parents: &[(ObjectId, &Column)]) {
    let Column { storage, compression, statistics, options, foreign_options, .. } = it;
    let stored = storage.filter(|_| parents.iter().all(|(_, above)| above.storage != *storage));
    map.some("storage", stored.map(storage_of));
    let own = parents.iter().all(|(_, above)| above.compression != *compression);
    map.text("compression", compression.as_deref().filter(|_| own));
    map.number("statistics", statistics.map(i64::from));
    map.map("options", super::role::settings(options));
    map.map("foreign_options", super::role::settings(foreign_options));
}

pub(super) fn storage_of(storage: Storage) -> Node {
    Node::word(match storage {
        Storage::Plain => "plain",
        Storage::External => "external",
        Storage::Extended => "extended",
        Storage::Main => "main",
    })
}

fn not_null_of(it: &NotNull) -> Node {
    let NotNull { name, no_inherit, validated, comment } = it;
    let mut map = Map::new();
    map.text("name", name.as_ref().map(|it| member(it)).as_deref());
    map.flag("no_inherit", *no_inherit, false);
    map.flag("validated", *validated, true);
    map.text("comment", comment.as_deref().map(super::text::kept).as_deref());
    map.brief("name")
}

/// Where a column of a partition or an heir differs from what it has from the tables above it.
pub(super) fn difference(
    cx: &mut Writer<'_>,
    place: &Place,
    above: &[QName],
    id: &ObjectId,
    object: &Object,
    it: &Column,
) -> Map {
    let parents: Vec<(ObjectId, &Column)> = above
        .iter()
        .filter_map(|table| {
            let id = ObjectId::of_relation(Kind::Column, table, id.name.clone());
            match &cx.catalog.get(&id)?.definition {
                Definition::Column(column) => Some((id, column)),
                _ => None,
            }
        })
        .collect();
    let Column {
        position: _,
        data_type,
        null,
        collation,
        identity: _,
        generated,
        storage,
        compression,
        statistics: _,
        options: _,
        foreign_options: _,
        also_own: _,
        not_null: _,
        own_not_null: _,
    } = it;
    let mut map = Map::new();
    let differs = parents.iter().any(|(_, other)| {
        (data_type, collation) != (&other.data_type, &other.collation)
            || generated.is_some() != other.generated.is_some()
    });
    if differs {
        cx.warn(id, "it is not as in the table that it comes from");
    }
    let own =
        generated.as_ref().filter(|_| parents.iter().any(|(_, it)| it.generated != *generated));
    map.some("generated", own.map(generated_of));
    let inherited = parents.iter().find_map(|(id, _)| expression(cx, id));
    match expression(cx, id) {
        own if own == inherited => {}
        Some(own) => map.sql("default", Some(super::expression::default(own, data_type))),
        None => map.set("default", Node::word("null")),
    }
    map.flag("null", *null, cx.catalog.inherited_not_null(id).next().is_none());
    let above = |has: fn(&Column) -> bool| parents.iter().any(|(_, it)| has(it));
    let lost = (storage.is_none() && above(|it| it.storage.is_some()))
        || (compression.is_none() && above(|it| it.compression.is_some()));
    if lost {
        cx.warn(id, "it is stored as its type is, and not as in the table that it comes from");
    }
    if !null {
        inherited_not_null(cx, &mut map, id, it);
    }
    settings(&mut map, it, &parents);
    let relation = id.relation_qname();
    let table = super::table::relation(place, &relation);
    cx.column_grants(&mut map, place, table, id, &object.grants);
    comment(&mut map, object);
    map
}

/// What is unusual about a NOT NULL, where the table above does not give it so: under its name, validated.
fn inherited_not_null(cx: &Writer<'_>, map: &mut Map, id: &ObjectId, it: &Column) {
    let Some(own) = it.whole_not_null() else { return };
    let above = cx.catalog.inherited_not_null(id).next().map(|(_, it)| it);
    let mut said = Map::new();
    if own.name != above.unwrap_or(&NotNull::USUAL).name {
        let given = || generated(&id.relation_qname().name, Some(&id.name), "not_null");
        let name = own.name.clone().unwrap_or_else(given);
        said.text("name", Some(&member(&name)));
    } else if it.own_not_null.0 {
        map.flag("null", false, true);
    }
    said.flag("no_inherit", own.no_inherit, false);
    said.flag("validated", own.validated, true);
    said.text("comment", own.comment.as_deref().map(super::text::kept).as_deref());
    if !said.is_empty() {
        map.set("not_null", said.brief("name"));
    }
}

fn generated_of(it: &Generated) -> Node {
    let Generated { expression, stored } = it;
    let mut map = Map::new();
    map.set("expression", Node::sql(bare(expression.trim())));
    map.flag("stored", *stored, true);
    map.brief("expression")
}

/// What is said of the columns of a view: comments and privileges, and the settings of a materialized one.
pub(super) fn of_view(cx: &mut Writer<'_>, place: &Place, id: &ObjectId) -> Map {
    let mut columns = Map::new();
    for (id, object, column) in cx.catalog.columns(&id.qname()) {
        // The query decides the rest.
        let mut map = Map::new();
        let value = expression(cx, id).map(|it| super::expression::default(it, &column.data_type));
        map.sql("default", value);
        settings(&mut map, column, &[]);
        let relation = member(id.relation.as_deref().unwrap_or_default());
        cx.column_grants(&mut map, place, relation, id, &object.grants);
        comment(&mut map, object);
        if !map.is_empty() {
            columns.set(member(&id.name), map);
        }
    }
    columns
}
