//! Scalars: text with its place, SQL, numbers, true and false.

use super::super::yaml::{Node, Value};
use super::{Context, Decode};
use crate::diagnostic::{Diagnostic, Span};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;
use std::sync::Arc;

/// Text and its place. A number, `true` or a date is text too, as it stands there.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    pub(in crate::read) text: Arc<str>,
    pub(in crate::read) span: Span,
}

impl Text {
    pub(in crate::read) fn new(text: impl AsRef<str>, span: Span) -> Self {
        Self { text: Arc::from(text.as_ref()), span }
    }
}

impl std::ops::Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        &self.text
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl Decode for Text {
    const WANTED: &'static str = "text";

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        match &node.value {
            Value::Scalar { text, .. } if !node.is_null() => {
                Some(Self { text: text.clone(), span: cx.span(node) })
            }
            _ => {
                let help = node.is_null().then(|| {
                    "quote it if the word itself is meant, else leave the key out".to_owned()
                });
                cx.wrong(node, Self::WANTED, help);
                None
            }
        }
    }
}

impl JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number", "boolean"] })
    }
}

/// SQL text: an expression, a condition, a value of a setting. `0`, `true` and `0.10` need no quotes.
#[derive(Debug, Clone)]
pub(crate) struct Sql(pub(in crate::read) Text);

impl std::ops::Deref for Sql {
    type Target = Text;
    fn deref(&self) -> &Text {
        &self.0
    }
}

impl Decode for Sql {
    const WANTED: &'static str = "SQL";

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        match &node.value {
            Value::Scalar { text, .. } if !text.trim().is_empty() && !node.is_null() => {
                Some(Self(Text { text: text.clone(), span: cx.span(node) }))
            }
            _ => {
                cx.wrong(node, Self::WANTED, None);
                None
            }
        }
    }
}

impl JsonSchema for Sql {
    fn schema_name() -> Cow<'static, str> {
        "Sql".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "SQL, as it would stand in a statement.",
            "type": ["string", "number", "boolean"],
        })
    }
}

/// The expression of a default, where the word `null` is SQL's NULL: `default: null` and `default: "null"` are the
/// same, and without an expression there is none.
#[derive(Debug, Clone)]
pub(crate) struct DefaultSql(pub(in crate::read) Option<Sql>);

impl Decode for DefaultSql {
    const WANTED: &'static str = "SQL";

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        match &node.value {
            Value::Scalar { text, plain: true } if text.eq_ignore_ascii_case("null") => {
                Some(Self(Some(Sql(Text { text: text.clone(), span: cx.span(node) }))))
            }
            Value::Scalar { text, plain: true } if is_date(text) => {
                let fault = Diagnostic::error(
                    "unquoted-date",
                    format!("SQL reads `{text}` as a subtraction of numbers"),
                );
                let help = format!("write `\"'{text}'\"`: a date is a string in SQL");
                cx.faults.push(fault.at(cx.span(node)).help(help));
                None
            }
            _ if node.is_null() => Some(Self(None)),
            _ => Sql::decode(node, cx).map(|sql| Self(Some(sql))),
        }
    }

    fn absent() -> Option<Self> {
        Some(Self(None))
    }
}

/// `2024-01-02`, which YAML's readers take for a date.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, it)| match at {
            4 | 7 => *it == b'-',
            _ => it.is_ascii_digit(),
        })
}

impl JsonSchema for DefaultSql {
    fn schema_name() -> Cow<'static, str> {
        "DefaultSql".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "SQL, as it would stand after DEFAULT.",
            "type": ["string", "number", "boolean", "null"],
        })
    }
}

impl Decode for bool {
    const WANTED: &'static str = "true or false";

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        if let Value::Scalar { text, plain: true } = &node.value {
            match &**text {
                "true" | "True" | "TRUE" => return Some(true),
                "false" | "False" | "FALSE" => return Some(false),
                _ => {}
            }
        }
        cx.wrong(node, Self::WANTED, None);
        None
    }
}

macro_rules! number {
    ($type:ty, $wanted:literal) => {
        impl Decode for $type {
            const WANTED: &'static str = $wanted;

            fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
                let Value::Scalar { text, plain: true } = &node.value else {
                    cx.wrong(node, Self::WANTED, None);
                    return None;
                };
                match text.parse() {
                    Ok(number) => Some(number),
                    Err(_) if text.parse::<f64>().is_ok_and(f64::is_finite) => {
                        let fault = Diagnostic::error(
                            "wrong-type",
                            format!("expected {}, found `{text}`", Self::WANTED),
                        )
                        .at(cx.span(node))
                        .help(format!(
                            "it lies between {} and {}",
                            <$type>::MIN,
                            <$type>::MAX
                        ));
                        cx.faults.push(fault);
                        None
                    }
                    Err(_) => {
                        cx.wrong(node, Self::WANTED, None);
                        None
                    }
                }
            }
        }
    };
}
number!(i64, "a whole number of at most 64 bits");
number!(i32, "a whole number of at most 32 bits");
number!(u32, "a whole number of at most 32 bits, not negative");

/// A number that may have a fraction.
impl Decode for f32 {
    const WANTED: &'static str = "a number";

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        let number = match &node.value {
            Value::Scalar { text, plain: true } => {
                text.parse().ok().filter(|n: &f32| n.is_finite())
            }
            _ => None,
        };
        if number.is_none() {
            cx.wrong(node, Self::WANTED, None);
        }
        number
    }
}

/// A value and its place.
#[derive(Debug, Clone)]
pub(crate) struct At<T> {
    pub(in crate::read) value: T,
    pub(in crate::read) span: Span,
}

impl<T: Decode> Decode for At<T> {
    const WANTED: &'static str = T::WANTED;

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        Some(Self { value: T::decode(node, cx)?, span: cx.span(node) })
    }
}

impl<T: JsonSchema> JsonSchema for At<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// Any YAML value.
#[derive(Debug, Clone)]
pub(crate) struct Raw(pub(in crate::read) Node, pub(in crate::read) Span);

impl Decode for Raw {
    const WANTED: &'static str = "a value";

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        Some(Self(node.clone(), cx.span(node)))
    }
}

impl JsonSchema for Raw {
    fn schema_name() -> Cow<'static, str> {
        "Value".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number", "boolean", "null", "object", "array"] })
    }
}
