//! Range types.

use super::QName;
use serde::{Deserialize, Serialize};

/// `CREATE TYPE … AS RANGE`, with the multirange type and the constructors that come with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// The type of the bounds.
    pub subtype: String,
    /// The operator class that orders the bounds, where it is not the default one.
    pub operator_class: Option<String>,
    /// The collation of the bounds, where it is not that of their type.
    pub collation: Option<String>,
    /// The function that makes ranges canonical.
    pub canonical: Option<String>,
    /// The function that says how far two bounds are apart.
    pub difference: Option<String>,
    /// The multirange type; `None` in a declaration that leaves its name to the server.
    pub multirange: Option<QName>,
}
