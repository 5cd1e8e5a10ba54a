//! Rules of tables and views.

use super::Writer;
use super::expression::bare;
use super::grants::comment;
use super::name::member;
use super::trigger::enabled_of;
use super::yaml::{Map, Node};
use crate::catalog::{Definition, Kind, QName, Rule, RuleEvent};

pub(super) fn of_relation(cx: &Writer<'_>, relation: &QName) -> Map {
    let mut rules = Map::block();
    for (id, object) in cx.catalog.of_relation(Kind::Rule, relation) {
        let Definition::Rule(it) = &object.definition else { continue };
        let Rule { event, condition, instead, action, enabled } = it;
        let mut map = Map::new();
        map.set(
            "on",
            Node::word(match event {
                RuleEvent::Insert => "insert",
                RuleEvent::Update => "update",
                RuleEvent::Delete => "delete",
            }),
        );
        map.sql("where", condition.as_deref().map(bare));
        map.flag("instead", *instead, false);
        map.sql("do", Some(if action == "NOTHING" { "nothing" } else { action }));
        map.some("enabled", enabled_of(*enabled));
        comment(&mut map, object);
        rules.set(member(&id.name), map);
    }
    rules
}
