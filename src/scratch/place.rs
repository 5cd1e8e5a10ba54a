//! Where a project's persistent server lies.

use super::run_as::RunAs;
use super::settings::Settings;
use super::{ScratchError, folders};
use crate::digest::sha256;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of a project's server. Its name holds the project's name and a hash of the project's folder: two
/// projects of one name are apart, and a project that moves starts anew.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The folder of all persistent servers.
    pub(super) root: PathBuf,
    /// The name of this one's folder in it.
    pub(super) key: String,
    /// As whom it runs.
    pub(super) run_as: RunAs,
    /// The folder of its socket.
    pub(super) socket: PathBuf,
}

impl Place {
    pub(super) fn of(
        settings: &Settings,
        name: &str,
        project: &Path,
    ) -> Result<Self, ScratchError> {
        let project = fs::canonicalize(project)
            .map_err(|error| ScratchError::file("find the project", project, &error))?;
        let hash = sha256(project.to_string_lossy().as_bytes());
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        let key = format!("{}-{hash:.8}", name.chars().take(24).map(plain).collect::<String>());
        let chosen = RunAs::choose()?;
        let root = folders::data(settings, &chosen)?;
        let run_as = chosen.or_owner_of(&root.join(&key).join("data"));
        let usual = root.join(&key).join("socket");
        let socket = match folders::fits_socket(&usual) {
            true => usual,
            false => folders::run(settings, &run_as)?.join(&key),
        };
        Ok(Self { root, key, run_as, socket })
    }

    /// Its folder.
    pub(super) fn folder(&self) -> PathBuf {
        self.root.join(&self.key)
    }

    /// Its data folder.
    pub(super) fn data(&self) -> PathBuf {
        self.folder().join("data")
    }

    /// Held while it is made, started or stopped.
    pub(super) fn lock(&self) -> PathBuf {
        self.root.join(format!("{}.lock", self.key))
    }

    /// The major version of the data; `None` where there is none. A folder that was never finished is none.
    pub(super) fn major(&self) -> Option<u32> {
        fs::read_to_string(self.data().join("PG_VERSION")).ok()?.trim().parse().ok()
    }
}
