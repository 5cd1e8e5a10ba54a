//! Extensions. Versions are left to the server.

use super::Writer;
use super::files::Place;
use super::grants::comment;
use super::name::member;
use super::yaml::Map;
use crate::catalog::{Extension, Kind, Object, ObjectId};

/// What every new database has.
const ALWAYS: &str = "plpgsql";

pub(super) fn write(cx: &mut Writer<'_>, id: &ObjectId, object: &Object, it: &Extension) {
    let Extension { schema, version } = it;
    if *id.name == *ALWAYS && object.comment.is_none() && schema.as_deref() == Some("pg_catalog") {
        return;
    }
    let mut map = Map::new();
    // A schema that is not declared comes with the extension.
    let stated = schema.as_ref().filter(|schema| {
        let id = ObjectId::global(Kind::Schema, (*schema).clone());
        cx.catalog.get(&id).is_some() && cx.config.search_path.first() != Some(schema)
    });
    map.text("schema", stated.map(|it| member(it)).as_deref());
    map.text("version", version.as_deref());
    comment(&mut map, object);
    cx.put(&Place::Whole("extensions"), "extensions", member(&id.name), map);
}
