//! Constraints and indexes that are taken down and put back since PostgreSQL would make others of them.
//!
//! For each column that changes its type PostgreSQL makes them again from its own words, which it reads as another
//! expression for some: see `introspect/wording.rs`.

use super::again;
use crate::catalog::{Catalog, Definition, ObjectId};

/// Whether PostgreSQL would make such a constraint or index again from its words.
pub(crate) fn is_read_again(from: &Catalog, to: &Catalog, id: &ObjectId) -> bool {
    from.misread.contains(id)
        && from.get(id).is_some_and(|object| {
            object.depends_on.iter().any(|column| is_retyped(from, to, column))
        })
}

fn is_retyped(from: &Catalog, to: &Catalog, column: &ObjectId) -> bool {
    let (Some(old), Some(new)) = (from.get(column), to.get(column)) else { return false };
    let (Definition::Column(before), Definition::Column(after)) =
        (&old.definition, &new.definition)
    else {
        return false;
    };
    before.data_type != after.data_type
        || before.collation != after.collation
        || old.depends_on.iter().any(|it| again::is_made_again(from, to, it))
}
