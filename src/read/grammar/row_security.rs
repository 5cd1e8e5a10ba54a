//! `row_security:`.

use crate::read::decode::{Context, Decode, Text, mapping, word};
use crate::read::yaml::{Node, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use std::borrow::Cow;

/// `row_security:`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowSecurity {
    /// Policies bind everybody, the owner too.
    Forced,
    /// Policies bind everybody but the owner.
    Enabled,
    /// Policies bind nobody.
    Off,
    /// Policies bind nobody, and the declaration says why.
    OffForAReason,
    /// Policies bind nobody; once they bind somebody, they bind the owner too.
    OffForced,
}

const WORDS: [(&str, RowSecurity); 4] = [
    ("forced", RowSecurity::Forced),
    ("enabled", RowSecurity::Enabled),
    ("off", RowSecurity::Off),
    ("off_forced", RowSecurity::OffForced),
];

mapping! {
    "row security that is off",
    /// Policies bind nobody.
    struct OffForAReason {
        /// Why no row is anybody's.
        off: Text,
    }
}

impl Decode for RowSecurity {
    const WANTED: &'static str = "forced, enabled, off, off_forced or `{ off: the reason }`";

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        let Value::Mapping(_) = &node.value else { return word(node, &WORDS, Self::WANTED, cx) };
        let it = OffForAReason::decode(node, cx)?;
        if it.off.trim().is_empty() {
            cx.wrong(node, Self::WANTED, Some("say why no row is anybody's".into()));
            return None;
        }
        Some(Self::OffForAReason)
    }
}

impl JsonSchema for RowSecurity {
    fn schema_name() -> Cow<'static, str> {
        "RowSecurity".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({
            "description": "Whether policies decide which rows are seen.",
            "anyOf": [
                { "const": "forced", "description": "Policies bind everybody, the owner too." },
                { "const": "enabled", "description": "Policies bind everybody but the owner." },
                { "const": "off", "description": "Policies bind nobody." },
                { "const": "off_forced", "description": "Policies bind nobody; once they are enabled, they bind the owner too." },
                generator.subschema_for::<OffForAReason>(),
            ],
        })
    }
}
