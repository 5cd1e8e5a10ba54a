//! The Rust client crate.

use super::{Files, Source};

/// The crate.
pub(super) fn files(source: &Source<'_>) -> Files {
    let folders = [source.config.build.client_folder.clone()].into();
    Files { folders, ..Files::default() }
}
