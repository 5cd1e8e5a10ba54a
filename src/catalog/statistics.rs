//! Extended statistics.

use super::QName;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// `CREATE STATISTICS`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statistics {
    /// The table.
    pub table: QName,
    /// What is gathered; empty for one expression, and in a declaration for all there is.
    pub kinds: BTreeSet<StatisticsKind>,
    /// Columns, quoted as SQL wants them, and expressions in parentheses.
    pub elements: Vec<String>,
    /// How much is gathered; `None` for what the columns say.
    pub target: Option<i32>,
}

/// What is gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatisticsKind {
    /// How many distinct combinations there are.
    Ndistinct,
    /// Which columns follow from others.
    Dependencies,
    /// The most common combinations.
    Mcv,
}
