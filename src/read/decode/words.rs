//! Values that are one of a few words.

use super::super::yaml::{Node, Value};
use super::Context;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::nearest;

/// The value of a word; a fault names the nearest one.
pub(in crate::read) fn word<T: Copy>(
    node: &Node,
    known: &[(&str, T)],
    wanted: &str,
    cx: &mut Context,
) -> Option<T> {
    let Value::Scalar { text, .. } = &node.value else {
        cx.wrong(node, wanted, None);
        return None;
    };
    if let Some((_, value)) = known.iter().find(|(word, _)| *word == &**text) {
        return Some(*value);
    }
    let words = || known.iter().map(|(word, _)| *word);
    let help = match nearest(text, words()) {
        Some(near) => format!("the nearest is `{near}`"),
        None => {
            let words: Vec<String> = words().map(|word| format!("`{word}`")).collect();
            format!("one of {}", words.join(", "))
        }
    };
    cx.faults.push(
        Diagnostic::error("unknown-word", format!("expected {wanted}, found `{text}`"))
            .at(cx.span(node))
            .help(help),
    );
    None
}

/// Teaches an enum its words: decoder and JSON Schema.
macro_rules! words {
    ($type:ty as $name:literal, $wanted:literal { $($word:literal => $value:expr, $doc:literal;)* }) => {
        impl $crate::read::decode::Decode for $type {
            const WANTED: &'static str = $wanted;

            fn decode(
                node: &$crate::read::yaml::Node,
                cx: &mut $crate::read::decode::Context,
            ) -> Option<Self> {
                $crate::read::decode::word(node, &[$(($word, $value)),*], $wanted, cx)
            }
        }

        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "description": concat!("One of these words: ", $wanted, "."),
                    "oneOf": [$({ "const": $word, "description": $doc }),*],
                })
            }
        }
    };
}
pub(in crate::read) use words;
