//! What a project says about the rules of `momni-db check`.

use crate::diagnostic::Level;
use crate::read::decode::allow::{is_reason, rule_of, rule_schema};
use crate::read::decode::{Context, Decode, List, Text, mapping, word};
use crate::read::yaml::{Node, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;
use std::collections::BTreeMap;

mapping! {
    "settings of check",
    /// How `momni-db check` judges.
    struct CheckConfig {
        /// The level of rules where it is not their own: `off`, `warning` or `error`.
        rules: RuleLevels,
        /// What may break a rule, by the name of the object. An object may say the same itself, under `allow`.
        allow: List<AllowConfig>,
    }
}

mapping! {
    "leave to break a rule",
    /// Leave to break a rule.
    struct AllowConfig {
        /// The rule.
        rule: RuleWord,
        /// The object: `app.users`, `app.users.email`; `*` is any part of a name.
        on: Text,
        /// Findings that say so alone: `*never read variable*`; `*` is any part of a message. Default: every one.
        message: Option<Text>,
        /// Why it is right there.
        reason: Reason,
    }
}

/// Levels by rule.
#[derive(Debug, Clone, Default)]
pub(crate) struct RuleLevels(pub(in crate::read) BTreeMap<&'static str, Option<Level>>);

impl Decode for RuleLevels {
    const WANTED: &'static str = "a mapping with rules as keys";

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        if node.is_null() {
            return Some(Self::default());
        }
        let Value::Mapping(entries) = &node.value else {
            cx.wrong(node, Self::WANTED, Some("write `rule: off`, one for each".into()));
            return None;
        };
        let known =
            [("off", None), ("warning", Some(Level::Warning)), ("error", Some(Level::Error))];
        let mut levels = BTreeMap::new();
        for (key, value) in entries {
            let rule = rule_of(key, cx);
            let level = word(value, &known, "off, warning or error", cx);
            if let (Some(rule), Some(level)) = (rule, level) {
                levels.insert(rule, level);
            }
        }
        Some(Self(levels))
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }
}

impl JsonSchema for RuleLevels {
    fn schema_name() -> Cow<'static, str> {
        "RuleLevels".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Levels by rule.",
            "type": ["object", "null"],
            "propertyNames": generator.subschema_for::<RuleWord>(),
            "additionalProperties": { "enum": ["off", "warning", "error"] },
        })
    }
}

/// A rule.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RuleWord(pub(in crate::read) &'static str);

impl Decode for RuleWord {
    const WANTED: &'static str = "a rule of check";

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        rule_of(node, cx).map(Self)
    }
}

impl JsonSchema for RuleWord {
    fn schema_name() -> Cow<'static, str> {
        "CheckRule".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        rule_schema()
    }
}

/// A reason that says something.
#[derive(Debug, Clone)]
pub(crate) struct Reason(pub(in crate::read) Text);

impl Decode for Reason {
    const WANTED: &'static str = "text";

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        Text::decode(node, cx).filter(|text| is_reason(text, cx)).map(Self)
    }
}

impl JsonSchema for Reason {
    fn schema_name() -> Cow<'static, str> {
        "Reason".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "A reason.", "type": "string", "minLength": 1 })
    }
}
