//! The persistent server of a project.

use super::choose::choose;
use super::engine::Engine;
use super::place::Place;
use super::postmaster::{self, PidFile, STOP_LIMIT};
use super::settings::Settings;
use super::{Need, ScratchError, folders, keeper, lock, template, tree};
use crate::connect::{self, StatementError, Target};
use rustix::process::{Signal, test_kill_process};
use std::fs;
use std::path::{Path, PathBuf};

/// The superuser of persistent servers.
const SUPERUSER: &str = "momni";

/// A project's server, running. It goes on running when this process ends, until [`stop`] or the machine's end.
#[derive(Debug, Clone)]
pub struct Persistent {
    /// The project's database, as the superuser `momni`. Its `Display` is the URL; there is no password.
    pub target: Target,
    /// The command that opens it: `psql 'postgresql://…'`.
    pub psql: String,
    /// The server's major version.
    pub major: u32,
    /// The folder with its data and its log.
    pub folder: PathBuf,
    /// Whether it was started now; else it was found running.
    pub started: bool,
    /// Whether the database was made now, and is empty.
    pub created: bool,
}

/// The server of the project in the folder `project`, with a database of the project's name; started if it does
/// not run, made if there is none. `reset` throws all of its data away first.
///
/// It runs on its own, in a session of its own, so that what is printed can be connected to after this process has
/// ended. What it has committed is on the disk (`fsync` is on).
pub async fn persistent(
    name: &str,
    project: &Path,
    need: &Need,
    reset: bool,
) -> Result<Persistent, ScratchError> {
    persistent_with(Settings::from_environment(), name, project, need, reset).await
}

/// As [`persistent`], with settings that are not the environment's.
pub async fn persistent_with(
    settings: Settings,
    name: &str,
    project: &Path,
    need: &Need,
    reset: bool,
) -> Result<Persistent, ScratchError> {
    let place = Place::of(&settings, name, project)?;
    let name = within_63_bytes(name);
    let (need, path) = (need.clone(), settings.path.clone());
    let (running, _lock) = blocking(move || {
        let lock = lock::hold(&place.lock())?;
        Ok((run(&settings, &place, &need, reset)?, lock))
    })
    .await?;
    let socket = |database: &str| {
        Target::socket(&running.socket, 5432, SUPERUSER, database)
            .map_err(|error| ScratchError::new(error.message, error.help))
    };
    let created = make_database(&socket("postgres")?, name).await?;
    let target = socket(name)?;
    let psql = match path.iter().any(|folder| folder.join("psql").is_file()) {
        true => PathBuf::from("psql"),
        false => running.engine.program("psql"),
    };
    Ok(Persistent {
        psql: format!("{} '{target}'", psql.display()),
        target,
        major: running.engine.major,
        folder: running.folder,
        started: running.started,
        created,
    })
}

/// Stops the project's server, and keeps its data. Whether one was running.
pub async fn stop(name: &str, project: &Path) -> Result<bool, ScratchError> {
    stop_with(Settings::from_environment(), name, project).await
}

/// As [`stop`], with settings that are not the environment's.
pub async fn stop_with(
    settings: Settings,
    name: &str,
    project: &Path,
) -> Result<bool, ScratchError> {
    let place = Place::of(&settings, name, project)?;
    blocking(move || {
        let _lock = lock::hold(&place.lock())?;
        stop_now(&place.data())
    })
    .await
}

struct Running {
    engine: Engine,
    folder: PathBuf,
    socket: PathBuf,
    started: bool,
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ScratchError> + Send + 'static,
) -> Result<T, ScratchError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        ScratchError::new(format!("the work on a server was given up: {error}"), "try again")
    })?
}

/// With the lock held.
fn run(
    settings: &Settings,
    place: &Place,
    need: &Need,
    reset: bool,
) -> Result<Running, ScratchError> {
    let (folder, data) = (place.folder(), place.data());
    if reset {
        stop_now(&data)?;
        tree::remove(&folder)?;
    }
    let engine = match place.major() {
        Some(major) => engine_for(settings, place, need, major)?,
        None => choose(settings, &place.run_as, need)?,
    };
    folders::private(&folder)?;
    if place.major().is_none() {
        let half = folder.join("data.new");
        template::initdb(&engine, &place.run_as, &half, SUPERUSER, &["--auth=trust"])?;
        fs::rename(&half, &data).map_err(|error| ScratchError::file("rename to", &data, &error))?;
    }
    let found = found_running(&engine, &data)?;
    if found.is_none() {
        start(&engine, place)?;
    }
    Ok(Running {
        engine,
        folder,
        socket: found.clone().unwrap_or_else(|| place.socket.clone()),
        started: found.is_none(),
    })
}

/// An engine of the data's own major version.
fn engine_for(
    settings: &Settings,
    place: &Place,
    need: &Need,
    major: u32,
) -> Result<Engine, ScratchError> {
    let data = place.data();
    let data = data.display();
    if let Some(wanted) = need.major.filter(|wanted| *wanted != major) {
        return Err(ScratchError::new(
            format!("the data in {data} is of PostgreSQL {major}, and {wanted} is needed"),
            "start anew with `momni-db dev --reset`: all data of this project's own server is lost",
        ));
    }
    let same = Need { major: Some(major), ..need.clone() };
    choose(settings, &place.run_as, &same).map_err(|error| {
        ScratchError::new(
            format!("the data in {data} is of PostgreSQL {major}, which cannot be run: {}", error.message),
            format!(
                "{}; or start anew with `momni-db dev --reset`: all data of this project's own server is lost",
                error.help
            ),
        )
    })
}

/// The socket of the server that runs on the data, if one does. One that was started without the settings that are
/// needed now is stopped.
fn found_running(engine: &Engine, data: &Path) -> Result<Option<PathBuf>, ScratchError> {
    let begin = std::time::Instant::now();
    while let Some(file) = PidFile::read(data) {
        let Some(_) = file.server(data) else {
            // PostgreSQL sees by itself that a server is gone, unless its number belongs to somebody else now.
            if file.pid.is_some_and(|pid| test_kill_process(pid) != Err(rustix::io::Errno::SRCH)) {
                tree::remove(&data.join("postmaster.pid"))?;
            }
            return Ok(None);
        };
        if file.ready {
            let started = fs::read_to_string(data.join("postmaster.opts")).unwrap_or_default();
            if engine.settings.iter().all(|setting| started.contains(setting.as_str())) {
                return Ok(Some(file.socket));
            }
            stop_now(data)?;
            return Ok(None);
        }
        if begin.elapsed() > STOP_LIMIT {
            return Err(ScratchError::new(
                format!("the server of {} neither gets ready nor ends", data.display()),
                "look at the file `log` beside it; end the process, and try again",
            ));
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    Ok(None)
}

fn start(engine: &Engine, place: &Place) -> Result<(), ScratchError> {
    let (data, log) = (place.data(), place.folder().join("log"));
    tree::remove(&place.socket)?;
    folders::of_server(&place.socket, &place.run_as)?;
    tree::remove(&log)?;
    let settings = ["max_locks_per_transaction=256"];
    let command =
        postmaster::command(engine, &place.run_as, &data, &place.socket, &log, &settings)?;
    let program = engine.program("postgres");
    let mut child = keeper::spawn_detached(command)
        .map_err(|error| ScratchError::file("run", &program, &error))?;
    let ready = postmaster::wait_until_ready(&mut child, &data, &log);
    if ready.is_err() {
        postmaster::end(&mut child);
    }
    // A server that ends while this process goes on is not to stay behind as a zombie.
    std::thread::spawn(move || child.wait());
    ready
}

fn stop_now(data: &Path) -> Result<bool, ScratchError> {
    let running = PidFile::read(data).and_then(|file| file.server(data)).is_some();
    if postmaster::end_other(data, Signal::INT, STOP_LIMIT) {
        return Ok(running);
    }
    Err(ScratchError::new(
        format!("the server of {} does not end", data.display()),
        "look at the file `log` beside it; end the process, and try again",
    ))
}

/// PostgreSQL cuts longer names itself, and would not find what it made under the whole one.
fn within_63_bytes(name: &str) -> &str {
    let fits =
        name.char_indices().map(|(at, char)| at + char.len_utf8()).take_while(|end| *end <= 63);
    &name[..fits.last().unwrap_or(0)]
}

/// Makes the database unless there is one. Whether it was made.
async fn make_database(server: &Target, name: &str) -> Result<bool, ScratchError> {
    let failed = |error: StatementError| {
        ScratchError::new(
            format!("the database {name} cannot be made: {error}"),
            "look at the project's name: it is the database's name too",
        )
    };
    let session = connect::connect(server)
        .await
        .map_err(|error| ScratchError::new(error.to_string(), "start anew with `--reset`"))?;
    let known = session.rows("SELECT datname FROM pg_catalog.pg_database").await.map_err(failed)?;
    if known.iter().any(|row| row.first().and_then(Option::as_deref) == Some(name)) {
        return Ok(false);
    }
    let quoted = name.replace('"', "\"\"");
    session.batch(&format!("CREATE DATABASE \"{quoted}\"")).await.map_err(failed)?;
    Ok(true)
}
