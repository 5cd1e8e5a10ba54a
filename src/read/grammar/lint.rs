//! The rules of the linter, by name.

use crate::lint::{RULES, Rule};
use crate::read::decode::{Context, Decode, word};
use crate::read::yaml::Node;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

/// A rule that is asked of the SQL of migrations.
#[derive(Debug, Clone, Copy)]
pub(in crate::read) struct LintRule(pub(in crate::read) &'static Rule);

impl Decode for LintRule {
    const WANTED: &'static str = "a rule of the linter";

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        let known: Vec<(&str, Self)> = RULES.iter().map(|rule| (rule.word, Self(rule))).collect();
        word(node, &known, Self::WANTED, cx)
    }
}

impl JsonSchema for LintRule {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "LintRule".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words = RULES
            .iter()
            .map(|rule| serde_json::json!({ "const": rule.word, "description": rule.about }));
        json_schema!({
            "description": "One of these words: a rule of the linter.",
            "oneOf": words.collect::<Vec<_>>(),
        })
    }
}
