//! How arguments are given to builders.

use super::values::Array;

/// An argument that has not been given yet: a builder has no `build` while one of its types is this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing;

/// What becomes an argument that may be NULL: a value, or `None`.
pub trait Nullable<T> {
    /// The argument.
    fn nullable(self) -> Option<T>;
}

impl<T> Nullable<T> for T {
    fn nullable(self) -> Option<T> {
        Some(self)
    }
}

impl<T> Nullable<T> for Option<T> {
    fn nullable(self) -> Option<T> {
        self
    }
}

impl Nullable<String> for &str {
    fn nullable(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl Nullable<String> for Option<&str> {
    fn nullable(self) -> Option<String> {
        self.map(str::to_owned)
    }
}

impl<T> Nullable<Array<T>> for Vec<T> {
    fn nullable(self) -> Option<Array<T>> {
        Some(self.into())
    }
}

impl<T> Nullable<Array<T>> for Option<Vec<T>> {
    fn nullable(self) -> Option<Array<T>> {
        self.map(Into::into)
    }
}

impl<T, const N: usize> Nullable<Array<T>> for [T; N] {
    fn nullable(self) -> Option<Array<T>> {
        Some(self.into())
    }
}
