//! Triggers.

use super::name::{list, literal, qualified, quoted, relation};
use crate::catalog::{Kind, Level, ObjectId, Timing, Trigger, TriggerEnabled};

pub(super) fn create_trigger(id: &ObjectId, it: &Trigger) -> Vec<String> {
    let constraint = if it.constraint.is_some() { "CONSTRAINT " } else { "" };
    let timing = match it.timing {
        Timing::Before => "BEFORE",
        Timing::After => "AFTER",
        Timing::InsteadOf => "INSTEAD OF",
    };
    let update = if it.events.update_of.is_empty() {
        "UPDATE".to_owned()
    } else {
        format!("UPDATE OF {}", list(&it.events.update_of))
    };
    let events: Vec<&str> = [
        (it.events.insert, "INSERT"),
        (it.events.update, update.as_str()),
        (it.events.delete, "DELETE"),
        (it.events.truncate, "TRUNCATE"),
    ]
    .into_iter()
    .filter_map(|(given, word)| given.then_some(word))
    .collect();
    let mut text = format!(
        "CREATE {constraint}TRIGGER {} {timing} {} ON {}",
        quoted(&id.name),
        events.join(" OR "),
        relation(id)
    );
    if let Some(table) = &it.from {
        text.push_str(&format!(" FROM {}", qualified(table)));
    }
    if let Some((deferrable, deferred)) = it.constraint {
        if deferrable {
            text.push_str(" DEFERRABLE");
        }
        if deferred {
            text.push_str(" INITIALLY DEFERRED");
        }
    }
    let tables: Vec<String> = [("OLD", &it.old_table), ("NEW", &it.new_table)]
        .into_iter()
        .filter_map(|(word, name)| Some(format!("{word} TABLE AS {}", quoted(name.as_ref()?))))
        .collect();
    if !tables.is_empty() {
        text.push_str(&format!(" REFERENCING {}", tables.join(" ")));
    }
    text.push_str(match it.level {
        Level::Row => " FOR EACH ROW",
        Level::Statement => " FOR EACH STATEMENT",
    });
    if let Some(when) = &it.when {
        text.push_str(&format!(" WHEN ({when})"));
    }
    let args: Vec<String> = it.args.iter().map(|arg| literal(arg)).collect();
    text.push_str(&format!(" EXECUTE FUNCTION {}({})", qualified(&it.function), args.join(", ")));
    let mut statements = vec![text];
    if it.enabled != TriggerEnabled::Origin {
        statements.push(enabled(id, it.enabled));
    }
    statements
}

pub(super) fn enabled_word(enabled: TriggerEnabled) -> &'static str {
    match enabled {
        TriggerEnabled::Origin => "ENABLE",
        TriggerEnabled::Disabled => "DISABLE",
        TriggerEnabled::Replica => "ENABLE REPLICA",
        TriggerEnabled::Always => "ENABLE ALWAYS",
    }
}

/// In which sessions a trigger fires, or a rule holds.
pub(super) fn enabled(id: &ObjectId, enabled: TriggerEnabled) -> String {
    let kind = if id.kind == Kind::Rule { "RULE" } else { "TRIGGER" };
    let word = enabled_word(enabled);
    format!("ALTER TABLE {} {word} {kind} {}", relation(id), quoted(&id.name))
}
