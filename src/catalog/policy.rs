//! Policies of row-level security.

use super::Principal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A row-security policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Permissive policies are joined by OR, restrictive ones by AND.
    pub permissive: bool,
    /// For which command.
    pub command: PolicyCommand,
    /// For whom; PUBLIC is everybody.
    pub roles: BTreeSet<Principal>,
    /// Which existing rows.
    pub using: Option<String>,
    /// Which new rows.
    pub with_check: Option<String>,
}

/// For which command a policy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "PostgreSQL's own words")]
pub enum PolicyCommand {
    #[default]
    All,
    Select,
    Insert,
    Update,
    Delete,
}
