//! A process, timed, with the most memory that it and nothing else held.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a run took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    pub(crate) seconds: f64,
    /// The peak of its resident memory. Processes that it started are not part of it.
    pub(crate) megabytes: f64,
}

/// Runs a program to its end. Whoever fails ends the benchmark, with what the program said.
pub(crate) fn run(
    program: &Path,
    args: &[&str],
    folder: &Path,
    environment: &[(&str, &str)],
) -> Run {
    let errors = folder.join("errors.log");
    let log = std::fs::File::create(&errors).expect("a log file in the project's folder");
    let start = Instant::now();
    let mut child = Command::new(program)
        .args(args)
        .current_dir(folder)
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    let status_file = format!("/proc/{}/status", child.id());
    let mut kilobytes = 0;
    let status = loop {
        // The peak of a process that has ended cannot be read any more: the last few milliseconds are not seen.
        kilobytes = peak(&status_file).unwrap_or(kilobytes);
        match child.try_wait().expect("the state of a child process") {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let seconds = start.elapsed().as_secs_f64();
    let said = std::fs::read_to_string(&errors).unwrap_or_default();
    assert!(status.success(), "{} {args:?}: {status}\n{said}", program.display());
    let _ = std::fs::remove_file(&errors);
    Run { seconds, megabytes: f64::from(kilobytes) / 1024.0 }
}

fn peak(status_file: &str) -> Option<u32> {
    let status = std::fs::read_to_string(status_file).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// The median of three runs, or of one where each takes long.
pub(crate) fn median(tables: usize, mut run: impl FnMut() -> f64) -> f64 {
    let times = if tables > 1_000 { 1 } else { 3 };
    let mut seconds: Vec<f64> = (0..times).map(|_| run()).collect();
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}

/// How long this takes.
pub(crate) fn seconds<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let value = work();
    (start.elapsed().as_secs_f64(), value)
}
