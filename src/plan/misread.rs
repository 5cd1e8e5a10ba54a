//! Constraints and indexes that are taken down and put back since PostgreSQL would make others of them.
//!
//! For each column that changes its type PostgreSQL makes them again from its own words, which it reads as another
//! expression for some: see `introspect/wording.rs`.

use super::again::is_retyped;
use crate::catalog::{Catalog, ObjectId};

/// Whether PostgreSQL would make such a constraint or index again from its words.
pub(crate) fn is_read_again(from: &Catalog, to: &Catalog, id: &ObjectId) -> bool {
    from.misread.contains(id)
        && from.get(id).is_some_and(|object| {
            object.depends_on.iter().any(|column| is_retyped(from, to, column))
        })
}
