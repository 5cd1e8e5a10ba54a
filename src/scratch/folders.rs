//! The folders that everything is kept in.

use super::ScratchError;
use super::run_as::{RunAs, is_root};
use super::settings::Settings;
use std::fs::{self, DirBuilder, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// The longest path of a Unix socket on Linux, without its closing zero byte; other systems allow 103.
const LONGEST_SOCKET: usize = if cfg!(target_os = "linux") { 107 } else { 103 };

/// The name of a server's socket in its folder.
pub(super) const SOCKET: &str = ".s.PGSQL.5432";

/// Root's folders let the server's user pass through to its own; anybody else's are closed.
fn mode() -> u32 {
    if is_root() { 0o711 } else { 0o700 }
}

/// Where short-lived servers live: `momni-db-<uid>` in the temporary folder, or in `/tmp` where the path of a
/// socket would grow too long or the server's user could not reach it.
pub(super) fn run(settings: &Settings, run_as: &RunAs) -> Result<PathBuf, ScratchError> {
    let name = format!("momni-db-{}", rustix::process::geteuid().as_raw());
    let wanted = settings.temp_dir.join(&name);
    let fits = fits_socket(&wanted.join("0000000-000/s"));
    let run = match fits && run_as.reaches(&settings.temp_dir).is_ok() && wanted.is_absolute() {
        true => wanted,
        false => Path::new("/tmp").join(name),
    };
    private(&run)?;
    Ok(run)
}

/// Where things are kept from run to run; `None` when nowhere.
pub fn cache_of_user() -> Option<PathBuf> {
    cache(&Settings::from_environment(), &RunAs::choose().ok()?).ok()
}

/// Where templates and packages are kept: `MOMNI_CACHE_DIR`, else the user's cache folder, else the temporary one.
pub(super) fn cache(settings: &Settings, run_as: &RunAs) -> Result<PathBuf, ScratchError> {
    if let Some(named) = &settings.cache_dir {
        let named = std::path::absolute(named)
            .map_err(|error| ScratchError::file("find", named, &error))?;
        usable(&named, run_as).map_err(|reason| {
            ScratchError::new(
                format!("MOMNI_CACHE_DIR cannot be used: {reason}"),
                "name a folder that this user may write and that the server's user may enter",
            )
        })?;
        return Ok(named);
    }
    let usual = match is_root() {
        true => Some(PathBuf::from("/var/cache")),
        false => settings
            .xdg_cache_home
            .clone()
            .or_else(|| settings.home.as_ref().map(|home| home.join(".cache"))),
    };
    if let Some(usual) = usual.map(|usual| usual.join("momni-db"))
        && usable(&usual, run_as).is_ok()
    {
        return Ok(usual);
    }
    let temporary = run(settings, run_as)?.join("cache");
    private(&temporary)?;
    Ok(temporary)
}

/// Where persistent servers are kept.
pub(super) fn data(settings: &Settings, run_as: &RunAs) -> Result<PathBuf, ScratchError> {
    let usual = match is_root() {
        true => Some(PathBuf::from("/var/lib/momni-db")),
        false => settings
            .xdg_data_home
            .clone()
            .or_else(|| settings.home.as_ref().map(|home| home.join(".local/share")))
            .map(|data| data.join("momni-db")),
    };
    let folder = settings.data_dir.clone().or(usual).ok_or_else(|| {
        ScratchError::new(
            "there is no folder for the data of a persistent server: HOME is not set",
            "set HOME, or MOMNI_DATA_DIR",
        )
    })?;
    let folder = std::path::absolute(&folder)
        .map_err(|error| ScratchError::file("find", &folder, &error))?;
    usable(&folder, run_as).map_err(|reason| {
        ScratchError::new(
            format!("a persistent server cannot keep its data: {reason}"),
            "set MOMNI_DATA_DIR to a folder that this user may write and the server's user may enter",
        )
    })?;
    Ok(folder)
}

/// Whether a folder is there, or can be made, can be written, is ours, and can be entered by the server's user.
fn usable(folder: &Path, run_as: &RunAs) -> Result<(), String> {
    let parent = folder.parent().unwrap_or(folder);
    fs::create_dir_all(parent).map_err(|error| format!("{}: {error}", parent.display()))?;
    private(folder).map_err(|error| error.message)?;
    run_as.reaches(folder).map_err(|closed| {
        format!("the user {} cannot enter {}", run_as.name(), closed.display())
    })?;
    static PROBES: AtomicU32 = AtomicU32::new(0);
    let number = PROBES.fetch_add(1, Ordering::Relaxed);
    let probe = folder.join(format!(".probe-{}-{number}", std::process::id()));
    let written = fs::write(&probe, b"");
    written.map_err(|error| format!("{}: {error}", folder.display()))?;
    fs::remove_file(&probe).map_err(|error| format!("{}: {error}", probe.display()))
}

/// Makes a folder that nobody else may write. One that is there must be ours: whoever else owns it could replace
/// what lies in it.
pub(super) fn private(folder: &Path) -> Result<(), ScratchError> {
    match DirBuilder::new().mode(mode()).create(folder) {
        Ok(()) => return set_mode(folder, mode()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(ScratchError::file("make the folder", folder, &error)),
    }
    let metadata = fs::symlink_metadata(folder)
        .map_err(|error| ScratchError::file("read the folder", folder, &error))?;
    let ours = metadata.uid() == rustix::process::geteuid().as_raw();
    if !metadata.is_dir() || !ours || metadata.mode() & 0o022 != 0 {
        return Err(ScratchError::new(
            format!("{} belongs to another user, or others may write it", folder.display()),
            "remove it, or choose other folders with TMPDIR and MOMNI_CACHE_DIR",
        ));
    }
    Ok(())
}

/// Sets permissions exactly, whatever the umask is.
pub(super) fn set_mode(path: &Path, mode: u32) -> Result<(), ScratchError> {
    fs::set_permissions(path, Permissions::from_mode(mode))
        .map_err(|error| ScratchError::file("set the permissions of", path, &error))
}

/// Makes an empty folder that only the server's user may enter.
pub(super) fn of_server(folder: &Path, run_as: &RunAs) -> Result<(), ScratchError> {
    DirBuilder::new()
        .mode(0o700)
        .create(folder)
        .map_err(|error| ScratchError::file("make the folder", folder, &error))?;
    run_as.own(folder)
}

/// Whether a server's socket in this folder has a path that is short enough.
pub(super) fn fits_socket(folder: &Path) -> bool {
    folder.as_os_str().len() + 1 + SOCKET.len() <= LONGEST_SOCKET
}
