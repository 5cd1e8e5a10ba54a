//! `enums:`, `domains:`, `composites:`.

use super::{Check, Grants, ShapeField};
use crate::diagnostic::Span;
use crate::read::decode::{Brief, DefaultSql, HasBrief, List, Map, Text, mapping};

mapping! {
    "an enum", allow,
    /// An enum.
    struct Enum {
        /// The labels in their order.
        labels: List<Brief<Label>>,
        /// `COMMENT ON TYPE`.
        comment: Option<Text>,
        /// The owner. Default: `owner` of the project.
        owner: Option<Text>,
        /// Privileges by role beside PUBLIC's built-in USAGE.
        grants: Grants,
        /// The enum's former name.
        renamed_from: Option<Text>,
    }
}

impl HasBrief for Enum {
    type Brief = List<Brief<Label>>;
    const EITHER: &'static str = "a list of labels or a mapping";

    fn from_brief(labels: Self::Brief, _: Span) -> Self {
        Self { labels, comment: None, owner: None, grants: Map::default(), renamed_from: None }
    }
}

mapping! {
    "a label",
    /// A label of an enum.
    struct Label {
        /// The label.
        name: Text,
        /// Its former name.
        renamed_from: Option<Text>,
    }
}

impl HasBrief for Label {
    type Brief = Text;
    const EITHER: &'static str = "a label or a mapping";

    fn from_brief(name: Text, _: Span) -> Self {
        Self { name, renamed_from: None }
    }
}

mapping! {
    "a domain", allow,
    /// A domain.
    struct Domain {
        /// The type beneath, with its modifiers.
        r#type: Text,
        /// Whether NULL is a value of it. Default: true, as in CREATE DOMAIN.
        null: Option<bool>,
        /// The name of the constraint behind `null: false` (PostgreSQL 17), or a mapping.
        not_null: Option<Brief<DomainNotNull>>,
        /// The default expression.
        default: DefaultSql,
        /// The collation where it is not that of the type beneath.
        collation: Option<Text>,
        /// Checks by name: the condition, in which the value is called `value`, or a mapping.
        checks: Map<Brief<Check>>,
        /// Of a domain over jsonb: the fields of the object that a value is, by name; these and no other. A check keeps it,
        /// and the client, the schemas and the reference know it.
        shape: Option<Map<Brief<ShapeField>>>,
        /// `COMMENT ON DOMAIN`.
        comment: Option<Text>,
        /// The owner. Default: `owner` of the project.
        owner: Option<Text>,
        /// Privileges by role beside PUBLIC's built-in USAGE.
        grants: Grants,
        /// The domain's former name.
        renamed_from: Option<Text>,
    }
}

mapping! {
    "a NOT NULL of a domain",
    /// The constraint behind NOT NULL of a domain, from PostgreSQL 17 on.
    struct DomainNotNull {
        /// Its name. Default: `<domain>_not_null`.
        name: Option<Text>,
        /// `COMMENT ON CONSTRAINT`.
        comment: Option<Text>,
    }
}

impl HasBrief for DomainNotNull {
    type Brief = Text;
    const EITHER: &'static str = "a name or a mapping";

    fn from_brief(name: Text, _: Span) -> Self {
        Self { name: Some(name), comment: None }
    }
}

impl HasBrief for Domain {
    type Brief = Text;
    const EITHER: &'static str = "a type or a mapping";

    fn from_brief(r#type: Text, _: Span) -> Self {
        Self {
            r#type,
            null: None,
            not_null: None,
            default: DefaultSql(None),
            collation: None,
            checks: Map::default(),
            shape: None,
            comment: None,
            owner: None,
            grants: Map::default(),
            renamed_from: None,
        }
    }
}

mapping! {
    "a composite type", allow,
    /// A composite type.
    struct Composite {
        /// The attributes by name, in their order: a type or a mapping.
        attributes: Map<Brief<Attribute>>,
        /// `COMMENT ON TYPE`.
        comment: Option<Text>,
        /// The owner. Default: `owner` of the project.
        owner: Option<Text>,
        /// Privileges by role beside PUBLIC's built-in USAGE.
        grants: Grants,
        /// The type's former name.
        renamed_from: Option<Text>,
    }
}

mapping! {
    "an attribute",
    /// An attribute of a composite type.
    struct Attribute {
        /// The type with its modifiers.
        r#type: Text,
        /// The collation where it is not that of the type.
        collation: Option<Text>,
        /// `COMMENT ON COLUMN`.
        comment: Option<Text>,
        /// The attribute's former name.
        renamed_from: Option<Text>,
    }
}

impl HasBrief for Attribute {
    type Brief = Text;
    const EITHER: &'static str = "a type or a mapping";

    fn from_brief(r#type: Text, _: Span) -> Self {
        Self { r#type, collation: None, comment: None, renamed_from: None }
    }
}
