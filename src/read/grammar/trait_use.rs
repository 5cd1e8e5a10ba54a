//! A trait that a table takes.

use crate::read::decode::{Context, Decode, Map, Text};
use crate::read::yaml::{Node, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// A trait by name, with its parameters where it has such.
#[derive(Debug, Clone)]
pub(crate) struct TraitUse {
    /// The trait.
    pub(in crate::read) name: Text,
    /// What its parameters stand for.
    pub(in crate::read) parameters: Map<Text>,
}

impl Decode for TraitUse {
    const WANTED: &'static str = "the name of a trait or `{ name: { parameter: value } }`";

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        match &node.value {
            Value::Mapping(entries) => match entries.as_slice() {
                [(key, value)] => {
                    let name = Text::decode(key, cx)?;
                    Map::decode(value, cx).map(|parameters| Self { name, parameters })
                }
                _ => {
                    cx.wrong(node, Self::WANTED, Some("write one trait for each `-`".into()));
                    None
                }
            },
            _ => Text::decode(node, cx).map(|name| Self { name, parameters: Map::default() }),
        }
    }
}

impl JsonSchema for TraitUse {
    fn schema_name() -> Cow<'static, str> {
        "TraitUse".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A trait by name, with its parameters where it has such.",
            "anyOf": [
                { "type": ["string", "number", "boolean"] },
                {
                    "type": "object",
                    "minProperties": 1,
                    "maxProperties": 1,
                    "additionalProperties": generator.subschema_for::<Map<Text>>(),
                },
            ],
        })
    }
}
