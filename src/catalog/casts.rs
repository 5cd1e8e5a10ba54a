//! The casts that a server has, those aside that somebody made: these are objects.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What values of which type can be cast to, as `format_type` calls the types without their modifiers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Casts {
    /// From each type to others: those of the server, of extensions, and from a range to its multirange.
    pub to: BTreeMap<String, BTreeSet<String>>,
    /// The types that hold text: PostgreSQL casts any value to them and from them.
    pub texts: BTreeSet<String>,
}

impl Casts {
    /// Nothing is known, as of a declaration.
    pub fn is_empty(&self) -> bool {
        self.to.is_empty() && self.texts.is_empty()
    }

    /// Whether there is a cast from one type to another one.
    pub fn has(&self, from: &str, to: &str) -> bool {
        self.texts.contains(from)
            || self.texts.contains(to)
            || self.to.get(from).is_some_and(|it| it.contains(to))
    }
}
