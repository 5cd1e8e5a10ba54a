//! Partitioned tables and their partitions.

use super::{Catalog, Definition, Kind, Name, ObjectId, QName, Table};
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

/// Whether what a table inherits, a column or its NOT NULL, is its own besides. No property: nothing changes it.
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

impl Catalog {
    /// The table of this name.
    pub fn table(&self, name: &QName) -> Option<&Table> {
        match &self.get(&ObjectId::in_schema(Kind::Table, name))?.definition {
            Definition::Table(table) => Some(table),
            _ => None,
        }
    }

    /// Whether a relation is a partitioned table.
    pub fn is_partitioned(&self, relation: &QName) -> bool {
        self.table(relation).is_some_and(|table| table.partition_by.is_some())
    }

    /// The table that this one is a partition of.
    pub fn parent(&self, table: &QName) -> Option<&QName> {
        self.table(table)?.partition_of.as_ref().map(|of| &of.parent)
    }

    /// The tables that this one has its columns from: that which it is a partition of, and those that it inherits.
    pub fn parents<'a>(&'a self, table: &QName) -> impl Iterator<Item = &'a QName> + use<'a> {
        let table = self.table(table);
        let parent = table.and_then(|table| table.partition_of.as_ref().map(|of| &of.parent));
        parent.into_iter().chain(table.into_iter().flat_map(|table| &table.inherits))
    }
}
