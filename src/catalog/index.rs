//! Indexes that no constraint stands on.

use super::{Attached, Name, Options};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An index that no constraint stands on. Its identity names its table or materialized view as the relation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// The access method.
    pub using: Name,
    /// `UNIQUE`.
    pub unique: bool,
    /// `NULLS NOT DISTINCT` (PostgreSQL 15).
    pub nulls_not_distinct: bool,
    /// The key in its order.
    pub elements: Vec<IndexElement>,
    /// `INCLUDE`.
    pub include: Vec<Name>,
    /// `WHERE`.
    pub predicate: Option<String>,
    /// Storage parameters.
    pub options: Options,
    /// The tablespace where it is not that of the database.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tablespace: Option<Name>,
    /// A build that failed half way leaves `false`, and so does a partition that has no such index.
    pub valid: bool,
    /// Of an index of a partition: the index of the parent that it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attached: Option<Attached>,
    /// Statistics targets of its expressions, by their place from 1.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub statistics: BTreeMap<u16, i32>,
}

/// One part of an index's key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexElement {
    /// A column, quoted as SQL wants it, or an expression as `pg_get_indexdef` words it (in parentheses unless it
    /// is a plain function call). A declared element may hold its whole text here (`lower(name) desc`).
    pub expression: String,
    /// The collation where it is not that of the column.
    pub collation: Option<String>,
    /// The operator class where it is not the default one, with its parameters: `public.gin_trgm_ops`.
    pub operator_class: Option<String>,
    /// `DESC`.
    pub descending: bool,
    /// NULLS FIRST or LAST where it is not the default of the direction.
    pub nulls_first: Option<bool>,
}
