//! Event triggers.

use super::Outcome;
use crate::catalog::EventTrigger;
use crate::plan::Alteration;

/// Only the sessions that it fires in change in place.
pub(super) fn alter(old: &EventTrigger, new: &EventTrigger) -> Outcome {
    if (EventTrigger { enabled: old.enabled, ..new.clone() }) != *old {
        return Outcome::Replace;
    }
    Outcome::Alter(vec![Alteration::EventTriggerEnabled(new.enabled)])
}
