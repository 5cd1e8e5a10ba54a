//! Indexes.

use super::{Outcome, options};
use crate::catalog::Index;

/// Only storage parameters change in place. An index whose build failed is built again.
pub(super) fn alter(old: &Index, new: &Index) -> Outcome {
    let same_but_for_options = Index { options: old.options.clone(), ..new.clone() } == *old;
    if !same_but_for_options {
        return Outcome::Replace;
    }
    options(&old.options, &new.options).into_iter().collect::<Vec<_>>().into()
}
