//! Why there is no server of our own.

use std::fmt;
use std::path::Path;

/// What is wrong, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScratchError {
    /// What is wrong; may have several lines.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

impl ScratchError {
    pub(crate) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }

    /// A file or folder that cannot be made, read or removed.
    pub(super) fn file(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::new(
            format!("cannot {doing} {}: {error}", path.display()),
            "check the space on the disk and the permissions of its folder; \
             MOMNI_CACHE_DIR and TMPDIR choose other folders",
        )
    }
}

impl fmt::Display for ScratchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\nhelp: {}", self.message, self.help)
    }
}

impl std::error::Error for ScratchError {}
