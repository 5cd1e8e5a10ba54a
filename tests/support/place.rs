//! Folders for tests, and the user that servers run as.

use momni_db::scratch::Settings;
use std::fs::File;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// A new folder that any user may enter: servers run as another user when the tests run as root. Removed when
/// dropped; one that lives until the process ends is removed by a later one.
pub(crate) struct Folder(tempfile::TempDir, File);

const PREFIX: &str = "momni-test-";

impl Folder {
    pub(crate) fn new() -> Self {
        Self::within(&std::env::temp_dir())
    }

    /// The same, in memory where there is plenty: what copies databases again and again is done in a third of the time.
    pub(crate) fn in_memory() -> Self {
        Self::within(&Settings::from_environment().temp_dir)
    }

    fn within(place: &Path) -> Self {
        remove_stale(place);
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(place).unwrap();
        let lock = File::create(folder.path().join(".lock")).unwrap();
        lock.lock().unwrap();
        let open = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(folder.path(), open).unwrap();
        Self(folder, lock)
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

/// Removes the folders of processes that have ended. A new one may not be locked yet.
fn remove_stale(place: &Path) {
    let names = |entry: &std::fs::DirEntry| entry.file_name().to_string_lossy().starts_with(PREFIX);
    for entry in std::fs::read_dir(place).unwrap().flatten().filter(names) {
        let modified = entry.metadata().and_then(|metadata| metadata.modified());
        let old = modified.is_ok_and(|time| time.elapsed().is_ok_and(|age| age.as_secs() > 60));
        let free = File::open(entry.path().join(".lock")).is_ok_and(|lock| lock.try_lock().is_ok());
        if old && free {
            let _ = std::fs::remove_dir_all(entry.path());
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
