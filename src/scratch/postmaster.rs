//! A postmaster: starting it, waiting for it, finding it again, ending it.

use super::ScratchError;
use super::command::{clean, tail_of};
use super::engine::Engine;
use super::run_as::RunAs;
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use std::fs::{self, File};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a server may take until it accepts connections: crash recovery of a persistent one included.
const START_LIMIT: Duration = Duration::from_secs(120);

/// How long a server may take to end.
pub(super) const STOP_LIMIT: Duration = Duration::from_secs(30);

/// The command that starts a server on a socket in `socket`, with its output in `log`.
pub(super) fn command(
    engine: &Engine,
    run_as: &RunAs,
    data: &Path,
    socket: &Path,
    log: &Path,
    settings: &[&str],
) -> Result<Command, ScratchError> {
    let mut command = Command::new(engine.program("postgres"));
    clean(&mut command);
    run_as.apply(&mut command);
    command.arg("-D").arg(data).arg("-k").arg(socket).args(["-p", "5432"]);
    let common = [
        "listen_addresses=",
        "unix_socket_permissions=0700",
        "logging_collector=off",
        // A statement that fails may hold a password.
        "log_min_error_statement=panic",
    ];
    let engine = engine.settings.iter().map(String::as_str);
    for setting in common.into_iter().chain(engine).chain(settings.iter().copied()) {
        command.args(["-c", setting]);
    }
    let fault = |error| ScratchError::file("write", log, &error);
    let file = File::options().create(true).append(true).mode(0o600).open(log).map_err(fault)?;
    let copy = file.try_clone().map_err(fault)?;
    command.stdin(Stdio::null()).stdout(copy).stderr(file);
    Ok(command)
}

/// Waits until a server that was just started accepts connections. One that ends instead is an error with the
/// last lines of its log.
pub(super) fn wait_until_ready(
    child: &mut Child,
    data: &Path,
    log: &Path,
) -> Result<(), ScratchError> {
    let begin = Instant::now();
    loop {
        // The state of the process first: a server that became ready and ended in between is found ended.
        let ended = child.try_wait().ok().flatten();
        if let Some(status) = ended {
            return Err(ScratchError::new(
                format!("the PostgreSQL server ended while it started ({status}){}", tail_of(log)),
                "the lines above are the server's own log",
            ));
        }
        if PidFile::read(data).is_some_and(|file| file.ready && file.pid == pid(child)) {
            return Ok(());
        }
        if begin.elapsed() > START_LIMIT {
            return Err(ScratchError::new(
                format!("the PostgreSQL server is not ready after 120 s{}", tail_of(log)),
                "the lines above are the server's own log",
            ));
        }
        sleep(Duration::from_millis(2));
    }
}

/// Ends a server that this process started, and waits for it.
pub(super) fn end(child: &mut Child) {
    signal(pid(child), Signal::QUIT);
    let begin = Instant::now();
    while matches!(child.try_wait(), Ok(None)) {
        if begin.elapsed() > STOP_LIMIT {
            // Its children end by themselves when they see that it is gone.
            let _ = child.kill();
            let _ = child.wait();
            return;
        }
        sleep(Duration::from_millis(2));
    }
}

fn pid(child: &Child) -> Option<Pid> {
    i32::try_from(child.id()).ok().and_then(Pid::from_raw)
}

/// What a running server writes into its data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PidFile {
    pub(super) pid: Option<Pid>,
    pub(super) socket: PathBuf,
    pub(super) ready: bool,
}

impl PidFile {
    /// The file, unless there is none.
    pub(super) fn read(data: &Path) -> Option<Self> {
        let text = fs::read(data.join("postmaster.pid")).ok()?;
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        let line = |at: usize| lines.get(at).map_or("", |line| line.trim());
        Some(Self {
            pid: line(0).parse().ok().and_then(Pid::from_raw),
            socket: PathBuf::from(line(4)),
            ready: line(7) == "ready",
        })
    }

    /// The process, if it is alive and serves this folder: a number may have gone to another process since.
    pub(super) fn server(&self, data: &Path) -> Option<Pid> {
        self.pid.filter(|pid| test_kill_process(*pid).is_ok() && serves(*pid, data))
    }
}

/// Whether a process works in that data folder, as a postmaster does.
#[cfg(target_os = "linux")]
fn serves(pid: Pid, data: &Path) -> bool {
    let works_in = fs::read_link(format!("/proc/{}/cwd", pid.as_raw_nonzero()));
    works_in.is_ok_and(|folder| fs::canonicalize(data).is_ok_and(|data| data == folder))
}

/// Whether a process was started with that data folder.
#[cfg(not(target_os = "linux"))]
fn serves(pid: Pid, data: &Path) -> bool {
    let number = pid.as_raw_nonzero().to_string();
    let output = Command::new("ps").args(["-o", "args=", "-p", &number]).output();
    output.is_ok_and(|output| {
        String::from_utf8_lossy(&output.stdout).contains(&*data.to_string_lossy())
    })
}

/// Sends a signal; a process that is gone is no error.
pub(super) fn signal(pid: Option<Pid>, signal: Signal) {
    if let Some(pid) = pid {
        let _ = kill_process(pid, signal);
    }
}

/// Ends a server that another process started, and waits until it is gone. Whether it is.
pub(super) fn end_other(data: &Path, how: Signal, limit: Duration) -> bool {
    let serving = || PidFile::read(data).and_then(|file| file.server(data));
    signal(serving(), how);
    let begin = Instant::now();
    while serving().is_some() {
        if begin.elapsed() > limit {
            return false;
        }
        sleep(Duration::from_millis(5));
    }
    true
}
