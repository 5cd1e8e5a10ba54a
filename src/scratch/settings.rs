//! What the environment says about servers and folders.

use std::env;
use std::path::PathBuf;

/// Where to look for servers, and where to keep things. [`Settings::from_environment`] is what a program uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// `MOMNI_PG_BIN`: the folder with the `postgres` and `initdb` to use, and no other.
    pub pg_bin: Option<PathBuf>,
    /// `MOMNI_CACHE_DIR`: where templates and fetched packages are kept.
    pub cache_dir: Option<PathBuf>,
    /// `MOMNI_DATA_DIR`: where persistent servers keep their data.
    pub data_dir: Option<PathBuf>,
    /// `XDG_CACHE_HOME`, if it is absolute.
    pub xdg_cache_home: Option<PathBuf>,
    /// `XDG_DATA_HOME`, if it is absolute.
    pub xdg_data_home: Option<PathBuf>,
    /// `HOME`.
    pub home: Option<PathBuf>,
    /// `TMPDIR`, else memory where there is plenty, else `/tmp`: where short-lived servers keep their data.
    pub temp_dir: PathBuf,
    /// The folders of `PATH`.
    pub path: Vec<PathBuf>,
}

/// Linux's file system in memory: a server creates a file for every table and index, which takes half as long there.
/// The largest scratch servers take some hundred megabytes; with 8 GiB to spare nobody misses them.
fn memory() -> Option<PathBuf> {
    const FOLDER: &str = "/dev/shm";
    let about = rustix::fs::statvfs(FOLDER).ok()?;
    let free = about.f_bavail.saturating_mul(about.f_frsize);
    (cfg!(target_os = "linux") && free >= 8 << 30).then(|| FOLDER.into())
}

impl Settings {
    /// As this process's environment has them.
    pub fn from_environment() -> Self {
        let folder = |name: &str| env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
        // A relative path is invalid by the XDG specification, and to be ignored.
        let absolute = |name: &str| folder(name).filter(|folder| folder.is_absolute());
        Self {
            pg_bin: folder("MOMNI_PG_BIN"),
            cache_dir: folder("MOMNI_CACHE_DIR"),
            data_dir: folder("MOMNI_DATA_DIR"),
            xdg_cache_home: absolute("XDG_CACHE_HOME"),
            xdg_data_home: absolute("XDG_DATA_HOME"),
            home: absolute("HOME"),
            temp_dir: folder("TMPDIR").or_else(memory).unwrap_or_else(env::temp_dir),
            path: env::var_os("PATH").map(|p| env::split_paths(&p).collect()).unwrap_or_default(),
        }
    }
}
