//! Views: what is behind one is reached as its owner, or as whoever asks where it is `security_invoker`.

use super::found::{Behind, Found};
use super::judged::Judged;
use super::needs::{functions, lacking, relation_id, relations};
use super::relation::{As, Looking, relation};
use crate::catalog::{
    Definition, Kind, ObjectId, Privilege, QName, RuleEvent, Timing, Trigger, TriggerEnabled, View,
};
use crate::sql::{self, Groups, tokens};
use std::collections::BTreeSet;

/// Takes in what is behind a view whose own privilege is held.
pub(super) fn view(
    judged: &Judged<'_>,
    who: As<'_>,
    id: &ObjectId,
    operation: Privilege,
    found: &mut Found,
    looking: &mut Looking,
) {
    let Some(Definition::View(view)) = judged.catalog.get(id).map(|it| &it.definition) else {
        return;
    };
    let owner = judged.owner(id);
    let holder = if is_invoker(view) { who.caller } else { &*owner };
    let inner = As { holder, caller: who.caller };
    match operation {
        Privilege::Select => {
            found.missing.extend(functions(judged, inner, id));
            for (base, columns) in relations(judged, id) {
                let seen = relation(judged, inner, &base, operation, &columns, looking);
                found.missing.extend(lacking(seen.clone(), id, inner, &base));
                found.behind.push(Behind { relation: base, role: holder.who.clone(), found: seen });
            }
        }
        Privilege::Insert | Privilege::Update | Privilege::Delete => {
            found.instead = instead(judged, id, operation);
            if !found.instead.is_empty() {
                return;
            }
            let Some(base) = written(judged, id, view) else { return };
            let seen = relation(judged, inner, &base, operation, &BTreeSet::new(), looking);
            match seen.lacks_only_a_policy() {
                true => found.missing.extend(seen.missing.clone()),
                false => found.missing.extend(lacking(seen.clone(), id, inner, &base)),
            }
            found.behind.push(Behind { relation: base, role: holder.who.clone(), found: seen });
        }
        _ => {}
    }
    found.missing.sort();
    found.missing.dedup();
}

/// Whether what is behind it is reached as whoever asks.
pub(super) fn is_invoker(view: &View) -> bool {
    let said = view.options.get("security_invoker").map(|it| it.to_ascii_lowercase());
    said.is_some_and(|it| matches!(it.as_str(), "true" | "on" | "yes" | "1" | ""))
}

/// What acts in place of a statement on a view.
fn instead(judged: &Judged<'_>, id: &ObjectId, operation: Privilege) -> Vec<ObjectId> {
    let event = match operation {
        Privilege::Insert => RuleEvent::Insert,
        Privilege::Update => RuleEvent::Update,
        _ => RuleEvent::Delete,
    };
    let triggers = judged.catalog.of_relation(Kind::Trigger, &id.qname());
    let triggers = triggers.filter(|(_, object)| match &object.definition {
        Definition::Trigger(it) => it.timing == Timing::InsteadOf && fires(it, operation),
        _ => false,
    });
    let rules = judged.catalog.of_relation(Kind::Rule, &id.qname());
    let rules = rules.filter(|(_, object)| match &object.definition {
        Definition::Rule(it) => {
            it.instead && it.event == event && it.enabled != TriggerEnabled::Disabled
        }
        _ => false,
    });
    triggers.chain(rules).map(|(id, _)| id.clone()).collect()
}

/// Whether a trigger fires for an operation.
pub(super) fn fires(trigger: &Trigger, operation: Privilege) -> bool {
    let event = match operation {
        Privilege::Insert => trigger.events.insert,
        Privilege::Update => trigger.events.update,
        Privilege::Delete => trigger.events.delete,
        Privilege::Truncate => trigger.events.truncate,
        _ => false,
    };
    event && !matches!(trigger.enabled, TriggerEnabled::Disabled | TriggerEnabled::Replica)
}

/// The relation that a view writes to: the one of its FROM. A view of several is not written to but by triggers and rules.
fn written(judged: &Judged<'_>, id: &ObjectId, view: &View) -> Option<ObjectId> {
    let mut all = relations(judged, id).into_keys();
    let first = all.next()?;
    if all.next().is_none() {
        return Some(first);
    }
    let tokens = tokens(&view.query);
    let groups = Groups::of(&tokens);
    let mut outermost = sql::relations(&tokens, &groups)
        .into_iter()
        .filter(|(_, at)| groups.query(*at).is_some_and(|query| groups.around(query).is_none()));
    match (outermost.next(), outermost.next()) {
        (Some((name, _)), None) => match name.as_slice() {
            [schema, name] => relation_id(judged, &QName::new(schema, name)),
            _ => None,
        },
        _ => None,
    }
}
