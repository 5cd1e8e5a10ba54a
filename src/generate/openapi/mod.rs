//! The OpenAPI document.

use super::{Change, Files, Source};
use crate::read::Version;

/// The document.
pub(super) fn files(_source: &Source<'_>) -> Files {
    Files::default()
}

/// What changed for those who call the API, and the version that it had.
pub(super) fn changes(_before: &str, _now: &str) -> Result<(Vec<Change>, Option<Version>), String> {
    Ok((Vec::new(), None))
}
