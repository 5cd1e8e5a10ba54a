//! The data folder that initdb makes, kept so that a server starts from a copy.

use super::command::{fault, run};
use super::engine::Engine;
use super::run_as::RunAs;
use super::{ScratchError, folders, lock, tree};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The superuser of short-lived servers.
pub(super) const SUPERUSER: &str = "momni_scratch";

/// Counts up when something else than the options changes.
const FORMAT: &str = "1";

/// The template for an engine, made now if there is none. It is made beside its place and renamed, so it is whole
/// or not there; a second process waits for the first.
pub(super) fn template(
    cache: &Path,
    engine: &Engine,
    run_as: &RunAs,
) -> Result<PathBuf, ScratchError> {
    let templates = cache.join("templates");
    folders::private(&templates)?;
    let key = key(engine, run_as);
    let place = templates.join(&key);
    if place.is_dir() {
        return Ok(place);
    }
    let _lock = lock::hold(&templates.join(format!("{key}.lock")))?;
    if place.is_dir() {
        return Ok(place);
    }
    // A maker that was killed held the lock, and has left this.
    let half = templates.join(format!("{key}.new"));
    tree::remove(&half)?;
    let options = ["--wal-segsize=1", "--auth=trust"];
    initdb(engine, run_as, &half, SUPERUSER, &options)?;
    fs::rename(&half, &place).map_err(|error| ScratchError::file("rename to", &place, &error))?;
    Ok(place)
}

/// Removes a template from which a server does not start.
pub(super) fn discard(template: &Path) -> Result<(), ScratchError> {
    // A copy that somebody makes at this moment fails, and is made again from a new template.
    let gone = template.with_extension(format!("gone-{}", std::process::id()));
    match fs::rename(template, &gone) {
        Ok(()) => tree::remove(&gone),
        Err(_) => Ok(()),
    }
}

fn key(engine: &Engine, run_as: &RunAs) -> String {
    let bin = engine.bin.to_string_lossy();
    let parts = [FORMAT, engine.version.as_str(), &bin, run_as.name()].join("\n");
    let hash: String =
        Sha256::digest(parts).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{hash}", engine.major)
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
