//! Functions: with whose rights they run.

use super::judged::Judged;
use crate::catalog::{Definition, Function, Kind, ObjectId, Principal, Security};

/// The definition of a function.
pub(super) fn function<'a>(judged: &Judged<'a>, id: &ObjectId) -> Option<&'a Function> {
    match &judged.catalog.get(id).filter(|_| id.kind == Kind::Function)?.definition {
        Definition::Function(it) => Some(it),
        _ => None,
    }
}

/// Whom it runs as where it does not run as its caller.
pub(super) fn definer(judged: &Judged<'_>, id: &ObjectId) -> Option<Principal> {
    let definer = function(judged, id).is_some_and(|it| it.security == Security::Definer);
    definer.then(|| judged.owner(id).who.clone())
}
