//! Event triggers.

use super::Writer;
use super::files::Place;
use super::name::member;
use super::trigger::enabled_of;
use super::yaml::{Map, Node};
use crate::catalog::{EventTrigger, Object, ObjectId, Principal};

pub(super) fn write(cx: &mut Writer<'_>, id: &ObjectId, object: &Object, it: &EventTrigger) {
    let EventTrigger { event, tags, function, enabled } = it;
    let mut map = Map::new();
    map.set("on", Node::word(&**event));
    map.list("tags", tags.iter().map(Node::text));
    map.text("function", Some(function));
    map.some("enabled", enabled_of(*enabled));
    cx.stated(&mut map, object, &Principal::Migrator);
    cx.put(&Place::Whole("event_triggers"), "event_triggers", member(&id.name), map);
}
