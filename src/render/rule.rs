//! Rules.

use super::name::{quoted, relation};
use crate::catalog::{ObjectId, Rule, RuleEvent};

pub(super) fn create_rule(id: &ObjectId, it: &Rule, replace: bool) -> String {
    let or_replace = if replace { "OR REPLACE " } else { "" };
    let event = match it.event {
        RuleEvent::Insert => "INSERT",
        RuleEvent::Update => "UPDATE",
        RuleEvent::Delete => "DELETE",
    };
    let condition = it.condition.as_ref().map_or(String::new(), |it| format!(" WHERE {it}"));
    let instead = if it.instead { "INSTEAD " } else { "" };
    let (name, relation) = (quoted(&id.name), relation(id));
    format!(
        "CREATE {or_replace}RULE {name} AS ON {event} TO {relation}{condition} DO {instead}{}",
        it.action
    )
}
