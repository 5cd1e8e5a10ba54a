//! Foreign data wrappers, servers with their user mappings, and what makes a table a foreign one.

use super::Writer;
use super::files::Place;
use super::grants::Target;
use super::name::{member, of_sql};
use super::role::settings;
use super::yaml::{Map, Node};
use crate::catalog::{
    Definition, Foreign, ForeignDataWrapper, ForeignServer, Kind, Name, Object, ObjectId,
    Principal, UserMapping,
};
use crate::read::Class;

pub(super) fn write_wrapper(
    cx: &mut Writer<'_>,
    id: &ObjectId,
    object: &Object,
    it: &ForeignDataWrapper,
) {
    let ForeignDataWrapper { handler, validator, options } = it;
    let place = Place::Whole("foreign");
    let mut map = Map::new();
    map.text("handler", handler.as_deref().map(of_sql).as_deref());
    map.text("validator", validator.as_deref().map(of_sql).as_deref());
    map.map("options", settings(options));
    let target = Target::new(Class::ForeignDataWrapper, "foreign_data_wrappers", member(&id.name));
    cx.owned(&mut map, &place, object, &Principal::Migrator, &target);
    cx.put(&place, "foreign_data_wrappers", member(&id.name), map);
}

pub(super) fn write_server(
    cx: &mut Writer<'_>,
    id: &ObjectId,
    object: &Object,
    it: &ForeignServer,
) {
    let ForeignServer { wrapper, server_type, version, options } = it;
    let place = Place::Whole("foreign");
    let mut map = Map::new();
    map.text("wrapper", Some(&member(wrapper)));
    map.text("type", server_type.as_deref());
    map.text("version", version.as_deref());
    map.map("options", settings(options));
    map.map("user_mappings", user_mappings(cx, &id.name));
    let target = Target::new(Class::ForeignServer, "servers", member(&id.name));
    cx.owned(&mut map, &place, object, &cx.default_owner(), &target);
    cx.put(&place, "servers", member(&id.name), map);
}

fn user_mappings(cx: &mut Writer<'_>, server: &Name) -> Map {
    let mut map = Map::new();
    for (id, object) in cx.catalog.of_kind(Kind::UserMapping) {
        let Definition::UserMapping(it) = &object.definition else { continue };
        let UserMapping { server: of, user, options } = it;
        if of != server {
            continue;
        }
        if options.is_none() {
            cx.warn(id, "options that nobody but their owner may see");
        }
        map.set(Writer::role(user), options.as_ref().map(settings).unwrap_or_default());
    }
    map
}

/// Where the rows of a table are.
pub(super) fn table(it: &Foreign) -> Node {
    let Foreign { server, options } = it;
    let mut map = Map::new();
    map.text("server", Some(&member(server)));
    map.map("options", settings(options));
    map.into()
}
