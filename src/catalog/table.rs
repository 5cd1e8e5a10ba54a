//! Tables.

use super::{Foreign, Name, Options, PartitionKey, PartitionOf, QName};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whether a relation survives a crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Persistence {
    /// Written to the log.
    #[default]
    Logged,
    /// Emptied by a crash.
    Unlogged,
}

impl Persistence {
    /// As a declaration says it.
    pub fn of(unlogged: Option<bool>) -> Self {
        if unlogged == Some(true) { Self::Unlogged } else { Self::Logged }
    }
}

/// A table, partitioned or not, or a partition. Columns, defaults, constraints, indexes, triggers and policies are
/// objects of their own.
///
/// Of a partition every column and default is listed, since they may differ from those of its parent. Checks, foreign
/// keys and row triggers that it has from its parent are not, except for a trigger that is enabled otherwise. The same
/// goes for the columns, defaults and checks of a table that inherits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Logged or unlogged.
    pub persistence: Persistence,
    /// Row security is on.
    pub row_security: bool,
    /// Row security binds the owner too.
    pub force_row_security: bool,
    /// Storage parameters, `toast.` ones included.
    pub options: Options,
    /// `PARTITION BY`: it holds no rows itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partition_by: Option<PartitionKey>,
    /// The table that it is a partition of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partition_of: Option<PartitionOf>,
    /// `INHERITS`, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inherits: Vec<QName>,
    /// `OF`: the composite type that it has its columns from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_type: Option<QName>,
    /// It is a foreign table: where its rows are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreign: Option<Foreign>,
    /// The access method where it is not `heap`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub using: Option<Name>,
    /// The tablespace where it is not that of the database.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tablespace: Option<Name>,
    /// What logical replication knows a row by.
    #[serde(default, skip_serializing_if = "ReplicaIdentity::is_default")]
    pub replica_identity: ReplicaIdentity,
    /// The index or key by which CLUSTER orders the rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster_on: Option<Name>,
    /// Checks that it inherits and states itself too.
    #[serde(default, skip_serializing_if = "Restated::is_empty")]
    pub restated: Restated,
}

/// Checks that a table inherits and states itself too, by name, with their conditions. No property: nothing takes back that
/// it does.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Restated(pub BTreeMap<Name, String>);

impl Restated {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl PartialEq for Restated {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
impl Eq for Restated {}

/// `REPLICA IDENTITY`: what logical replication knows a row by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplicaIdentity {
    /// The primary key.
    #[default]
    Default,
    /// All columns.
    Full,
    /// Nothing.
    Nothing,
    /// The columns of this unique index or key.
    Index(Name),
}

impl ReplicaIdentity {
    fn is_default(&self) -> bool {
        *self == Self::Default
    }
}
