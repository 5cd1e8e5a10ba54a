//! Event triggers.

use super::{Name, TriggerEnabled};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// `CREATE EVENT TRIGGER`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventTrigger {
    /// On what: `ddl_command_start`, `ddl_command_end`, `sql_drop`, `table_rewrite`, `login` (PostgreSQL 17).
    pub event: Name,
    /// Only for these commands: `CREATE TABLE`; empty for all.
    pub tags: BTreeSet<String>,
    /// The function, as SQL takes it.
    pub function: String,
    /// In which sessions it fires.
    pub enabled: TriggerEnabled,
}
