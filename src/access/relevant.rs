//! Whether two catalogs differ in anything that access depends on. Most migrations change nothing of it, and an answer
//! looks at every role and object.

use crate::catalog::{Catalog, Definition, Kind, Object, ObjectId};

/// Whether two catalogs may give different answers, types and languages left aside.
pub(super) fn may_differ(from: &Catalog, to: &Catalog) -> bool {
    let differs = |(id, object): (&ObjectId, &Object), other: &Catalog| match other.get(id) {
        Some(other) => !are_alike(object, other),
        // A column that nobody was granted by name is as the others are.
        None => matters(id.kind) && !(id.kind == Kind::Column && object.grants.is_empty()),
    };
    from.iter().any(|it| differs(it, to)) || to.iter().any(|it| differs(it, from))
}

fn matters(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Database
            | Kind::Role
            | Kind::Membership
            | Kind::Schema
            | Kind::Sequence
            | Kind::Function
            | Kind::Aggregate
            | Kind::Table
            | Kind::Column
            | Kind::View
            | Kind::MaterializedView
            | Kind::Trigger
            | Kind::Rule
            | Kind::Policy
    )
}

/// Whether two objects of one identity are the same to access.
fn are_alike(one: &Object, other: &Object) -> bool {
    let kind = one.definition.kind();
    if !matters(kind) {
        return true;
    }
    if one.grants != other.grants || one.owner != other.owner {
        return false;
    }
    match (&one.definition, &other.definition) {
        (Definition::Table(one), Definition::Table(other)) => {
            (one.row_security, one.force_row_security)
                == (other.row_security, other.force_row_security)
        }
        (Definition::Column(_), Definition::Column(_))
        | (Definition::Sequence(_), Definition::Sequence(_)) => true,
        // What they stand on tells what they need.
        (one_is, other_is) => one_is == other_is && one.depends_on == other.depends_on,
    }
}
