//! Triggers.

use super::Outcome;
use crate::catalog::Trigger;
use crate::plan::Alteration;

/// Only the sessions that a trigger fires in change in place.
pub(super) fn alter(old: &Trigger, new: &Trigger) -> Outcome {
    if (Trigger { enabled: old.enabled, ..new.clone() }) != *old {
        return Outcome::Replace;
    }
    Outcome::Alter(vec![Alteration::TriggerEnabled(new.enabled)])
}
