//! What can be done to an object of each kind.

use crate::catalog::{Kind, Privilege};

/// What can be done to objects of a kind on a server of a major version; nothing for kinds without privileges of their own.
pub fn operations(kind: Kind, major: u32) -> &'static [Privilege] {
    use Privilege::{
        Connect, Create, Delete, Execute, Insert, Maintain, References, Select, Temporary, Trigger,
        Truncate, Update, Usage,
    };
    match kind {
        Kind::Table if major >= 17 => {
            &[Select, Insert, Update, Delete, Truncate, References, Trigger, Maintain]
        }
        Kind::Table => &[Select, Insert, Update, Delete, Truncate, References, Trigger],
        Kind::View => &[Select, Insert, Update, Delete, Trigger],
        Kind::MaterializedView if major >= 17 => &[Select, Maintain],
        Kind::MaterializedView => &[Select],
        Kind::Sequence => &[Usage, Select, Update],
        Kind::Function | Kind::Aggregate => &[Execute],
        Kind::Schema => &[Usage, Create],
        Kind::Database => &[Connect, Create, Temporary],
        Kind::BaseType | Kind::Enum | Kind::Range | Kind::Domain | Kind::Composite => &[Usage],
        Kind::Language | Kind::ForeignDataWrapper | Kind::ForeignServer => &[Usage],
        _ => &[],
    }
}

/// The privileges that columns have, too.
pub(super) fn has_columns(operation: Privilege) -> bool {
    use Privilege::{Insert, References, Select, Update};
    matches!(operation, Select | Insert | Update | References)
}
