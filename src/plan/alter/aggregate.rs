//! Aggregates.

use super::Outcome;
use crate::catalog::{Aggregate, Argument};
use crate::plan::Alteration;

/// CREATE OR REPLACE keeps privileges and dependents, and refuses another kind, another result and another name of an
/// argument.
pub(super) fn alter(old: &Aggregate, new: &Aggregate) -> Outcome {
    let names = |old: &[Argument], new: &[Argument]| {
        old.len() == new.len()
            && old.iter().zip(new).all(|(old, new)| {
                old.mode == new.mode && (old.name == new.name || old.name.is_none())
            })
    };
    if old.kind != new.kind
        || old.returns != new.returns
        || !names(&old.args, &new.args)
        || !names(&old.order_by, &new.order_by)
    {
        return Outcome::Replace;
    }
    Outcome::Alter(vec![Alteration::Aggregate(new.clone())])
}
