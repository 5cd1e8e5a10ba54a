//! Renames that the declaration states (`renamed_from`).
//!
//! They come first and alone. The server then words the renamed database anew: a view that names a renamed column
//! reads differently afterwards, and only PostgreSQL can say how.

use super::{Change, Plan};
use crate::catalog::{Catalog, Intent};

/// The renames that are still to be done: the old name is there and the new one is not. A `renamed_from` that is left
/// in place afterwards does nothing. Tables come before their columns, which are then known by the table's new name.
pub fn renames(from: &Catalog, intent: &Intent) -> Plan {
    let steps = intent
        .renames
        .iter()
        .filter(|(new, _)| from.get(new).is_none())
        .filter(|(_, old)| from.get(old).is_some())
        .map(|(new, old)| Change::Rename { from: old.clone(), to: new.clone() })
        .collect();
    Plan { steps }
}
