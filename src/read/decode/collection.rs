//! Lists, and mappings from names that the author chooses.

use super::super::yaml::{Node, Value};
use super::allow::within;
use super::{Context, Decode, Text};
use crate::diagnostic::{Diagnostic, Span};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// Things by name, in the author's order.
#[derive(Debug, Clone)]
pub(crate) struct Map<T>(pub(in crate::read) Vec<Entry<T>>);

/// One thing and its name.
#[derive(Debug, Clone)]
pub(crate) struct Entry<T> {
    /// The name and its place.
    pub(in crate::read) key: Text,
    /// The thing; `None` when a fault hides it. Its name is known all the same.
    pub(in crate::read) value: Option<T>,
    /// A fault lies in it: something may be missing from it.
    pub(in crate::read) faulty: bool,
}

impl<T> Map<T> {
    /// The things that could be read.
    pub(in crate::read) fn iter(&self) -> impl Iterator<Item = (&Text, &T)> {
        self.0.iter().filter_map(|entry| entry.value.as_ref().map(|value| (&entry.key, value)))
    }

    pub(in crate::read) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Decode> Decode for Map<T> {
    const WANTED: &'static str = "a mapping with names as keys";

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        if node.is_null() {
            return Some(Self::default());
        }
        let Value::Mapping(entries) = &node.value else {
            cx.wrong(node, Self::WANTED, Some("write `name: …`, one for each".into()));
            return None;
        };
        let mut things = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let Some(text) = key.scalar() else { continue };
            let before = cx.faults.len();
            let key = Text { text: text.clone(), span: cx.span(key) };
            let value = within(key.span.clone(), cx, |cx| T::decode(value, cx));
            things.push(Entry { key, value, faulty: cx.faults.len() > before });
        }
        Some(Self(things))
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }
}

impl<T: JsonSchema> JsonSchema for Map<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}ByName", T::schema_name()).into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["object", "null"],
            "additionalProperties": generator.subschema_for::<T>(),
        })
    }
}

/// A list and its place.
#[derive(Debug, Clone)]
pub(crate) struct List<T> {
    /// The items that could be read.
    pub(in crate::read) items: Vec<T>,
    /// Where it stands; `None` when it does not.
    pub(in crate::read) span: Option<Span>,
}

impl<T> std::ops::Deref for List<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { items: Vec::new(), span: None }
    }
}

impl<T: Decode> Decode for List<T> {
    const WANTED: &'static str = "a list";

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        if node.is_null() {
            return Some(Self::default());
        }
        let Value::Sequence(items) = &node.value else {
            let help = node.scalar().map(|text| format!("write `[{text}]`"));
            cx.wrong(node, Self::WANTED, help);
            return None;
        };
        let span = Some(cx.span(node));
        let items = items.iter().filter_map(|item| T::decode(item, cx)).collect();
        Some(Self { items, span })
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }
}

/// A list of at least one item, which must be there.
#[derive(Debug, Clone)]
pub(crate) struct Items<T>(List<T>);

impl<T> std::ops::Deref for Items<T> {
    type Target = List<T>;
    fn deref(&self) -> &List<T> {
        &self.0
    }
}

impl<'a, T> IntoIterator for &'a Items<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<T: Decode> Decode for Items<T> {
    const WANTED: &'static str = "a list";

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        let list = List::decode(node, cx)?;
        let empty = match &node.value {
            Value::Sequence(items) => items.is_empty(),
            _ => true,
        };
        if empty {
            let fault = Diagnostic::error("missing-key", "this list is empty");
            cx.faults.push(fault.at(cx.span(node)).help("name at least one"));
        }
        (!list.is_empty()).then_some(Self(list))
    }
}

impl<T: JsonSchema> JsonSchema for Items<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("ItemsOf{}", T::schema_name()).into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "array",
            "items": generator.subschema_for::<T>(),
            "minItems": 1,
        })
    }
}

impl<T: JsonSchema> JsonSchema for List<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("ListOf{}", T::schema_name()).into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "array", "items": generator.subschema_for::<T>() })
    }
}
