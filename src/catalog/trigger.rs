//! Triggers.

use super::{Name, QName};
use serde::{Deserialize, Serialize};

/// A trigger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trigger {
    /// BEFORE, AFTER or INSTEAD OF.
    pub timing: Timing,
    /// On what.
    pub events: TriggerEvents,
    /// Once for each row or for each statement.
    pub level: Level,
    /// The condition.
    pub when: Option<String>,
    /// The trigger function.
    pub function: QName,
    /// The arguments.
    pub args: Vec<String>,
    /// The transition table of the old rows.
    pub old_table: Option<Name>,
    /// The transition table of the new rows.
    pub new_table: Option<Name>,
    /// `CREATE CONSTRAINT TRIGGER`: whether it may be and is at first deferred.
    pub constraint: Option<(bool, bool)>,
    /// `FROM`: the other table that a constraint trigger is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<QName>,
    /// In which sessions it fires.
    pub enabled: TriggerEnabled,
}

/// BEFORE, AFTER or INSTEAD OF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "PostgreSQL's own words")]
pub enum Timing {
    Before,
    After,
    InsteadOf,
}

/// The events that fire a trigger.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "PostgreSQL's own words")]
pub struct TriggerEvents {
    pub insert: bool,
    pub update: bool,
    /// `UPDATE OF`; empty for every column.
    pub update_of: Vec<Name>,
    pub delete: bool,
    pub truncate: bool,
}

/// Once for each row or for each statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "PostgreSQL's own words")]
pub enum Level {
    Row,
    Statement,
}

/// In which sessions a trigger fires, or a rule holds (`session_replication_role`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriggerEnabled {
    /// Ordinary ones.
    #[default]
    Origin,
    /// None.
    Disabled,
    /// Replicas.
    Replica,
    /// All.
    Always,
}
