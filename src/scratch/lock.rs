//! Locks that the kernel releases when their holder ends, however it ends.

use super::ScratchError;
use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// A lock that is held until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Waits for the lock.
pub(super) fn hold(path: &Path) -> Result<Lock, ScratchError> {
    let file = open(path)?;
    file.lock().map_err(|error| ScratchError::file("lock", path, &error))?;
    Ok(Lock { _file: file })
}

/// The lock, unless somebody holds it.
pub(super) fn try_hold(path: &Path) -> Result<Option<Lock>, ScratchError> {
    let file = open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Lock { _file: file })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(ScratchError::file("lock", path, &error)),
    }
}

fn open(path: &Path) -> Result<File, ScratchError> {
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        // Who can read it could hold it.
        .mode(0o600)
        .open(path)
        .map_err(|error| ScratchError::file("open the lock", path, &error))
}
