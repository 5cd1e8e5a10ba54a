//! Composite types.

use super::Writer;
use super::grants::Target;
use super::name::{member, of_sql};
use super::text::kept;
use super::yaml::Map;
use crate::catalog::{Attribute, Composite, Object, ObjectId};
use crate::read::Class;

pub(super) fn write(cx: &mut Writer<'_>, id: &ObjectId, object: &Object, it: &Composite) {
    let Composite { attributes: all } = it;
    let place = Writer::place(id, "composites");
    let mut attributes = Map::block();
    for Attribute { name, data_type, collation, comment } in all {
        let mut map = Map::new();
        map.text("type", Some(&cx.names.data_type(&super::schema_of(id), data_type)));
        map.text("collation", collation.as_deref().map(of_sql).as_deref());
        map.text("comment", comment.as_deref().map(kept).as_deref());
        attributes.set(member(name), map.brief("type"));
    }
    let mut map = Map::new();
    map.set("attributes", attributes);
    let target = Target::new(Class::Type, "types", member(&id.name));
    cx.owned(&mut map, &place, object, &cx.default_owner(), &target);
    cx.put(&place, "composites", member(&id.name), map);
}
