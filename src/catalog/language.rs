//! Languages, transforms, access methods, conversions.

use super::Name;
use serde::{Deserialize, Serialize};

/// `CREATE LANGUAGE`. Languages that an extension brings, nearly all there are, are none of these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Language {
    /// Whoever may use it may do no harm with it.
    pub trusted: bool,
    /// Calls its functions.
    pub handler: String,
    /// Runs `DO` blocks.
    pub inline: Option<String>,
    /// Judges new functions.
    pub validator: Option<String>,
}

/// `CREATE TRANSFORM`. Its name is `app.colour LANGUAGE plsample`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transform {
    /// The type that is transformed.
    #[serde(rename = "type")]
    pub data_type: String,
    /// For functions of this language.
    pub language: Name,
    /// Makes the language's form, with its arguments.
    pub from_sql: Option<String>,
    /// Makes the value, with its arguments.
    pub to_sql: Option<String>,
}

/// `CREATE ACCESS METHOD`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessMethod {
    /// Of tables, not of indexes.
    pub table: bool,
    /// The function that knows how.
    pub handler: String,
}

/// `CREATE CONVERSION`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversion {
    /// From this encoding.
    pub from: String,
    /// To this encoding.
    pub to: String,
    /// The function that does it.
    pub function: String,
    /// Is the one that is taken between the two.
    pub default: bool,
}
