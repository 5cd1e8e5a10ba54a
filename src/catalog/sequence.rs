//! Sequences, and those beneath identity columns.

use super::{Name, QName, is_false};
use serde::{Deserialize, Serialize};

/// What a sequence counts. In a declaration `None` leaves a bound to the server; as introspected, `None` is the
/// default for the type and the direction, so that both compare.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SequenceOptions {
    /// The first value.
    pub start: Option<i64>,
    /// The step; `None` is 1.
    pub increment: Option<i64>,
    /// The least value.
    pub min: Option<i64>,
    /// The greatest value.
    pub max: Option<i64>,
    /// How many values a session takes at once; `None` is 1.
    pub cache: Option<i64>,
    /// Starts anew at the end.
    pub cycle: bool,
}

impl SequenceOptions {
    /// The least and the greatest value of a sequence of this type, whether stated or not.
    pub fn bounds(&self, data_type: &str) -> (i64, i64) {
        let (least, greatest) = match data_type {
            "smallint" => (i64::from(i16::MIN), i64::from(i16::MAX)),
            "integer" => (i64::from(i32::MIN), i64::from(i32::MAX)),
            _ => (i64::MIN, i64::MAX),
        };
        match self.increment {
            Some(..0) => (self.min.unwrap_or(least), self.max.unwrap_or(-1)),
            _ => (self.min.unwrap_or(1), self.max.unwrap_or(greatest)),
        }
    }
}

/// A sequence that is not an identity column's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sequence {
    /// smallint, integer or bigint.
    #[serde(rename = "type")]
    pub data_type: String,
    /// What it counts.
    pub options: SequenceOptions,
    /// The column with which it goes.
    pub owned_by: Option<(QName, Name)>,
    /// Emptied by a crash (PostgreSQL 15). A sequence that a column owns changes with its table when that does.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unlogged: bool,
}
