//! Reading values from text.

use std::fmt;

/// A text is no value of the type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    expected: &'static str,
}

impl ParseError {
    pub(crate) const fn new(expected: &'static str) -> Self {
        Self { expected }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", self.expected)
    }
}

impl std::error::Error for ParseError {}

/// A number of decimal digits alone.
pub(crate) fn digits(text: &str) -> Option<i64> {
    let fine = !text.is_empty() && text.len() <= 18 && text.bytes().all(|it| it.is_ascii_digit());
    fine.then(|| text.parse().ok()).flatten()
}

/// A fraction of a second in microseconds: up to six digits.
pub(crate) fn micros(text: &str) -> Option<i64> {
    if text.len() > 6 {
        return None;
    }
    digits(&format!("{text:0<6}"))
}
