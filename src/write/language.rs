//! Languages, transforms, access methods, conversions.

use super::Writer;
use super::files::Place;
use super::grants::{Target, comment};
use super::name::member;
use super::yaml::{Map, Node};
use crate::catalog::{AccessMethod, Conversion, Language, Object, ObjectId, Transform};
use crate::read::Class;

pub(super) fn write(cx: &mut Writer<'_>, id: &ObjectId, object: &Object, it: &Language) {
    let Language { trusted, handler, inline, validator } = it;
    let place = Place::Whole("languages");
    let mut map = Map::new();
    map.flag("trusted", *trusted, false);
    map.text("handler", Some(handler));
    map.text("inline", inline.as_deref());
    map.text("validator", validator.as_deref());
    let target = Target::new(Class::Language, "languages", member(&id.name));
    cx.owned(&mut map, &place, object, &cx.default_owner(), &target);
    cx.put(&place, "languages", member(&id.name), map);
}

pub(super) fn write_transform(cx: &mut Writer<'_>, object: &Object, it: &Transform) {
    let Transform { data_type, language, from_sql, to_sql } = it;
    let mut map = Map::new();
    map.text("from_sql", from_sql.as_deref());
    map.text("to_sql", to_sql.as_deref());
    comment(&mut map, object);
    let key = format!("{data_type} language {}", member(language));
    cx.put(&Place::Whole("transforms"), "transforms", key, map);
}

pub(super) fn write_method(cx: &mut Writer<'_>, id: &ObjectId, object: &Object, it: &AccessMethod) {
    let AccessMethod { table, handler } = it;
    let mut map = Map::new();
    map.set("for", Node::word(if *table { "table" } else { "index" }));
    map.text("handler", Some(handler));
    comment(&mut map, object);
    cx.put(&Place::Whole("access_methods"), "access_methods", member(&id.name), map);
}

pub(super) fn write_conversion(
    cx: &mut Writer<'_>,
    id: &ObjectId,
    object: &Object,
    it: &Conversion,
) {
    let Conversion { from, to, function, default } = it;
    let mut map = Map::new();
    map.text("from", Some(from));
    map.text("to", Some(to));
    map.text("function", Some(function));
    map.flag("default", *default, false);
    cx.stated(&mut map, object, &cx.default_owner());
    cx.put(&Writer::place(id, "conversions"), "conversions", member(&id.name), map);
}
