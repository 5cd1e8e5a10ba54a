//! Things with a short form: `name: text` for `name: { type: text }`.

use super::super::yaml::{Node, Value};
use super::{Context, Decode};
use crate::diagnostic::Span;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// A thing that may be written in short.
pub(in crate::read) trait HasBrief: Decode {
    /// The short form.
    type Brief: Decode + JsonSchema;
    /// Both forms in words: `a type or a mapping`.
    const EITHER: &'static str;

    /// The thing that the short form means.
    fn from_brief(brief: Self::Brief, span: Span) -> Self;
}

/// A thing in its short form or its long one, which is always a mapping. Boxed: most columns have neither identity nor
/// references, and there are many columns.
#[derive(Debug, Clone)]
pub(crate) struct Brief<T>(Box<T>);

impl<T> Brief<T> {
    /// A thing that no file states.
    pub(in crate::read) fn new(it: T) -> Self {
        Self(Box::new(it))
    }
}

impl<T> std::ops::Deref for Brief<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: HasBrief> Decode for Brief<T> {
    const WANTED: &'static str = T::EITHER;

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        if matches!(node.value, Value::Mapping(_)) {
            return T::decode(node, cx).map(|it| Self(Box::new(it)));
        }
        let before = cx.faults.len();
        match T::Brief::decode(node, cx) {
            Some(brief) => Some(Self(Box::new(T::from_brief(brief, cx.span(node))))),
            None => {
                // The fault speaks of the short form alone when the value itself is of the wrong kind.
                let span = cx.span(node);
                for fault in &mut cx.faults[before..] {
                    if fault.rule == "wrong-type" && fault.span.as_ref() == Some(&span) {
                        fault.message = format!("expected {}, found {}", T::EITHER, node.found());
                        fault.help = Some(format!("write {} here", T::EITHER));
                    }
                }
                None
            }
        }
    }
}

impl<T: HasBrief + JsonSchema> JsonSchema for Brief<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}InShort", T::schema_name()).into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [generator.subschema_for::<T::Brief>(), generator.subschema_for::<T>()],
        })
    }
}
