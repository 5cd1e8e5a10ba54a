//! Removing what servers have left behind whose process was killed.

use super::postmaster::end_other;
use super::{ScratchError, lock, tree};
use rustix::process::Signal;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// The lock of a server's folder, in it: held by the process that uses the server, for as long as it lives.
pub(super) const LOCK: &str = "lock";

/// A new folder for a server in `run`, with its lock held; what was left behind beside it is removed, in the
/// background.
pub(super) fn new_folder(run: &Path) -> Result<(PathBuf, lock::Lock), ScratchError> {
    let gate = lock::hold(&run.join("lock"))?;
    let stale = stale(run)?;
    let mut number = 0;
    let folder = loop {
        number += 1;
        let folder = run.join(format!("{}-{number}", std::process::id()));
        // Under the gate nobody else makes or removes one.
        if !fs::exists(&folder).unwrap_or(true) {
            break folder;
        }
    };
    super::folders::private(&folder)?;
    let held = lock::hold(&folder.join(LOCK))?;
    drop(gate);
    if !stale.is_empty() {
        // Nobody waits for it. What is not removed when this process ends is found again by the next start.
        thread::spawn(move || stale.into_iter().for_each(|(folder, lock)| remove(&folder, lock)));
    }
    Ok((folder, held))
}

/// Removes a folder, with the server that may still run in it.
fn remove(folder: &Path, lock: lock::Lock) {
    let data = folder.join("data");
    end_other(&data, Signal::QUIT, Duration::from_secs(2));
    end_other(&data, Signal::KILL, Duration::from_secs(2));
    let _ = tree::remove(folder);
    drop(lock);
}

/// The folders whose lock nobody holds; held now, so that two processes do not remove the same one.
fn stale(run: &Path) -> Result<Vec<(PathBuf, lock::Lock)>, ScratchError> {
    let fault = |error| ScratchError::file("read the folder", run, &error);
    let mut stale = Vec::new();
    for entry in fs::read_dir(run).map_err(fault)? {
        let Ok(entry) = entry else { continue };
        let is_server =
            entry.file_name().to_string_lossy().split_once('-').is_some_and(|(process, number)| {
                process.parse::<u32>().is_ok() && number.parse::<u32>().is_ok()
            });
        if is_server && let Ok(Some(lock)) = lock::try_hold(&entry.path().join(LOCK)) {
            stale.push((entry.path(), lock));
        }
    }
    Ok(stale)
}
