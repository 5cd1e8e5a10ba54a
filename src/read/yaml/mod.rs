//! YAML as a tree in which every value knows where it stands and keeps the text that the author wrote.

mod json;
mod parse;

pub(super) use json::to_json;
pub(super) use parse::parse;

use std::sync::Arc;

/// How deep collections may nest. Declarations need nine.
pub const MAX_DEPTH: usize = 64;

/// How many values the aliases of one file may repeat, taken together.
pub const MAX_ALIASED: usize = 100_000;

/// One value of a YAML document.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// Where it starts, in bytes of its file.
    pub(super) start: u32,
    /// Where it ends.
    pub(super) end: u32,
    /// What it is.
    pub(super) value: Value,
}

/// What a YAML value is.
#[derive(Debug, Clone)]
pub(super) enum Value {
    /// A scalar: its text, and whether it stood there without quotes.
    Scalar {
        /// Quotes and escapes resolved, nothing else: `0.10` stays `0.10`.
        text: Arc<str>,
        /// Without quotes and not as a block: `null`, `true` and numbers mean something.
        plain: bool,
    },
    /// A list.
    Sequence(Vec<Node>),
    /// A mapping in its order. Every key is a scalar and stands there once.
    Mapping(Vec<(Node, Node)>),
}

impl Node {
    /// What an empty file holds.
    pub(super) fn nothing() -> Self {
        Self { start: 0, end: 0, value: Value::Scalar { text: Arc::from(""), plain: true } }
    }

    /// Whether it is YAML's null: nothing at all, `~` or `null` without quotes.
    pub(super) fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar { text, plain: true }
            if matches!(&**text, "" | "~" | "null" | "Null" | "NULL"))
    }

    /// The text of a scalar.
    pub(super) fn scalar(&self) -> Option<&Arc<str>> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// In words, for a message: what was found.
    pub(super) fn found(&self) -> &'static str {
        match &self.value {
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
            Value::Scalar { .. } if self.is_null() => "nothing",
            Value::Scalar { plain: false, .. } => "text",
            Value::Scalar { text, .. } => match &**text {
                "true" | "false" | "True" | "False" | "TRUE" | "FALSE" => "true or false",
                number if number.parse::<f64>().is_ok() => "a number",
                _ => "text",
            },
        }
    }
}
