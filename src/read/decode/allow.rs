//! The key `allow`: rules of `check` that may be broken where it stands, each with the reason.

use super::super::yaml::{Node, Value};
use super::mapping::Field;
use super::{Context, Decode, Text, word};
use crate::diagnostic::{Diagnostic, Span};
use crate::judge::{self, Allow, Reach};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// What the key is for, in the JSON Schema.
pub(in crate::read) const ABOUT: &str = "Rules of `momni-db check` that this, or what is declared within it, may break: \
     the reason by the rule.";

/// For the JSON Schema: rules with reasons.
pub(in crate::read) struct Allows;

/// Takes in what the key says. What it allows is a matter of places, so that no object has to know it.
pub(in crate::read) fn field(found: Option<Field<'_>>, node: &Node, cx: &mut Context) {
    let Some(Field::Given(value)) = found else { return };
    if value.is_null() {
        return;
    }
    let Value::Mapping(entries) = &value.value else {
        cx.wrong(value, "a mapping", Some("write `rule: the reason`, one for each".into()));
        return;
    };
    let body = cx.span(node);
    let name = cx.name.clone().unwrap_or_else(|| body.clone());
    for (key, value) in entries {
        let rule = rule_of(key, cx);
        let reason = Text::decode(value, cx);
        if let (Some(rule), Some(reason)) = (rule, reason)
            && is_reason(&reason, cx)
        {
            let reach = Reach::Within(name.clone(), body.clone());
            let at = cx.span(key);
            cx.allows.push(Allow { rule, reason: reason.to_string(), at, reach });
        }
    }
}

/// The rule of this id.
pub(in crate::read) fn rule_of(node: &Node, cx: &mut Context) -> Option<&'static str> {
    let known: Vec<(&str, &'static str)> = judge::rules().map(|rule| (rule.id, rule.id)).collect();
    word(node, &known, "a rule of check", cx)
}

/// Whether a reason says anything. It is a fault where it does not.
pub(in crate::read) fn is_reason(reason: &Text, cx: &mut Context) -> bool {
    if reason.trim().is_empty() {
        cx.faults.push(
            Diagnostic::error("empty-reason", "this reason is empty")
                .at(reason.span.clone())
                .help("say why the rule may be broken here, for those who read it in a year"),
        );
        return false;
    }
    true
}

/// The JSON Schema of one of the rules.
pub(in crate::read) fn rule_schema() -> Schema {
    let words = judge::rules()
        .map(|rule| serde_json::json!({ "const": rule.id, "description": rule.about }));
    json_schema!({
        "description": "One of these words: a rule of `momni-db check`.",
        "oneOf": words.collect::<Vec<_>>(),
    })
}

impl JsonSchema for Allows {
    fn schema_name() -> Cow<'static, str> {
        "Allow".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let reasons: serde_json::Map<_, _> = judge::rules()
            .map(|rule| {
                let reason = serde_json::json!({ "type": "string", "minLength": 1, "description": rule.about });
                (rule.id.to_owned(), reason)
            })
            .collect();
        json_schema!({
            "description": "Reasons by rule.",
            "type": ["object", "null"],
            "properties": reasons,
            "additionalProperties": false,
        })
    }
}

/// The name of what is decoded while its value is, for [`field`].
pub(in crate::read) fn within<T>(
    name: Span,
    cx: &mut Context,
    decode: impl FnOnce(&mut Context) -> T,
) -> T {
    let outer = cx.name.replace(name);
    let value = decode(cx);
    cx.name = outer;
    value
}
