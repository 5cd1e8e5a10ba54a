//! Views and materialized views.

use super::{Name, Options};
use serde::{Deserialize, Serialize};

/// A view. Comments and privileges of its columns are objects of kind Column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// The query as the server words it, without the final semicolon.
    pub query: String,
    /// `security_invoker`, `security_barrier`, `check_option`.
    pub options: Options,
}

/// A materialized view. Its indexes are objects of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaterializedView {
    /// The query as the server words it, without the final semicolon.
    pub query: String,
    /// Storage parameters.
    pub options: Options,
    /// Whether it holds data (`WITH NO DATA` does not).
    pub populated: bool,
    /// The access method where it is not `heap`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub using: Option<Name>,
    /// The tablespace where it is not that of the database.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tablespace: Option<Name>,
    /// The index by which CLUSTER orders the rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster_on: Option<Name>,
}
