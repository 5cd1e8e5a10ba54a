//! Policies.

use super::Outcome;
use crate::catalog::Policy;
use crate::plan::Alteration;

/// ALTER POLICY changes roles and conditions, but cannot take a condition away.
pub(super) fn alter(old: &Policy, new: &Policy) -> Outcome {
    let loses = |old: &Option<String>, new: &Option<String>| old.is_some() && new.is_none();
    if old.permissive != new.permissive
        || old.command != new.command
        || loses(&old.using, &new.using)
        || loses(&old.with_check, &new.with_check)
    {
        return Outcome::Replace;
    }
    Outcome::Alter(vec![Alteration::Policy(new.clone())])
}
