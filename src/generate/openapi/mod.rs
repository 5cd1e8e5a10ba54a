//! The OpenAPI document.

use super::{Files, Source};

/// The document.
pub(super) fn files(_source: &Source<'_>) -> Files {
    Files::default()
}
