//! Types: enums, domains, composites.

use super::Name;
use serde::{Deserialize, Serialize};

/// `CREATE TYPE … AS ENUM`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enum {
    /// The labels in their order.
    pub labels: Vec<String>,
}

/// `CREATE DOMAIN`. Its check constraints are objects of their own ([`DomainConstraint`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Domain {
    /// The type beneath, with its modifiers.
    #[serde(rename = "type")]
    pub base: String,
    /// Whether NULL is a value of it.
    pub null: bool,
    /// The name of the constraint behind NOT NULL where it is not one that PostgreSQL gives (PostgreSQL 17).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_null: Option<Name>,
    /// `COMMENT ON CONSTRAINT` of the constraint behind NOT NULL (PostgreSQL 17).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_null_comment: Option<String>,
    /// The default expression.
    pub default: Option<String>,
    /// The collation where it is not that of the type beneath.
    pub collation: Option<String>,
}

/// A check constraint of a domain; its identity names the domain as the relation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainConstraint {
    /// The condition, in which the value is called `VALUE`.
    pub check: String,
    /// Whether existing values are known to hold it.
    pub validated: bool,
}

/// `CREATE TYPE … AS (…)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Composite {
    /// The attributes in their order.
    pub attributes: Vec<Attribute>,
}

/// One attribute of a composite type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// The attribute's name.
    pub name: Name,
    /// The type with its modifiers.
    #[serde(rename = "type")]
    pub data_type: String,
    /// The collation where it is not that of the type.
    pub collation: Option<String>,
    /// `COMMENT ON COLUMN`.
    pub comment: Option<String>,
}
