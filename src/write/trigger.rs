//! Triggers of tables and views.

use super::Writer;
use super::condition::{Operands, condition};
use super::grants::comment;
use super::name::member;
use super::yaml::{Map, Node};
use crate::catalog::{
    Definition, Kind, Level, QName, Timing, Trigger, TriggerEnabled, TriggerEvents,
};

pub(super) fn of_relation(cx: &Writer<'_>, relation: &QName) -> Map {
    let mut triggers = Map::block();
    for (id, object) in cx.catalog.of_relation(Kind::Trigger, relation) {
        let Definition::Trigger(it) = &object.definition else { continue };
        let mut map = trigger(cx, relation, it);
        comment(&mut map, object);
        triggers.set(member(&id.name), map);
    }
    triggers
}

fn trigger(cx: &Writer<'_>, relation: &QName, it: &Trigger) -> Map {
    let Trigger {
        timing,
        events,
        level,
        when,
        function,
        args,
        old_table,
        new_table,
        constraint,
        from,
        enabled,
    } = it;
    let TriggerEvents { insert, update, update_of, delete, truncate } = events;
    let mut map = Map::new();
    let timing = match timing {
        Timing::Before => "before",
        Timing::After => "after",
        Timing::InsteadOf => "instead_of",
    };
    let events =
        [(insert, "insert"), (update, "update"), (delete, "delete"), (truncate, "truncate")];
    let events = events.into_iter().filter(|(fires, _)| **fires).map(|(_, word)| Node::word(word));
    map.set(timing, Node::List(events.collect()));
    map.list("of", update_of.iter().map(|it| Node::text(member(it))));
    // A constraint trigger fires for each row and nothing else.
    if *level == Level::Row && constraint.is_none() {
        map.set("each", Node::word("row"));
    }
    map.text("old_table", old_table.as_ref().map(|it| member(it)).as_deref());
    map.text("new_table", new_table.as_ref().map(|it| member(it)).as_deref());
    let operands = Operands::of_relation(cx.catalog, relation);
    map.sql("when", when.as_deref().map(|it| condition(it, &operands)).as_deref());
    map.text("function", Some(&cx.names.trigger_function(&relation.schema, function)));
    map.list("args", args.iter().map(Node::text));
    if let Some((deferrable, initially_deferred)) = constraint {
        let mut deferral = Map::new();
        let from =
            from.as_ref().map(|it| cx.names.refer(&cx.names.relations, &relation.schema, it));
        deferral.text("from", from.as_deref());
        deferral.flag("deferrable", *deferrable && !initially_deferred, false);
        deferral.flag("initially_deferred", *initially_deferred, false);
        map.set("constraint", deferral);
    }
    map.some("enabled", enabled_of(*enabled));
    map
}

/// In which sessions a trigger fires.
pub(super) fn enabled_of(enabled: TriggerEnabled) -> Option<Node> {
    let word = match enabled {
        TriggerEnabled::Origin => return None,
        TriggerEnabled::Disabled => "disabled",
        TriggerEnabled::Replica => "replica",
        TriggerEnabled::Always => "always",
    };
    Some(Node::word(word))
}
