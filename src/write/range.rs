//! Range types.

use super::Writer;
use super::grants::Target;
use super::name::{member, of_sql};
use super::yaml::Map;
use crate::catalog::{Object, ObjectId, Range};
use crate::read::Class;

pub(super) fn write(cx: &mut Writer<'_>, id: &ObjectId, object: &Object, it: &Range) {
    let Range { subtype, operator_class, collation, canonical, difference, multirange } = it;
    let place = Writer::place(id, "ranges");
    let mut map = Map::new();
    map.text("subtype", Some(&cx.names.data_type(&super::schema_of(id), subtype)));
    map.text("operator_class", operator_class.as_deref());
    map.text("collation", collation.as_deref().map(of_sql).as_deref());
    map.text("canonical", canonical.as_deref());
    map.text("difference", difference.as_deref());
    let multirange = multirange.as_ref().map(|name| match name.schema == super::schema_of(id) {
        true => member(&name.name),
        false => format!("{}.{}", member(&name.schema), member(&name.name)),
    });
    map.text("multirange", multirange.as_deref());
    let target = Target::new(Class::Type, "types", member(&id.name));
    cx.owned(&mut map, &place, object, &cx.default_owner(), &target);
    cx.put(&place, "ranges", member(&id.name), map.brief("subtype"));
}
