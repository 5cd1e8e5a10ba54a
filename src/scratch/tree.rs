//! Whole folders: copied, and put into order.

use super::ScratchError;
use super::folders::set_mode;
use std::fs::{self, File, FileType};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, lchown, symlink};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// How many files a folder has, and how many bytes are in them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) files: u64,
    pub(super) bytes: u64,
}

/// Copies what is in a folder into another one that exists, with permissions, and gives the copies to a user. What
/// was copied.
pub(super) fn copy(
    from: &Path,
    to: &Path,
    owner: Option<(u32, u32)>,
) -> Result<Size, ScratchError> {
    let mut size = Size::default();
    for (source, kind) in entries(from)? {
        let target = to.join(source.file_name().unwrap_or_default());
        let copied = if kind.is_dir() {
            fs::create_dir(&target)
                .and_then(|()| fs::set_permissions(&target, fs::metadata(&source)?.permissions()))
                .map(|()| 0)
        } else if kind.is_symlink() {
            fs::read_link(&source).and_then(|link| symlink(link, &target)).map(|()| 0)
        } else {
            copy_file(&source, &target)
        };
        let owned = copied.and_then(|bytes| match owner {
            Some((user, group)) => lchown(&target, Some(user), Some(group)).map(|()| bytes),
            None => Ok(bytes),
        });
        size.bytes += owned.map_err(|error| ScratchError::file("copy to", &target, &error))?;
        size.files += 1;
        if kind.is_dir() {
            let inner = copy(&source, &target, owner)?;
            size = Size { files: size.files + inner.files, bytes: size.bytes + inner.bytes };
        }
    }
    Ok(size)
}

/// The files of a data folder are many and small: read and written whole they take half the time of `fs::copy`,
/// which lets the kernel copy page by page.
fn copy_file(from: &Path, to: &Path) -> io::Result<u64> {
    let mut file = File::open(from)?;
    let metadata = file.metadata()?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    file.read_to_end(&mut bytes)?;
    let mut copy = File::options().write(true).create_new(true).mode(metadata.mode()).open(to)?;
    copy.write_all(&bytes)?;
    Ok(bytes.len() as u64)
}

/// What [`copy`] would copy.
pub(super) fn size(folder: &Path) -> Result<Size, ScratchError> {
    let mut size = Size::default();
    for (path, kind) in entries(folder)? {
        size.files += 1;
        if kind.is_dir() {
            let inner = self::size(&path)?;
            size = Size { files: size.files + inner.files, bytes: size.bytes + inner.bytes };
        } else if kind.is_file() {
            let metadata = fs::metadata(&path);
            size.bytes +=
                metadata.map_err(|error| ScratchError::file("read", &path, &error))?.len();
        }
    }
    Ok(size)
}

fn entries(folder: &Path) -> Result<Vec<(PathBuf, FileType)>, ScratchError> {
    let fault = |error| ScratchError::file("read the folder", folder, &error);
    fs::read_dir(folder)
        .map_err(fault)?
        .map(|entry| entry.and_then(|entry| Ok((entry.path(), entry.file_type()?))).map_err(fault))
        .collect()
}

/// Lets everybody read what is in a folder, whatever the umask was; files in a folder `bin` can be run.
pub(super) fn readable(folder: &Path) -> Result<(), ScratchError> {
    set_mode(folder, 0o755)?;
    let programs = folder.file_name().is_some_and(|name| name == "bin");
    for (path, kind) in entries(folder)? {
        if kind.is_dir() {
            readable(&path)?;
        } else if kind.is_file() {
            set_mode(&path, if programs { 0o755 } else { 0o644 })?;
        }
    }
    Ok(())
}

/// For how long a folder is tried to be removed into which somebody writes.
const WRITERS_END: Duration = Duration::from_secs(30);

/// Removes a folder with all that is in it; one that is not there is no error. The initdb of a process that was killed
/// writes on for a moment.
pub(super) fn remove(folder: &Path) -> Result<(), ScratchError> {
    match fs::symlink_metadata(folder) {
        Ok(metadata) if metadata.is_dir() => {
            let start = Instant::now();
            loop {
                match fs::remove_dir_all(folder) {
                    Ok(()) => return Ok(()),
                    Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
                    Err(error)
                        if error.kind() == io::ErrorKind::DirectoryNotEmpty
                            && start.elapsed() < WRITERS_END =>
                    {
                        thread::sleep(Duration::from_millis(20));
                    }
                    Err(error) => return Err(ScratchError::file("remove", folder, &error)),
                }
            }
        }
        Ok(_) => {
            fs::remove_file(folder).map_err(|error| ScratchError::file("remove", folder, &error))
        }
        Err(_) => Ok(()),
    }
}
