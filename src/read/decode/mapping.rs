//! Mappings with known keys: [`mapping!`] turns a struct into its decoder and its JSON Schema.

use super::super::yaml::{Node, Value};
use super::{Context, Decode};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::nearest;
use schemars::{Schema, SchemaGenerator, json_schema};

/// What a mapping says of one known key.
#[derive(Debug, Clone, Copy)]
pub(in crate::read) enum Field<'a> {
    /// Nothing.
    Absent,
    /// Nothing, but a key that is not known comes near it: its fault is told already.
    Misspelt,
    /// This.
    Given(&'a Node),
}

/// The values of the known keys in their order. A key that is not known is a fault and skipped; `null` is a mapping
/// without keys. `None` when it is no mapping.
pub(in crate::read) fn fields<'a, const N: usize>(
    node: &'a Node,
    known: &[&str; N],
    what: &str,
    cx: &mut Context,
) -> Option<[Field<'a>; N]> {
    let mut found = [Field::Absent; N];
    if node.is_null() {
        return Some(found);
    }
    let Value::Mapping(entries) = &node.value else {
        cx.wrong(node, "a mapping", Some(format!("its keys are {}", list(known))));
        return None;
    };
    for (key, value) in entries {
        let Some(text) = key.scalar() else { continue };
        match known.iter().position(|known| *known == &**text) {
            Some(index) => found[index] = Field::Given(value),
            None => {
                let near = nearest(text, known.iter().copied());
                unknown(node, key, text, known, near, what, cx);
                let meant = near.and_then(|near| known.iter().position(|known| *known == near));
                if let Some(field @ Field::Absent) = meant.map(|index| &mut found[index]) {
                    *field = Field::Misspelt;
                }
            }
        }
    }
    Some(found)
}

fn unknown(
    node: &Node,
    key: &Node,
    text: &str,
    known: &[&str],
    near: Option<&str>,
    what: &str,
    cx: &mut Context,
) {
    if (node.start, node.end) == cx.root {
        cx.incomplete = true;
    }
    let help = match near {
        _ if text == "<<" => "merge keys are not part of YAML 1.2: declare a trait under `traits:` for what tables share".to_owned(),
        Some(near) => format!("the nearest key is `{near}`"),
        None => format!("the keys are {}", list(known)),
    };
    cx.faults.push(
        Diagnostic::error("unknown-key", format!("{what} has no key `{text}`"))
            .at(cx.span(key))
            .help(help),
    );
}

fn list(known: &[&str]) -> String {
    known.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}

/// The value of one key. A value that cannot be read is left out where it may be left out.
pub(in crate::read) fn field<T: Decode>(
    value: Field<'_>,
    key: &str,
    node: &Node,
    what: &str,
    cx: &mut Context,
) -> Option<T> {
    match value {
        Field::Misspelt => T::absent(),
        Field::Given(value) => {
            let decoded = T::decode(value, cx);
            if decoded.is_none() && (node.start, node.end) == cx.root {
                cx.incomplete = true;
            }
            decoded.or_else(T::absent)
        }
        Field::Absent => {
            let absent = T::absent();
            if absent.is_none() {
                cx.faults.push(
                    Diagnostic::error("missing-key", format!("{what} needs the key `{key}`"))
                        .at(cx.span(node))
                        .help(format!("add `{key}: …`, {}", T::WANTED)),
                );
            }
            absent
        }
    }
}

/// One key for the JSON Schema: its name, its text, whether it must be there, its type.
pub(in crate::read) type KeySchema =
    (&'static str, String, bool, fn(&mut SchemaGenerator) -> Schema);

/// The JSON Schema of a mapping with known keys.
pub(in crate::read) fn keys_schema(
    about: String,
    keys: &[KeySchema],
    generator: &mut SchemaGenerator,
) -> Schema {
    let mut properties = serde_json::Map::new();
    let mut required = Vec::new();
    for (key, doc, needed, schema) in keys {
        let mut schema = schema(generator);
        schema.insert("description".into(), doc.clone().into());
        properties.insert((*key).into(), schema.into());
        if *needed {
            required.push(*key);
        }
    }
    let mut schema = json_schema!({
        "description": about,
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if required.is_empty() {
        schema.insert("type".into(), vec!["object", "null"].into());
    } else {
        schema.insert("required".into(), required.into());
    }
    schema
}

/// The lines of a doc comment as one text.
pub(in crate::read) fn doc(lines: &[&str]) -> String {
    lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}

/// The key that a field stands for: `r#type` is `type`.
pub(in crate::read) const fn key(field: &'static str) -> &'static str {
    match field.as_bytes() {
        [b'r', b'#', ..] => field.split_at(2).1,
        _ => field,
    }
}

/// Declares a mapping of the grammar: the struct, its decoder and its JSON Schema. Its first argument is the name of
/// the thing in messages. A field is optional when its type is (`Option`, `Map`, `List`); its doc comment is the
/// description of the key in the JSON Schema. With the word `allow` it takes the key `allow` too, which no field holds.
macro_rules! mapping {
    ($what:literal, $($allow:ident,)?
     $(#[doc = $about:literal])*
     struct $name:ident { $( $(#[doc = $doc:literal])* $field:ident : $type:ty ),* $(,)? }) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone)]
        pub(crate) struct $name { $( $(#[doc = $doc])* pub(in crate::read) $field: $type, )* }

        impl $crate::read::decode::Decode for $name {
            const WANTED: &'static str = "a mapping";

            fn decode(
                node: &$crate::read::yaml::Node,
                cx: &mut $crate::read::decode::Context,
            ) -> Option<Self> {
                const KEYS: [&str; [$(stringify!($field),)* $(stringify!($allow))?].len()] =
                    [$($crate::read::decode::mapping::key(stringify!($field)),)* $(stringify!($allow))?];
                let found = $crate::read::decode::fields(node, &KEYS, $what, cx)?;
                let mut found = KEYS.into_iter().zip(found);
                $( let $field: Option<$type> = found.next().and_then(|(key, value)| {
                    $crate::read::decode::mapping::field(value, key, node, $what, cx)
                }); )*
                $( let $allow = found.next().map(|(_, value)| value);
                $crate::read::decode::allow::field($allow, node, cx); )?
                Some(Self { $( $field: $field?, )* })
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                use $crate::read::decode::{Decode, mapping::{doc, key}, keys_schema};
                keys_schema(doc(&[$($about),*]), &[$( (
                    key(stringify!($field)),
                    doc(&[$($doc),*]),
                    <$type as Decode>::absent().is_none(),
                    |generator| generator.subschema_for::<$type>(),
                ), )* $( (
                    stringify!($allow),
                    $crate::read::decode::allow::ABOUT.to_owned(),
                    false,
                    |generator| generator.subschema_for::<$crate::read::decode::allow::Allows>(),
                ) )?], generator)
            }
        }
    };
}
pub(in crate::read) use mapping;
