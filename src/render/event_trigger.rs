//! Event triggers.

use super::name::{literal, object, quoted};
use super::trigger::enabled_word;
use crate::catalog::{EventTrigger, ObjectId, TriggerEnabled};

pub(super) fn create(id: &ObjectId, it: &EventTrigger) -> Vec<String> {
    let tags: Vec<String> = it.tags.iter().map(|tag| literal(tag)).collect();
    let tags = match tags.is_empty() {
        true => String::new(),
        false => format!("\n    WHEN TAG IN ({})", tags.join(", ")),
    };
    let mut statements = vec![format!(
        "CREATE EVENT TRIGGER {} ON {}{tags}\n    EXECUTE FUNCTION {}()",
        object(id),
        quoted(&it.event),
        it.function
    )];
    if it.enabled != TriggerEnabled::Origin {
        statements.push(enabled(id, it.enabled));
    }
    statements
}

pub(super) fn enabled(id: &ObjectId, enabled: TriggerEnabled) -> String {
    format!("ALTER EVENT TRIGGER {} {}", object(id), enabled_word(enabled))
}
