//! Values of rows and arguments.

use super::Reference;

/// A value as a test states it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// NULL.
    Null,
    /// Text that the server casts to the type that is wanted.
    Text(String),
    /// An SQL expression, which may name rows.
    Sql(String),
    /// A mapping or a list: JSON, and where an array is wanted, the text of an array.
    Json {
        /// The JSON.
        json: String,
        /// The text of an array, where it is a list of scalars.
        array: Option<String>,
    },
    /// The value of a row's column.
    Of(Reference),
}

impl Value {
    /// Whether it takes something of the row of this name.
    pub fn names(&self, row: &str) -> bool {
        match self {
            Self::Of(reference) => reference.row == row,
            Self::Sql(text) => text.contains(&format!("${row}.")),
            Self::Null | Self::Text(_) | Self::Json { .. } => false,
        }
    }
}
