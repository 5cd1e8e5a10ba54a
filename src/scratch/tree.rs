//! Whole folders: copied, and put into order.

use super::ScratchError;
use super::folders::set_mode;
use std::fs;
use std::os::unix::fs::{MetadataExt, lchown, symlink};
use std::path::Path;

/// Copies what is in a folder into another one that exists, with permissions, and gives the copies to a user.
pub(super) fn copy(from: &Path, to: &Path, owner: Option<(u32, u32)>) -> Result<(), ScratchError> {
    let entries =
        fs::read_dir(from).map_err(|error| ScratchError::file("read the folder", from, &error))?;
    for entry in entries {
        let entry = entry.map_err(|error| ScratchError::file("read the folder", from, &error))?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        let copied = match entry.file_type() {
            Ok(kind) if kind.is_dir() => fs::create_dir(&target)
                .and_then(|()| fs::set_permissions(&target, fs::metadata(&source)?.permissions())),
            Ok(kind) if kind.is_symlink() => {
                fs::read_link(&source).and_then(|link| symlink(link, &target))
            }
            Ok(_) => fs::copy(&source, &target).map(|_| ()),
            Err(error) => Err(error),
        };
        let owned = copied.and_then(|()| match owner {
            Some((user, group)) => lchown(&target, Some(user), Some(group)),
            None => Ok(()),
        });
        owned.map_err(|error| ScratchError::file("copy to", &target, &error))?;
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            copy(&source, &target, owner)?;
        }
    }
    Ok(())
}

/// Lets everybody read what is in a folder, whatever the umask was; files in a folder `bin` can be run.
pub(super) fn readable(folder: &Path) -> Result<(), ScratchError> {
    set_mode(folder, 0o755)?;
    let fault = |error| ScratchError::file("read the folder", folder, &error);
    let programs = folder.file_name().is_some_and(|name| name == "bin");
    for entry in fs::read_dir(folder).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let kind = entry.file_type().map_err(fault)?;
        if kind.is_dir() {
            readable(&entry.path())?;
        } else if kind.is_file() {
            set_mode(&entry.path(), if programs { 0o755 } else { 0o644 })?;
        }
    }
    Ok(())
}

/// Removes a folder with all that is in it; one that is not there is no error.
pub(super) fn remove(folder: &Path) -> Result<(), ScratchError> {
    match fs::symlink_metadata(folder) {
        Ok(metadata) if metadata.mode() & 0o170_000 == 0o040_000 => {
            fs::remove_dir_all(folder).map_err(|error| ScratchError::file("remove", folder, &error))
        }
        Ok(_) => {
            fs::remove_file(folder).map_err(|error| ScratchError::file("remove", folder, &error))
        }
        Err(_) => Ok(()),
    }
}
