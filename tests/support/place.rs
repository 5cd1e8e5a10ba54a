//! Folders for tests, and the user that servers run as.

use momni_db::scratch::Settings;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// A new folder that any user may enter: servers run as another user when the tests run as root. Removed when
/// dropped.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("momni-").tempdir().unwrap();
        let open = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(folder.path(), open).unwrap();
        Self(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// A folder in it, made.
    pub(crate) fn join(&self, name: &str) -> PathBuf {
        let folder = self.path().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// Settings under which everything but the cache lies in it.
    pub(crate) fn settings(&self) -> Settings {
        Settings {
            temp_dir: self.path().to_owned(),
            data_dir: Some(self.path().join("data")),
            ..Settings::from_environment()
        }
    }
}

/// Whether this is root.
pub(crate) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// The number of the user that servers of this process run as.
pub(crate) fn server_user() -> u32 {
    if !is_root() {
        return rustix::process::geteuid().as_raw();
    }
    let known = momni_db::connect::accounts();
    let found = ["postgres", "nobody"].iter().find_map(|n| known.iter().find(|a| a.name == **n));
    found.unwrap().uid
}
