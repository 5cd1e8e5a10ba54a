//! Range types.

use super::Outcome;
use crate::catalog::Range;
use crate::plan::Alteration;

/// Only the name of the multirange type changes in place.
pub(super) fn alter(old: &Range, new: &Range) -> Outcome {
    match (&old.multirange, &new.multirange) {
        (Some(from), Some(to))
            if (Range { multirange: old.multirange.clone(), ..new.clone() }) == *old =>
        {
            Outcome::Alter(vec![Alteration::RangeMultirange { from: from.clone(), to: to.clone() }])
        }
        _ => Outcome::Replace,
    }
}
