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
    /// `TMPDIR`, else `/tmp`: where short-lived servers keep their data.
    pub temp_dir: PathBuf,
    /// The folders of `PATH`.
    pub path: Vec<PathBuf>,
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
            temp_dir: env::temp_dir(),
            path: env::var_os("PATH").map(|p| env::split_paths(&p).collect()).unwrap_or_default(),
        }
    }
}
