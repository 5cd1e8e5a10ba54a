//! What an object needs.

use super::ObjectId;
use serde::{Deserialize, Serialize};
use std::ops::Deref;

/// A set of identities, in their order. Most objects need one to four others, for which a tree takes ten times the memory.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<ObjectId>")]
pub struct Ties(Vec<ObjectId>);

impl Ties {
    /// None.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Whether there are none.
    pub const fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this object is among them.
    pub fn contains(&self, id: &ObjectId) -> bool {
        self.0.binary_search(id).is_ok()
    }

    /// Adds one. Whether it is new.
    pub fn insert(&mut self, id: ObjectId) -> bool {
        match self.0.binary_search(&id) {
            Ok(_) => false,
            Err(place) => {
                self.0.insert(place, id);
                true
            }
        }
    }

    /// Takes one away. Whether it was there.
    pub fn remove(&mut self, id: &ObjectId) -> bool {
        self.0.binary_search(id).map(|place| self.0.remove(place)).is_ok()
    }
}

impl Deref for Ties {
    type Target = [ObjectId];

    fn deref(&self) -> &[ObjectId] {
        &self.0
    }
}

impl From<Vec<ObjectId>> for Ties {
    fn from(mut ids: Vec<ObjectId>) -> Self {
        if !ids.is_sorted_by(|one, next| one < next) {
            ids.sort_unstable();
            ids.dedup();
        }
        ids.shrink_to_fit();
        Self(ids)
    }
}

impl FromIterator<ObjectId> for Ties {
    fn from_iter<T: IntoIterator<Item = ObjectId>>(ids: T) -> Self {
        ids.into_iter().collect::<Vec<_>>().into()
    }
}

impl<'a> IntoIterator for &'a Ties {
    type Item = &'a ObjectId;
    type IntoIter = std::slice::Iter<'a, ObjectId>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
