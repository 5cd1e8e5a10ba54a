//! Base types.

use super::Outcome;
use crate::catalog::{BaseType, Catalog, Kind, ObjectId, Storage};
use crate::plan::Alteration;

/// PostgreSQL changes the functions that are not needed to read and write text, and how values are stored, though not back
/// to `plain`. Of domains it is not told which columns are theirs. What is promised is only completed: it cannot be
/// renamed.
pub(super) fn alter(from: &Catalog, id: &ObjectId, old: &BaseType, new: &BaseType) -> Outcome {
    if old.is_shell() {
        return Outcome::Alter(vec![Alteration::BaseType { from: old.clone(), to: new.clone() }]);
    }
    let but_for_what_changes = BaseType {
        receive: new.receive.clone(),
        send: new.send.clone(),
        typmod_in: new.typmod_in.clone(),
        typmod_out: new.typmod_out.clone(),
        analyze: new.analyze.clone(),
        subscript: new.subscript.clone(),
        storage: new.storage,
        ..old.clone()
    };
    let has_domain = || from.of_kind(Kind::Domain).any(|(_, it)| it.depends_on.contains(id));
    let is_stored_again =
        old.storage != new.storage && (new.storage == Storage::Plain || has_domain());
    if but_for_what_changes != *new || is_stored_again {
        return Outcome::Replace;
    }
    Outcome::Alter(vec![Alteration::BaseType { from: old.clone(), to: new.clone() }])
}
