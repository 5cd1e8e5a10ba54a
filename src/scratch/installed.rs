//! The servers that the operating system's packages have installed.

use super::engine::Engine;
use super::settings::Settings;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Where packages put the programs: a folder, the beginning and the end of what lies in it.
///
/// Debian and Ubuntu; PGDG on Red Hat and SUSE; Alpine; Homebrew on three systems; Postgres.app; MacPorts.
const LAYOUTS: &[(&str, &str, &str)] = &[
    ("/usr/lib/postgresql", "", "bin"),
    ("/usr", "pgsql-", "bin"),
    ("/usr/lib", "postgresql", "bin"),
    ("/usr/libexec", "postgresql", ""),
    ("/opt/homebrew/opt", "postgresql", "bin"),
    ("/usr/local/opt", "postgresql", "bin"),
    ("/home/linuxbrew/.linuxbrew/opt", "postgresql", "bin"),
    ("/Applications/Postgres.app/Contents/Versions", "", "bin"),
    ("/opt/local/lib", "postgresql", "bin"),
];

/// Every server that is installed, the newest major version first.
pub(super) fn installed(settings: &Settings) -> Vec<Engine> {
    let mut seen = BTreeSet::new();
    let layouts = LAYOUTS.iter().flat_map(|(folder, begins, bin)| {
        let mut found = beginning(Path::new(folder), begins);
        found.sort();
        found.into_iter().map(move |found| if bin.is_empty() { found } else { found.join(bin) })
    });
    let mut engines: Vec<Engine> = layouts
        .chain(settings.path.iter().cloned())
        .filter(|bin| bin.join("postgres").is_file())
        // /usr/bin/postgres may be a link into one of the folders above.
        .filter_map(|bin| fs::canonicalize(bin.join("postgres")).ok()?.parent().map(PathBuf::from))
        .filter(|bin| seen.insert(bin.clone()))
        .filter_map(|bin| Engine::at(&bin))
        .collect();
    engines.sort_by_key(|engine| std::cmp::Reverse(engine.major));
    engines
}

fn beginning(folder: &Path, begins: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(begins))
        .map(|entry| entry.path())
        .collect()
}
