//! A process, timed, with the most memory that it and nothing else held.

use super::measured::Run;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Runs a program to its end. Whoever fails ends the benchmark, with what the program said.
pub(crate) fn run(
    program: &Path,
    args: &[&str],
    folder: &Path,
    environment: &[(&str, &Path)],
) -> Run {
    let errors = folder.join("errors.log");
    let log = std::fs::File::create(&errors).expect("a log file in the project's folder");
    let start = Instant::now();
    let mut child = Command::new(program)
        .args(args)
        .current_dir(folder)
        // It would be used instead of a server of our own.
        .env_remove("MOMNI_SCRATCH_URL")
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    let status_file = format!("/proc/{}/status", child.id());
    let mut kilobytes = None;
    let status = loop {
        // The peak of a process that has ended cannot be read any more: the last few milliseconds are not seen.
        kilobytes = peak(&status_file).or(kilobytes);
        match child.try_wait().expect("the state of a child process") {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let seconds = start.elapsed().as_secs_f64();
    let said = std::fs::read_to_string(&errors).unwrap_or_default();
    assert!(status.success(), "{} {args:?}: {status}\n{said}", program.display());
    let _ = std::fs::remove_file(&errors);
    Run { seconds, megabytes: kilobytes.map(|kilobytes| f64::from(kilobytes) / 1024.0) }
}

fn peak(status_file: &str) -> Option<u32> {
    let status = std::fs::read_to_string(status_file).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
