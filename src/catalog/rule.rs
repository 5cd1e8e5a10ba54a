//! Rules, but for those that make views.

use super::TriggerEnabled;
use serde::{Deserialize, Serialize};

/// A rule of a table or a view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Which statements it rewrites.
    pub event: RuleEvent,
    /// `WHERE`.
    pub condition: Option<String>,
    /// In place of the statement, not besides it.
    pub instead: bool,
    /// `NOTHING`, one statement, or several in parentheses with semicolons between them.
    pub action: String,
    /// In which sessions it holds.
    pub enabled: TriggerEnabled,
}

/// Which statements a rule rewrites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "PostgreSQL's own words")]
pub enum RuleEvent {
    Insert,
    Update,
    Delete,
}
