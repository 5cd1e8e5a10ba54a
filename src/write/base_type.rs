//! Base types.

use super::Writer;
use super::column::storage_of;
use super::grants::Target;
use super::name::member;
use super::yaml::{Map, Node};
use crate::catalog::{Alignment, BaseType, Object, ObjectId};
use crate::read::Class;

pub(super) fn write(cx: &mut Writer<'_>, id: &ObjectId, object: &Object, it: &BaseType) {
    let BaseType {
        input,
        output,
        receive,
        send,
        typmod_in,
        typmod_out,
        analyze,
        subscript,
        length,
        by_value,
        alignment,
        storage,
        category,
        preferred,
        default,
        element,
        delimiter,
        collatable,
    } = it;
    let usual = BaseType::shell();
    let place = Writer::place(id, "base_types");
    let mut map = Map::new();
    for (key, function) in [
        ("input", input),
        ("output", output),
        ("receive", receive),
        ("send", send),
        ("typmod_in", typmod_in),
        ("typmod_out", typmod_out),
        ("analyze", analyze),
        ("subscript", subscript),
    ] {
        map.text(key, function.as_deref());
    }
    map.number("length", *length);
    map.flag("by_value", *by_value, usual.by_value);
    map.some("alignment", (*alignment != usual.alignment).then(|| alignment_of(*alignment)));
    map.some("storage", (*storage != usual.storage).then(|| storage_of(*storage)));
    map.text("category", Some(category.as_str()).filter(|it| *it != usual.category));
    map.flag("preferred", *preferred, usual.preferred);
    map.text("default", default.as_deref());
    let schema = super::schema_of(id);
    let element = element.as_ref().map(|element| cx.names.data_type(&schema, element));
    map.text("element", element.as_deref());
    map.text("delimiter", Some(delimiter.as_str()).filter(|it| *it != usual.delimiter));
    map.flag("collatable", *collatable, usual.collatable);
    let target = Target::new(Class::Type, "types", member(&id.name));
    cx.owned(&mut map, &place, object, &cx.default_owner(), &target);
    cx.put(&place, "base_types", member(&id.name), map);
}

fn alignment_of(alignment: Alignment) -> Node {
    Node::word(match alignment {
        Alignment::Char => "char",
        Alignment::Int2 => "int2",
        Alignment::Int4 => "int4",
        Alignment::Double => "double",
    })
}
