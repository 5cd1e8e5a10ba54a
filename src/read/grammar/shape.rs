//! `shape:` of a domain over `jsonb`.

use crate::diagnostic::Span;
use crate::read::decode::{Brief, HasBrief, Map, Text, mapping};

mapping! {
    "a field",
    /// A field of an object in JSON.
    struct ShapeField {
        /// The type: text, boolean, smallint, integer, bigint, double precision, uuid, date, timestamptz, jsonb for anything,
        /// an enum, or a domain with a shape; with `[]` a list of such.
        r#type: Option<Text>,
        /// In place of a type: the fields of an object of its own.
        fields: Map<Brief<ShapeField>>,
        /// With `fields`: a list of such objects. Default: false.
        list: Option<bool>,
        /// Whether it may be missing, or null. Default: false.
        null: Option<bool>,
        /// What it means.
        comment: Option<Text>,
    }
}

impl HasBrief for ShapeField {
    type Brief = Text;
    const EITHER: &'static str = "a type or a mapping";

    fn from_brief(r#type: Text, _: Span) -> Self {
        Self { r#type: Some(r#type), fields: Map::default(), list: None, null: None, comment: None }
    }
}
