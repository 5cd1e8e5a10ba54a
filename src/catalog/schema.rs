//! The database itself, schemas and extensions.

use super::Name;
use serde::{Deserialize, Serialize};

/// The database that is migrated. Its name is not part of it: one project is deployed under many names. Its
/// privileges (CONNECT, TEMPORARY, CREATE) are the object's `grants`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Database {}

/// A schema.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schema {}

/// An extension. What it brings along is not part of the catalog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Where its objects lie; `None` in a declaration that leaves it to the extension.
    pub schema: Option<Name>,
    /// The version; `None` unless the declaration pins it, since servers ship different ones.
    pub version: Option<String>,
}
