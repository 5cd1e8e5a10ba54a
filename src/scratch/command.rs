//! Programs that are run to their end.

use super::ScratchError;
use super::keeper::{self, Ending};
use super::run_as::RunAs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs a program to its end, as the server's user; killed when this process ends. Its output is kept.
///
/// The programs of PostgreSQL get no `PG*` variable of the caller, and speak English.
pub(super) fn run(mut command: Command, run_as: &RunAs) -> std::io::Result<Output> {
    clean(&mut command);
    run_as.apply(&mut command);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    keeper::spawn(command, Ending::Kill)?.wait_with_output()
}

/// Takes the caller's settings for PostgreSQL out of a command's environment.
pub(super) fn clean(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let known = name.to_string_lossy();
        if known.starts_with("PG") || known.starts_with("LC_") || known == "LANGUAGE" {
            command.env_remove(&name);
        }
    }
    // The current folder may be one that the server's user cannot enter.
    command.env("LC_ALL", "C").env("TZ", "UTC").current_dir("/");
}

/// The last lines of a program's output, for a message.
pub(super) fn tail(output: &[u8]) -> String {
    let text = String::from_utf8_lossy(output);
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let last = &lines[lines.len().saturating_sub(15)..];
    last.iter().map(|line| format!("\n  {line}")).collect()
}

/// The last lines of a file.
pub(super) fn tail_of(file: &Path) -> String {
    tail(&std::fs::read(file).unwrap_or_default())
}

/// What went wrong with a program that ended badly.
pub(super) fn fault(what: &str, output: &Output, help: &str) -> ScratchError {
    let said = tail(&[output.stdout.as_slice(), output.stderr.as_slice()].concat());
    ScratchError::new(format!("{what} failed ({}){said}", output.status), help)
}
