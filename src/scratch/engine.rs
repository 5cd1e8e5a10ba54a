//! A PostgreSQL that is installed: its programs, its version and its extensions.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::UNIX_EPOCH;

/// The programs of one PostgreSQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Engine {
    /// The folder with `postgres` and `initdb`.
    pub(super) bin: PathBuf,
    /// The major version.
    pub(super) major: u32,
    /// As `postgres --version` says it.
    pub(super) version: String,
    /// Settings that this engine needs, as `name=value`.
    pub(super) settings: Vec<String>,
    /// The extensions that it offers.
    pub(super) extensions: BTreeSet<String>,
    /// Where their files lie, as far as that is known.
    pub(super) files: Files,
}

/// Where the files of extensions lie.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Files {
    /// `share`, which holds `extension/`.
    share: Option<PathBuf>,
    /// The modules.
    library: Option<PathBuf>,
}

impl Engine {
    /// The PostgreSQL in a folder, if there is one that runs.
    pub(super) fn at(bin: &Path) -> Option<Self> {
        if !bin.join("initdb").is_file() {
            return None;
        }
        let version = ask(&bin.join("postgres"), &["--version"])?;
        let major = major(&version)?;
        let files = Files::of(bin, major);
        let extensions = files.share.as_deref().map(offered).unwrap_or_default();
        Some(Self { bin: bin.to_owned(), major, version, settings: Vec::new(), extensions, files })
    }

    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }
}

impl Files {
    /// As `pg_config` says it, else as distributions lay it out.
    fn of(bin: &Path, major: u32) -> Self {
        let said = ask(&bin.join("pg_config"), &["--sharedir", "--pkglibdir"]);
        let mut said = said.as_deref().unwrap_or_default().lines().map(PathBuf::from);
        let (share, library) = (said.next(), said.next());
        let prefix = bin.parent().unwrap_or(bin);
        let known = [
            prefix.join("share"),
            prefix.join("share/postgresql"),
            prefix.join(format!("share/postgresql@{major}")),
            PathBuf::from(format!("/usr/share/postgresql/{major}")),
            PathBuf::from(format!("/usr/share/postgresql{major}")),
            PathBuf::from("/usr/share/postgresql"),
            PathBuf::from("/usr/share/pgsql"),
        ];
        let has_extensions = |share: &PathBuf| share.join("extension/plpgsql.control").is_file();
        let libraries = [prefix.join("lib"), prefix.join("lib/postgresql")];
        let has_modules = |library: &PathBuf| library.join("plpgsql.so").is_file();
        Self {
            share: share.into_iter().chain(known).find(has_extensions),
            library: library.into_iter().chain(libraries).find(has_modules),
        }
    }

    /// Tells one build of an extension from another: how long its files are, and from when. A new module most often keeps the
    /// version that the control file states.
    pub(super) fn stamp(&self, extension: &str) -> String {
        let control =
            self.share.as_ref().map(|it| it.join(format!("extension/{extension}.control")));
        let module = self.library.as_ref().map(|it| it.join(format!("{extension}.so")));
        let found = [control, module].into_iter().flatten().filter_map(|it| fs::metadata(it).ok());
        let stamps = found.map(|it| {
            let at = it.modified().ok().and_then(|it| it.duration_since(UNIX_EPOCH).ok());
            format!("{} {}", it.len(), at.unwrap_or_default().as_nanos())
        });
        stamps.collect::<Vec<_>>().join(" ")
    }
}

/// The major version of `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn major(version: &str) -> Option<u32> {
    let number = version.split(' ').find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    number[..end].parse().ok()
}

fn ask(program: &Path, options: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(options)
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let said = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !said.is_empty()).then_some(said)
}

/// The extensions with a control file.
fn offered(share: &Path) -> BTreeSet<String> {
    let Ok(entries) = fs::read_dir(share.join("extension")) else { return BTreeSet::new() };
    entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".control").map(str::to_owned))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn majors() {
        assert_eq!(major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(major("postgres (PostgreSQL) 18beta2"), Some(18));
        assert_eq!(major("postgres (PostgreSQL)"), None);
    }
}
