//! The processes of this machine.

use std::fs;
use std::time::{Duration, Instant};

/// The numbers of the processes whose command line or title holds a text, and those that work in a folder whose
/// path holds it. Zombies are left out.
pub(crate) fn processes(text: &str) -> Vec<u32> {
    let entries = fs::read_dir("/proc").unwrap();
    let numbers = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    let own = std::process::id();
    numbers
        .filter(|number| *number != own)
        .filter(|number| {
            let command = fs::read(format!("/proc/{number}/cmdline")).unwrap_or_default();
            let folder = fs::read_link(format!("/proc/{number}/cwd")).unwrap_or_default();
            let command = String::from_utf8_lossy(&command).replace('\0', " ");
            command.contains(text) || folder.to_string_lossy().contains(text)
        })
        .collect()
}

/// Waits until something is so; fails the test after thirty seconds.
pub(crate) fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < Duration::from_secs(30), "not so after 30 s: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}
