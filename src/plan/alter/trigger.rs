//! Triggers and rules.

use super::Outcome;
use crate::catalog::{Rule, Trigger};
use crate::plan::Alteration;

/// Only the sessions that a trigger fires in change in place.
pub(super) fn alter(old: &Trigger, new: &Trigger) -> Outcome {
    if (Trigger { enabled: old.enabled, ..new.clone() }) != *old {
        return Outcome::Replace;
    }
    Outcome::Alter(vec![Alteration::TriggerEnabled(new.enabled)])
}

/// CREATE OR REPLACE RULE takes any change.
pub(super) fn alter_rule(old: &Rule, new: &Rule) -> Outcome {
    let mut alterations = Vec::new();
    if (Rule { enabled: old.enabled, ..new.clone() }) != *old {
        alterations.push(Alteration::Rule(new.clone()));
    }
    if old.enabled != new.enabled {
        alterations.push(Alteration::RuleEnabled(new.enabled));
    }
    alterations.into()
}
