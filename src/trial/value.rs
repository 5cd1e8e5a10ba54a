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
    /// A mapping or a list: JSON, and where an array is wanted, an array. A text that is a reference stands for its value.
    Json {
        /// The JSON.
        json: String,
        /// The elements, where it is a list of scalars.
        array: Option<Vec<Value>>,
    },
    /// The value of a row's column.
    Of(Reference),
}

impl Value {
    /// Whether it takes something of the row of this name.
    pub fn names(&self, row: &str) -> bool {
        match self {
            Self::Of(reference) => reference.row == row,
            Self::Sql(text) | Self::Json { json: text, .. } => text.contains(&format!("${row}.")),
            Self::Null | Self::Text(_) => false,
        }
    }
}

/// The text of an array with these elements; `None` is NULL.
pub fn array_text<'a>(items: impl IntoIterator<Item = Option<&'a str>>) -> String {
    let item = |it: Option<&str>| match it {
        Some(text) => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        None => "NULL".to_owned(),
    };
    let items: Vec<String> = items.into_iter().map(item).collect();
    format!("{{{}}}", items.join(","))
}
