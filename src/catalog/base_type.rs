//! Base types, whose values only their own functions can read.

use super::Storage;
use serde::{Deserialize, Serialize};

/// `CREATE TYPE x (INPUT = …)`; without functions a shell, `CREATE TYPE x`, which promises a type.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaseType {
    /// The function that makes a value of its text form; only a shell has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// The function that makes the text form; only a shell has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// The function that makes a value of its binary form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receive: Option<String>,
    /// The function that makes the binary form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send: Option<String>,
    /// The function that reads modifiers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typmod_in: Option<String>,
    /// The function that writes modifiers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typmod_out: Option<String>,
    /// The function that gathers statistics.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub analyze: Option<String>,
    /// The function that knows what a subscript means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subscript: Option<String>,
    /// How many bytes a value has; `None` where they differ in length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<i32>,
    /// Values are passed by value.
    pub by_value: bool,
    /// Where a value may begin.
    pub alignment: Alignment,
    /// How values are stored where the column does not say.
    pub storage: Storage,
    /// The category by which the parser prefers casts: a character, `U` where nothing is said.
    pub category: String,
    /// The type that is preferred within its category.
    pub preferred: bool,
    /// The text form of the default value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The type that a subscript gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
    /// What stands between the elements of an array of it.
    pub delimiter: String,
    /// Values have a collation.
    pub collatable: bool,
}

impl BaseType {
    /// Whether the type is only promised.
    pub fn is_shell(&self) -> bool {
        self.input.is_none()
    }

    /// What is not said of a shell, and of a type that says nothing.
    pub fn shell() -> Self {
        Self { category: "U".into(), delimiter: ",".into(), ..Self::default() }
    }

    /// Its functions by the words of CREATE TYPE.
    pub fn functions(&self) -> [(&'static str, &Option<String>); 8] {
        [
            ("INPUT", &self.input),
            ("OUTPUT", &self.output),
            ("RECEIVE", &self.receive),
            ("SEND", &self.send),
            ("TYPMOD_IN", &self.typmod_in),
            ("TYPMOD_OUT", &self.typmod_out),
            ("ANALYZE", &self.analyze),
            ("SUBSCRIPT", &self.subscript),
        ]
    }
}

/// Where values of a type may begin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alignment {
    /// Anywhere.
    Char,
    /// At every second byte.
    Int2,
    /// At every fourth byte.
    #[default]
    Int4,
    /// At every eighth byte.
    Double,
}
