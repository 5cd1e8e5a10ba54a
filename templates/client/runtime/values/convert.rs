//! Conversions to and from the types of other crates, each behind the feature of its name.

use std::fmt;

/// The other type has no such value: an infinity, a year that it does not know, a number with more digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotThere(pub(crate) &'static str);

impl fmt::Display for NotThere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} has no such value", self.0)
    }
}

impl std::error::Error for NotThere {}

#[cfg(feature = "chrono")]
mod with_chrono;
#[cfg(feature = "jiff")]
mod with_jiff;
#[cfg(feature = "pgvector")]
mod with_pgvector;
#[cfg(feature = "rust_decimal")]
mod with_rust_decimal;
#[cfg(feature = "time")]
mod with_time;
#[cfg(feature = "uuid")]
mod with_uuid;
