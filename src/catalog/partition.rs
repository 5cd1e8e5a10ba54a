//! Partitioned tables and their partitions.

use super::{Name, QName};
use serde::{Deserialize, Serialize};

/// `PARTITION BY`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartitionKey {
    /// How rows are told apart.
    pub strategy: PartitionStrategy,
    /// Columns and expressions in their order, each with its collation and operator class where they are not the
    /// default ones, as `pg_get_partkeydef` words them.
    pub columns: Vec<String>,
}

/// How a partitioned table tells its rows apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "PostgreSQL's own words")]
pub enum PartitionStrategy {
    Range,
    List,
    Hash,
}

/// `PARTITION OF`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartitionOf {
    /// The partitioned table.
    pub parent: QName,
    /// Which of its rows: `FOR VALUES FROM (1) TO (9)`, or `DEFAULT`.
    pub bound: String,
}

/// Whether a column that a table inherits, or its NOT NULL, is its own besides. No property: nothing changes it.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AlsoOwn(pub bool);

impl AlsoOwn {
    pub(super) fn is_not(&self) -> bool {
        !self.0
    }
}

impl PartialEq for AlsoOwn {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
impl Eq for AlsoOwn {}

/// An index of a partition, or the index of its key, that is part of one of its parent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Attached {
    /// The name of the parent's index or constraint.
    pub to: Name,
    /// The name is the one that PostgreSQL gives by itself. No property: the name says it.
    pub chosen: bool,
}

impl PartialEq for Attached {
    fn eq(&self, other: &Self) -> bool {
        self.to == other.to
    }
}
impl Eq for Attached {}
