//! Enums.

use super::Writer;
use super::grants::Target;
use super::name::member;
use super::yaml::{Map, Node};
use crate::catalog::{Enum, Object, ObjectId};
use crate::read::Class;

pub(super) fn write(cx: &mut Writer<'_>, id: &ObjectId, object: &Object, it: &Enum) {
    let Enum { labels } = it;
    let place = Writer::place(id, "enums");
    let mut map = Map::new();
    map.set("labels", Node::texts(labels));
    let target = Target::new(Class::Type, "types", member(&id.name));
    cx.owned(&mut map, &place, object, &cx.default_owner(), &target);
    cx.put(&place, "enums", member(&id.name), map.brief("labels"));
}
