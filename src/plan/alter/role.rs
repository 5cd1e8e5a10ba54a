//! Roles.

use super::Outcome;
use crate::catalog::Role;
use crate::plan::Alteration;

pub(super) fn alter(old: &Role, new: &Role) -> Outcome {
    Outcome::Alter(vec![Alteration::Role { from: old.clone(), to: new.clone() }])
}
