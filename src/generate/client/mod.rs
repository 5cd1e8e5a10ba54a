//! The Rust client crate.

use super::{Change, Files, Source};
use crate::read::{Build, Version};

/// The crate.
pub(super) fn files(source: &Source<'_>) -> Files {
    let folders = [source.config.build.client_folder.clone()].into();
    Files { folders, ..Files::default() }
}

/// The file that says, for machines, what the crate offers: what [`changes`] compares.
pub(super) fn interface_file(build: &Build) -> String {
    format!("{}/interface.json", build.client_folder)
}

/// What changed for those who use the crate, and the version that it had.
pub(super) fn changes(_before: &str, _now: &str) -> Result<(Vec<Change>, Option<Version>), String> {
    Ok((Vec::new(), None))
}
