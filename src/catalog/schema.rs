//! The database itself, schemas and extensions.

use super::{Name, is_false};
use serde::{Deserialize, Serialize};

/// The database that is migrated. Its name is not part of it: one project is deployed under many names. Its
/// privileges (CONNECT, TEMPORARY, CREATE) are the object's `grants`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Database {}

/// A schema.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schema {
    /// Of `public`: it has lost the comment that every new database gives it ([`STANDARD_COMMENT`]), and has no other.
    #[serde(default, skip_serializing_if = "is_false")]
    pub uncommented: bool,
}

/// What initdb says of the schema `public`. It counts as no comment.
pub const STANDARD_COMMENT: &str = "standard public schema";

/// An extension. What it brings along is not part of the catalog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Where its objects lie; `None` in a declaration that leaves it to the extension.
    pub schema: Option<Name>,
    /// The version; `None` unless the declaration pins it, since servers ship different ones.
    pub version: Option<String>,
}
