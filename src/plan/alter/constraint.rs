//! Constraints of tables.

use super::Outcome;
use crate::catalog::{Constraint, ConstraintBody};
use crate::plan::Alteration;

pub(super) fn alter(old: &Constraint, new: &Constraint) -> Outcome {
    // Only foreign keys can change when they are checked.
    let foreign_key = matches!(new.body, ConstraintBody::ForeignKey { .. });
    let deferral = (old.deferrable, old.initially_deferred);
    let new_deferral = (new.deferrable, new.initially_deferred);
    if old.body != new.body
        || (old.validated && !new.validated)
        || (deferral != new_deferral && !foreign_key)
    {
        return Outcome::Replace;
    }
    let mut alterations = Vec::new();
    if deferral != new_deferral {
        alterations.push(Alteration::ConstraintDeferrable {
            deferrable: new.deferrable,
            initially_deferred: new.initially_deferred,
        });
    }
    if !old.validated && new.validated {
        alterations.push(Alteration::ConstraintValidate);
    }
    alterations.into()
}
