//! Extended statistics.

use super::Outcome;
use crate::catalog::Statistics;
use crate::plan::Alteration;

/// Only how much is gathered changes in place.
pub(super) fn alter(old: &Statistics, new: &Statistics) -> Outcome {
    if (Statistics { target: old.target, ..new.clone() }) != *old {
        return Outcome::Replace;
    }
    Outcome::Alter(vec![Alteration::StatisticsTarget(new.target)])
}
