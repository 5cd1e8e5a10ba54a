//! Triggers.

use super::constraint::expression;
use super::{Place, Resolver, comment_of};
use crate::catalog::{Kind, Level, Object, QName, Timing, Trigger, TriggerEvents};
use crate::diagnostic::Diagnostic;
use crate::read::decode::{List, Map, Text};
use crate::read::grammar::{self, File, TriggerEvent};

/// Top-level `triggers:`.
pub(super) fn by_relation(cx: &mut Resolver<'_>, place: &Place, file: &File) {
    for (key, map) in file.triggers.iter() {
        if let Some(relation) = cx.table_or_view(place, key) {
            triggers(cx, place, &relation, map);
        }
    }
}

/// The triggers of a table or a view.
pub(super) fn triggers(
    cx: &mut Resolver<'_>,
    place: &Place,
    relation: &QName,
    map: &Map<grammar::Trigger>,
) {
    for (key, it) in map.iter() {
        let Some(id) = cx.member_id(Kind::Trigger, relation, key) else { continue };
        let function = cx.trigger_function(place, &it.function);
        let timing = timing(cx, key, it);
        let update_of = cx.columns(relation, &it.of);
        let (Some(function), Some((timing, events))) = (function, timing) else { continue };
        let has = |event| events.contains(&event);
        if !update_of.is_empty() && !has(TriggerEvent::Update) {
            let fault = Diagnostic::error(
                "conflicting-keys",
                format!("{id} has `of` and does not fire on update"),
            )
            .at(it.of.span.clone())
            .help("add `update` to its events, or remove `of`");
            cx.fault(fault);
        }
        let mut object = Object::new(Trigger {
            timing,
            events: TriggerEvents {
                insert: has(TriggerEvent::Insert),
                update: has(TriggerEvent::Update),
                update_of,
                delete: has(TriggerEvent::Delete),
                truncate: has(TriggerEvent::Truncate),
            },
            // A constraint trigger fires for each row and nothing else.
            level: it.each.unwrap_or(match it.constraint {
                Some(_) => Level::Row,
                None => Level::Statement,
            }),
            when: it.when.as_ref().map(|sql| expression(sql)),
            function,
            args: it.args.iter().map(|text| text.to_string()).collect(),
            old_table: it.old_table.as_ref().and_then(|text| cx.member_name(text)),
            new_table: it.new_table.as_ref().and_then(|text| cx.member_name(text)),
            constraint: it.constraint.as_ref().map(|constraint| {
                let deferred = constraint.initially_deferred.unwrap_or(false);
                (constraint.deferrable.unwrap_or(false) || deferred, deferred)
            }),
            from: match it.constraint.as_ref().and_then(|constraint| constraint.from.as_ref()) {
                Some(text) => cx.table(place, text),
                None => None,
            },
            enabled: it.enabled.unwrap_or_default(),
        });
        object.comment = comment_of(it.comment.as_ref());
        object.goes_with = cx.goes_with(&it.depends_on_extensions);
        if cx.add(id.clone(), object, &key.span) {
            cx.renamed(&id, it.renamed_from.as_ref());
        }
    }
}

/// Exactly one of `before`, `after` and `instead_of`.
fn timing<'t>(
    cx: &mut Resolver<'_>,
    key: &Text,
    it: &'t grammar::Trigger,
) -> Option<(Timing, &'t List<TriggerEvent>)> {
    let given: Vec<_> = [
        (Timing::Before, &it.before),
        (Timing::After, &it.after),
        (Timing::InsteadOf, &it.instead_of),
    ]
    .into_iter()
    .filter(|(_, events)| events.span.is_some())
    .collect();
    match given[..] {
        [(timing, events)] if !events.is_empty() => Some((timing, events)),
        _ => {
            let (rule, what) = match given.len() {
                0 => ("missing-key", "does not say when it fires"),
                1 => ("missing-key", "names no event"),
                _ => ("conflicting-keys", "fires at more than one time"),
            };
            let fault = Diagnostic::error(rule, format!("trigger {} {what}", key))
                .at(key.span.clone())
                .help("give it exactly one of `before`, `after` and `instead_of`, each a list: `before: [insert, update]`");
            cx.fault(fault);
            None
        }
    }
}
