//! Triggers.

use super::names::{named, source};
use super::rule::Found;
use super::sql::{Groups, relations, tokens};
use super::{Needs, Rule, Subject};
use crate::catalog::{Definition, QName, TriggerEnabled};
use crate::diagnostic::Level;

pub(super) const RULES: &[Rule] = &[DISABLED, AUDIT];

const DISABLED: Rule = Rule {
    id: "disabled-trigger",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A trigger that fires in no session.",
    why: "Whoever reads the table's declaration counts on it. What is switched off for a load belongs into that load.",
    fixes: false,
    run: disabled,
};

const AUDIT: Rule = Rule {
    id: "trail-skips-replicas",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A trigger that writes a trail (its function adds rows to a table of logs or of an audit) and does not fire in sessions of replication.",
    why: "With `session_replication_role = replica`, which tools for replication and restoring set, triggers that say nothing do not fire: the change is made and the trail has a gap. \
          `enabled: always` closes it.",
    fixes: true,
    run: audit,
};

fn disabled(subject: &Subject<'_>) -> Vec<Found> {
    let off = subject.triggers().filter(|(_, _, it)| it.enabled == TriggerEnabled::Disabled);
    off.map(|(id, _, _)| {
        Found::on(id, "this trigger never fires", "remove it, or `enabled: disabled`").at("enabled")
    })
    .collect()
}

fn audit(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (id, _, trigger) in
        subject.triggers().filter(|(_, _, it)| it.enabled == TriggerEnabled::Origin)
    {
        if let Some(trail) = trail_of(subject, &trigger.function) {
            let what =
                format!("this trigger writes {trail} and does not fire in sessions of replication");
            let fix = super::Fix::Key("enabled", "always".to_owned());
            found.push(Found::on(id, what, "write `enabled: always`").fix(fix));
        }
    }
    found
}

/// The table of logs that a trigger function adds rows to.
pub(super) fn trail_of(subject: &Subject<'_>, function: &QName) -> Option<String> {
    let mut functions = named(subject, function);
    functions.find_map(|(_, object)| match &object.definition {
        Definition::Function(function) => trail(source(function)?),
        _ => None,
    })
}

/// The table of logs that a body adds rows to.
fn trail(body: &str) -> Option<String> {
    let tokens = tokens(body);
    let named = relations(&tokens, &Groups::of(&tokens)).into_iter();
    let inserted = named.filter(|(_, at)| {
        at.checked_sub(2).is_some_and(|at| tokens[at].is("insert") && tokens[at + 1].is("into"))
    });
    let is_trail = |name: &String| {
        let name = name.as_str();
        name.contains("audit")
            || name.contains("history")
            || name.ends_with("_log")
            || name.ends_with("_logs")
    };
    inserted.map(|(name, _)| name).find(|it| it.iter().any(is_trail)).map(|it| it.join("."))
}
