//! TODO
use super::{Files, Source};

/// The file.
pub(super) fn files(_source: &Source<'_>) -> Files {
    Files::default()
}
