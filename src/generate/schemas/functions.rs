//! What functions take and give, a file for each.

use crate::generate::{Files, Source};

/// The files.
pub(in crate::generate) fn files(_source: &Source<'_>) -> Files {
    Files::default()
}
