//! `ranges:`.

use super::Grants;
use crate::diagnostic::Span;
use crate::read::decode::{HasBrief, Map, Text, mapping};

mapping! {
    "a range type", allow,
    /// A range type; a multirange type comes with it.
    struct Range {
        /// The type of the bounds.
        subtype: Text,
        /// The operator class that orders the bounds. Default: that of the type.
        operator_class: Option<Text>,
        /// The collation of the bounds. Default: that of the type.
        collation: Option<Text>,
        /// The function that makes ranges canonical; it must be written in C.
        canonical: Option<Text>,
        /// The function that says how far two bounds are apart.
        difference: Option<Text>,
        /// The name of the multirange type. Default: what PostgreSQL makes of the range's name.
        multirange: Option<Text>,
        /// `COMMENT ON TYPE`.
        comment: Option<Text>,
        /// The owner. Default: `owner` of the project.
        owner: Option<Text>,
        /// Privileges by role beside PUBLIC's built-in USAGE.
        grants: Grants,
        /// The range's former name.
        renamed_from: Option<Text>,
    }
}

impl HasBrief for Range {
    type Brief = Text;
    const EITHER: &'static str = "a type or a mapping";

    fn from_brief(subtype: Text, _: Span) -> Self {
        Self {
            subtype,
            operator_class: None,
            collation: None,
            canonical: None,
            difference: None,
            multirange: None,
            comment: None,
            owner: None,
            grants: Map::default(),
            renamed_from: None,
        }
    }
}
