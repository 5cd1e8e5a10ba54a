//! A short-lived server.

use super::choose::choose;
use super::engine::{Engine, Files};
use super::keeper::{self, Ending};
use super::lock::Lock;
use super::run_as::RunAs;
use super::settings::Settings;
use super::template::{SUPERUSER, Template, template};
use super::{Need, ScratchError, folders, postmaster, sweep, tree};
use crate::connect::Target;
use std::collections::BTreeSet;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Child;

/// A server of our own. Dropping it ends it and removes its data; when the process is killed the server ends with
/// it, and the next start removes the data.
#[derive(Debug)]
pub struct Server {
    /// Its major version.
    pub major: u32,
    /// The folder with its programs: `psql` and `pg_dump` are there unless the packages are split.
    pub bin: PathBuf,
    child: Child,
    folder: PathBuf,
    base: Target,
    _lock: Lock,
}

/// What makes it fast, and unsafe on a disk: the data is thrown away. A lock table for schemas of many thousand
/// relations in one transaction.
const SETTINGS: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "checkpoint_timeout=1h",
    "autovacuum=off",
    "jit=off",
    "huge_pages=off",
    "shared_buffers=128MB",
    "max_connections=100",
    "max_locks_per_transaction=1024",
    "max_logical_replication_workers=0",
    "max_parallel_workers_per_gather=0",
    "timezone=UTC",
    "log_timezone=UTC",
    "restart_after_crash=off",
];

/// Starts a server that has what is needed, with settings from the environment.
pub async fn start(need: &Need) -> Result<Server, ScratchError> {
    start_with(Settings::from_environment(), need).await
}

/// Starts a server that has what is needed.
pub async fn start_with(settings: Settings, need: &Need) -> Result<Server, ScratchError> {
    let need = need.clone();
    tokio::task::spawn_blocking(move || start_now(&settings, &need)).await.map_err(|error| {
        ScratchError::new(format!("the start of a server was given up: {error}"), "try again")
    })?
}

/// Which server [`start`] would start, and where to keep what is made with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its major version.
    pub major: u32,
    /// As `postgres --version` says it.
    pub version: String,
    /// The extensions that it offers.
    pub extensions: BTreeSet<String>,
    /// The cache folder.
    pub cache: PathBuf,
    files: Files,
}

impl Choice {
    /// Tells one build of an extension from another; what it is like is no matter.
    pub fn stamp(&self, extension: &str) -> String {
        self.files.stamp(extension)
    }
}

/// Which server [`start`] would start. Packages are fetched if need be; nothing is started.
pub async fn choice(need: &Need) -> Result<Choice, ScratchError> {
    let need = need.clone();
    let chosen = tokio::task::spawn_blocking(move || {
        let settings = Settings::from_environment();
        let run_as = RunAs::choose()?;
        let engine = choose(&settings, &run_as, &need)?;
        let cache = folders::cache(&settings, &run_as)?;
        let Engine { major, version, extensions, files, .. } = engine;
        Ok(Choice { major, version, extensions, cache, files })
    });
    chosen.await.map_err(|error| {
        ScratchError::new(format!("the choice of a server was given up: {error}"), "try again")
    })?
}

impl Server {
    /// How to connect to one of its databases, as its superuser.
    pub fn target(&self, database: &str) -> Target {
        // Only the user and the host can be at fault, and these have been looked at.
        self.base.with_database(database).unwrap_or_else(|_| self.base.clone())
    }

    /// The number of its postmaster's process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// The folder that holds all of it.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        postmaster::end(&mut self.child);
        let _ = tree::remove(&self.folder);
    }
}

fn start_now(settings: &Settings, need: &Need) -> Result<Server, ScratchError> {
    let run_as = RunAs::choose()?;
    let engine = choose(settings, &run_as, need)?;
    let cache = folders::cache(settings, &run_as)?;
    let run = folders::run(settings, &run_as)?;
    let made = template(&cache, &engine, &run_as)?;
    match launch(&run, &made, &engine, &run_as) {
        Ok(server) => Ok(server),
        // A template that a full disk or a power failure has spoilt: once more, from a new one.
        Err(_) => {
            made.discard()?;
            let made = template(&cache, &engine, &run_as)?;
            launch(&run, &made, &engine, &run_as)
        }
    }
}

fn launch(
    run: &Path,
    template: &Template,
    engine: &Engine,
    run_as: &RunAs,
) -> Result<Server, ScratchError> {
    let (folder, lock) = sweep::new_folder(run)?;
    let started = launch_in(&folder, template, engine, run_as);
    if started.is_err() {
        tree::remove(&folder)?;
    }
    let (child, base) = started?;
    Ok(Server { major: engine.major, bin: engine.bin.clone(), child, folder, base, _lock: lock })
}

fn launch_in(
    folder: &Path,
    template: &Template,
    engine: &Engine,
    run_as: &RunAs,
) -> Result<(Child, Target), ScratchError> {
    let (data, socket, log) = (folder.join("data"), folder.join("s"), folder.join("log"));
    folders::of_server(&data, run_as)?;
    folders::of_server(&socket, run_as)?;
    template.copy(&data, run_as)?;
    let mut settings = SETTINGS.to_vec();
    if engine.major >= 18 {
        // Three processes less.
        settings.push("io_method=sync");
    }
    let mut command = postmaster::command(engine, run_as, &data, &socket, &log, &settings)?;
    // Ctrl-C in a terminal reaches this process only, which ends the server in its own time.
    command.process_group(0);
    let program = engine.program("postgres");
    let mut child = keeper::spawn(command, Ending::Quit)
        .map_err(|error| ScratchError::file("run", &program, &error))?;
    if let Err(error) = postmaster::wait_until_ready(&mut child, &data, &log) {
        postmaster::end(&mut child);
        return Err(error);
    }
    match Target::socket(&socket, 5432, SUPERUSER, "postgres") {
        Ok(target) => Ok((child, target)),
        Err(error) => {
            postmaster::end(&mut child);
            Err(ScratchError::new(error.message, error.help))
        }
    }
}
