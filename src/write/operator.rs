//! Operators, operator families and classes, casts.

use super::Writer;
use super::files::Place;
use super::name::member;
use super::yaml::{Map, Node};
use crate::catalog::{
    Cast, CastContext, CastMethod, FamilyFunction, FamilyOperator, Kind, Object, ObjectId,
    Operator, OperatorClass, OperatorFamily,
};

pub(super) fn write(cx: &mut Writer<'_>, id: &ObjectId, object: &Object, it: &Operator) {
    let Operator { left, right, function, commutator, negator, restrict, join, hashes, merges } =
        it;
    let schema = super::schema_of(id);
    let mut map = Map::new();
    map.text("left", left.as_ref().map(|it| cx.names.data_type(&schema, it)).as_deref());
    map.text("right", Some(&cx.names.data_type(&schema, right)));
    map.text("function", Some(function));
    map.text("commutator", commutator.as_deref());
    map.text("negator", negator.as_deref());
    map.text("restrict", restrict.as_deref());
    map.text("join", join.as_deref());
    map.flag("hashes", *hashes, false);
    map.flag("merges", *merges, false);
    cx.stated(&mut map, object, &cx.default_owner());
    cx.put(&Writer::place(id, "operators"), "operators", key(cx, id), map);
}

/// What stands in parentheses tells apart what has one name.
fn key(cx: &Writer<'_>, id: &ObjectId) -> String {
    let same = cx.catalog.of_kind(id.kind).filter(|(other, _)| other.qname() == id.qname());
    match &id.args {
        Some(args) if same.count() > 1 => format!("{}({args})", member(&id.name)),
        _ => member(&id.name),
    }
}

pub(super) fn write_family(
    cx: &mut Writer<'_>,
    id: &ObjectId,
    object: &Object,
    it: &OperatorFamily,
) {
    let OperatorFamily { operators, functions } = it;
    // A class brings the family of its own name, its owner's, with nothing in it.
    let class = cx.catalog.get(&ObjectId { kind: Kind::OperatorClass, ..id.clone() });
    let brought = class.is_some_and(|class| {
        class.owner == object.owner && object.comment.is_none() && belongs(class, id)
    });
    if brought && operators.is_empty() && functions.is_empty() {
        return;
    }
    let mut map = Map::new();
    using(&mut map, id);
    map.list("operators", operators.iter().map(|it| of_operator(it, true)));
    map.list("functions", functions.iter().map(|it| of_function(it, true)));
    cx.stated(&mut map, object, &cx.default_owner());
    let place = Writer::place(id, "operator_families");
    cx.put(&place, "operator_families", key(cx, id), map);
}

fn belongs(class: &Object, family: &ObjectId) -> bool {
    matches!(&class.definition, crate::catalog::Definition::OperatorClass(it) if it.family == family.qname())
}

pub(super) fn write_class(cx: &mut Writer<'_>, id: &ObjectId, object: &Object, it: &OperatorClass) {
    let OperatorClass { data_type, default, family, storage, operators, functions } = it;
    let schema = super::schema_of(id);
    let mut map = Map::new();
    map.text("type", Some(&cx.names.data_type(&schema, data_type)));
    using(&mut map, id);
    map.flag("default", *default, false);
    if *family != id.qname() {
        let name = format!("{}.{}", member(&family.schema), member(&family.name));
        map.text("family", Some(&name));
    }
    map.text("storage", storage.as_ref().map(|it| cx.names.data_type(&schema, it)).as_deref());
    // What is said of no types is meant for the class's own.
    let types = format!("{data_type}, {data_type}");
    map.list("operators", operators.iter().map(|it| of_operator(it, it.types != types)));
    let own = |it: &FamilyFunction| it.types == types && is_own(id, data_type, &it.function);
    map.list("functions", functions.iter().map(|it| of_function(it, !own(it))));
    cx.stated(&mut map, object, &cx.default_owner());
    let place = Writer::place(id, "operator_classes");
    cx.put(&place, "operator_classes", key(cx, id), map);
}

/// Whether PostgreSQL takes a function for one of the class's own type by itself: of btree and hash it goes by what the
/// function compares.
fn is_own(class: &ObjectId, data_type: &str, function: &str) -> bool {
    let args = function.split_once('(').map_or("", |(_, args)| args);
    !matches!(class.args.as_deref(), Some("btree" | "hash"))
        || args.strip_prefix(data_type).is_some_and(|rest| rest.starts_with([',', ')']))
        || matches!(args, "internal)" | "oid)")
}

fn using(map: &mut Map, id: &ObjectId) {
    let method = id.args.as_deref().filter(|method| **method != *"btree");
    map.text("using", method);
}

/// `1 app.< (integer, bigint)`.
fn of_operator(it: &FamilyOperator, types: bool) -> Node {
    let FamilyOperator { number, types: of, operator, order_by } = it;
    let mut text = format!("{number} {operator}");
    if types {
        text.push_str(&format!(" ({of})"));
    }
    if let Some(family) = order_by {
        let family =
            format!("{}.{}", super::name::sql(&family.schema), super::name::sql(&family.name));
        text.push_str(&format!(" FOR ORDER BY {family}"));
    }
    Node::sql(text)
}

/// `1 (integer, bigint) app.compare(integer, bigint)`.
fn of_function(it: &FamilyFunction, types: bool) -> Node {
    let FamilyFunction { number, types: of, function } = it;
    Node::sql(if types {
        format!("{number} ({of}) {function}")
    } else {
        format!("{number} {function}")
    })
}

pub(super) fn write_cast(cx: &mut Writer<'_>, object: &Object, it: &Cast) {
    let Cast { source, target, method, context } = it;
    let mut map = Map::new();
    match method {
        CastMethod::Function(function) => map.text("function", Some(function)),
        CastMethod::Binary => map.set("method", Node::word("binary")),
        CastMethod::InOut => map.set("method", Node::word("inout")),
    }
    let context = match context {
        CastContext::Explicit => None,
        CastContext::Assignment => Some("assignment"),
        CastContext::Implicit => Some("implicit"),
    };
    map.some("context", context.map(Node::word));
    super::grants::comment(&mut map, object);
    cx.put(&Place::Whole("casts"), "casts", format!("{source} as {target}"), map);
}
