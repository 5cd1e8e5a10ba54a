//! The data folder that initdb makes, kept so that a server starts from a copy.

use super::command::{fault, run};
use super::engine::Engine;
use super::run_as::RunAs;
use super::{ScratchError, folders, lock, tree};
use crate::digest::sha256;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// The superuser of short-lived servers.
pub(super) const SUPERUSER: &str = "momni_scratch";

/// Counts up when something else than the options changes.
const FORMAT: &str = "3";

/// How long a template is kept that nobody asks for any more: another version's, or another user's.
const KEPT: Duration = Duration::from_secs(30 * 24 * 3600);

/// A template in the cache.
#[derive(Debug)]
pub(super) struct Template {
    /// The data folder to copy.
    place: PathBuf,
    /// What was in it when it was made.
    size: String,
    /// The folder's own number: another one of this name is another template.
    inode: u64,
}

/// The template for an engine, made now if there is none. It is made beside its place and renamed, so it is whole
/// or not there; a second process waits for the first.
pub(super) fn template(
    cache: &Path,
    engine: &Engine,
    run_as: &RunAs,
) -> Result<Template, ScratchError> {
    let templates = cache.join("templates");
    folders::private(&templates)?;
    let key = key(engine, run_as);
    let (place, size) = (templates.join(&key), templates.join(format!("{key}.size")));
    let present = || {
        let size = fs::read_to_string(&size).ok()?;
        Some(Template { place: place.clone(), size, inode: inode(&place)? })
    };
    if let Some(template) = present() {
        return Ok(template);
    }
    let _lock = lock::hold(&templates.join(format!("{key}.lock")))?;
    if let Some(template) = present() {
        return Ok(template);
    }
    // A maker that was killed held the lock, and has left this.
    let half = templates.join(format!("{key}.new"));
    for left in [&half, &place, &size] {
        tree::remove(left)?;
    }
    remove_old(&templates);
    // A file that a power failure cuts short is found by its size.
    let mut options = vec!["--wal-segsize=1", "--auth=trust", "--no-sync"];
    if engine.major >= 18 {
        options.push("--no-data-checksums");
    }
    initdb(engine, run_as, &half, SUPERUSER, &options)?;
    let made = written(tree::size(&half)?);
    fs::write(&size, &made).map_err(|error| ScratchError::file("write", &size, &error))?;
    fs::rename(&half, &place).map_err(|error| ScratchError::file("rename to", &place, &error))?;
    present().ok_or_else(|| {
        ScratchError::new(
            format!("{} was removed at once", place.display()),
            "see who else cleans that folder, or choose another one with MOMNI_CACHE_DIR",
        )
    })
}

fn inode(folder: &Path) -> Option<u64> {
    fs::metadata(folder).ok().map(|metadata| metadata.ino())
}

impl Template {
    /// Copies it into a folder. A template that lost a file or a part of one since it was made is an error.
    pub(super) fn copy(&self, to: &Path, run_as: &RunAs) -> Result<(), ScratchError> {
        let copied = written(tree::copy(&self.place, to, run_as.ids())?);
        if copied == self.size {
            return Ok(());
        }
        Err(ScratchError::new(
            format!("{} is spoilt: it has {copied}, and had {}", self.place.display(), self.size),
            format!("remove {}", self.place.display()),
        ))
    }

    /// Removes it, so that the next one is made anew.
    pub(super) fn discard(self) -> Result<(), ScratchError> {
        // Somebody else may have made it anew already. Whoever copies it at this moment fails, and tries again.
        if inode(&self.place) != Some(self.inode) {
            return Ok(());
        }
        let gone = self.place.with_extension(format!("gone-{}", std::process::id()));
        match fs::rename(&self.place, &gone) {
            Ok(()) => tree::remove(&gone),
            Err(_) => Ok(()),
        }
    }
}

fn written(size: tree::Size) -> String {
    format!("{} files, {} bytes", size.files, size.bytes)
}

/// Removes templates that are old. One that is in use after all is made again.
fn remove_old(templates: &Path) {
    for entry in fs::read_dir(templates).into_iter().flatten().flatten() {
        let age =
            entry.metadata().and_then(|data| data.modified()).ok().and_then(|t| t.elapsed().ok());
        let is_lock = entry.path().extension().is_some_and(|extension| extension == "lock");
        if !is_lock && age.is_some_and(|age| age > KEPT) {
            // What cannot be removed is tried again by the next maker.
            let _ = tree::remove(&entry.path());
        }
    }
}

fn key(engine: &Engine, run_as: &RunAs) -> String {
    let bin = engine.bin.to_string_lossy();
    let parts = [FORMAT, engine.version.as_str(), &bin, run_as.name()].join("\n");
    format!("{}-{:.12}", engine.major, sha256(parts))
}

/// Makes a data folder: UTF-8, and the same order of text on every machine.
pub(super) fn initdb(
    engine: &Engine,
    run_as: &RunAs,
    data: &Path,
    superuser: &str,
    options: &[&str],
) -> Result<(), ScratchError> {
    let mut last = None;
    // Some systems lack the locale C.UTF-8; the plain C has the same order, and knows the case of ASCII only.
    for locale in ["C.UTF-8", "C"] {
        tree::remove(data)?;
        folders::of_server(data, run_as)?;
        let mut command = Command::new(engine.program("initdb"));
        command
            .arg("--pgdata")
            .arg(data)
            .arg(format!("--username={superuser}"))
            .arg(format!("--locale={locale}"))
            .args(["--encoding=UTF8", "--no-instructions"])
            .args(options);
        let output = run(command, run_as).map_err(|error| {
            ScratchError::new(
                format!("{} does not run: {error}", engine.program("initdb").display()),
                "install PostgreSQL anew, or set MOMNI_PG_BIN to the bin folder of another one",
            )
        })?;
        if output.status.success() {
            return Ok(());
        }
        let error = fault(
            &engine.program("initdb").display().to_string(),
            &output,
            "the lines above are initdb's own; MOMNI_PG_BIN chooses another PostgreSQL, \
             MOMNI_CACHE_DIR another folder",
        );
        last = last.or(Some(error));
        if !String::from_utf8_lossy(&output.stderr).contains("locale") {
            break;
        }
    }
    tree::remove(data)?;
    Err(last
        .unwrap_or_else(|| ScratchError::new("initdb was not run", "this is a fault of momni-db")))
}
