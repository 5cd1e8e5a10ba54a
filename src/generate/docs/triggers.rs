//! The triggers and rules of a table or a view.

use super::known::Known;
use super::markdown::{block, code, text};
use crate::catalog::{Definition, Kind, Level, ObjectId, QName, Timing, Trigger, TriggerEnabled};
use crate::render::definition;
use crate::sql::unwrapped;
use serde::Serialize;

/// A trigger, as templates see it.
#[derive(Serialize)]
pub(super) struct TriggerView {
    name: String,
    /// `before INSERT or UPDATE, for each row`.
    when: String,
    /// Under which condition.
    condition: Option<String>,
    function: String,
    /// What the trigger is for; else what its function is for.
    comment: String,
}

/// A rule, as templates see it.
#[derive(Serialize)]
pub(super) struct RuleView {
    name: String,
    sql: String,
    comment: String,
}

/// The triggers of a relation.
pub(super) fn triggers(known: &Known<'_>, page: &str, relation: &QName) -> Vec<TriggerView> {
    let triggers = known.catalog.of_relation(Kind::Trigger, relation);
    let views = triggers.filter_map(|(id, object)| {
        let Definition::Trigger(it) = &object.definition else { return None };
        let function = ObjectId::function(&it.function, "");
        Some(TriggerView {
            name: code(&id.name),
            when: when(it),
            condition: it.when.as_deref().map(unwrapped).map(code),
            comment: object.comment.as_deref().map_or_else(|| known.brief(&function), text),
            function: known.link(page, &function),
        })
    });
    views.collect()
}

/// When a trigger fires.
pub(super) fn when(it: &Trigger) -> String {
    let timing = match it.timing {
        Timing::Before => "before",
        Timing::After => "after",
        Timing::InsteadOf => "in place of",
    };
    let update = match it.events.update_of.as_slice() {
        [] => "UPDATE".to_owned(),
        columns => format!(
            "UPDATE of {}",
            columns.iter().map(|it| code(it)).collect::<Vec<_>>().join(", ")
        ),
    };
    let events: Vec<String> = [
        (it.events.insert, "INSERT".to_owned()),
        (it.events.update, update),
        (it.events.delete, "DELETE".to_owned()),
        (it.events.truncate, "TRUNCATE".to_owned()),
    ]
    .into_iter()
    .filter_map(|(given, word)| given.then_some(word))
    .collect();
    let level = match it.level {
        Level::Row => "for each row",
        Level::Statement => "once for each statement",
    };
    let deferred = match it.constraint {
        Some((_, true)) => ", at the end of the transaction",
        Some((true, false)) => ", at the end of the transaction where that is asked for",
        _ => "",
    };
    let enabled = match it.enabled {
        TriggerEnabled::Origin => "",
        TriggerEnabled::Disabled => "; disabled",
        TriggerEnabled::Replica => "; in replicas alone",
        TriggerEnabled::Always => "; in replicas too",
    };
    format!("{timing} {}, {level}{deferred}{enabled}", events.join(" or "))
}

/// The rules of a relation.
pub(super) fn rules(known: &Known<'_>, relation: &QName) -> Vec<RuleView> {
    let rules = known.catalog.of_relation(Kind::Rule, relation);
    let views = rules.map(|(id, object)| RuleView {
        name: code(&id.name),
        sql: block("sql", &format!("{};", definition(id, &object.definition).join(";\n"))),
        comment: object.comment.as_deref().map(text).unwrap_or_default(),
    });
    views.collect()
}
