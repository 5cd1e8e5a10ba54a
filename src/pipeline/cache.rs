//! What was read before, by the content of what it was read from: catalogs, and outlines of projects.
//!
//! A scratch server is started only for what no earlier run has built. The key covers everything that it
//! depends on: this very program, the server's exact version, the declarations or migrations, and how far
//! the introspection reached. A file that cannot be read or written is no error: the state is built anew.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// How many files are kept in a folder, and how many bytes of them; the oldest go first.
const KEPT: usize = 300;
const KEPT_BYTES: u64 = 512 << 20;

/// The key of what is kept: a digest over parts of what it depends on. It holds accidents apart, not attackers, who could
/// write the kept files themselves; a digest that could do that takes longer than all the rest.
#[derive(Default)]
pub(super) struct Key(DefaultHasher);

impl Key {
    /// The key of something of this sort, read by this program from a server of this exact version.
    pub(super) fn new(sort: &str, version: &str) -> Self {
        Self::default().part(program().as_bytes()).part(sort.as_bytes()).part(version.as_bytes())
    }

    /// Adds a part, with its length before it so that no two lists agree.
    pub(super) fn part(mut self, part: &[u8]) -> Self {
        self.0.write_usize(part.len());
        self.0.write(part);
        self
    }

    /// Adds a value as it is written in JSON, which ends by itself.
    pub(super) fn value(mut self, value: &impl Serialize) -> Option<Self> {
        let mut writer = BufWriter::new(&mut self);
        serde_json::to_writer(&mut writer, value).ok()?;
        writer.flush().ok()?;
        drop(writer);
        Some(self)
    }

    /// The key as the name of a file.
    pub(super) fn name(&self) -> String {
        format!("{:016x}", self.0.finish())
    }
}

impl Write for Key {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// This program: its version, and the size and time of its file, since two builds of one version may read otherwise.
fn program() -> String {
    let file = std::env::current_exe().and_then(fs::metadata).ok();
    let modified = file.as_ref().and_then(|it| it.modified().ok());
    format!("{} {:?} {modified:?}", env!("CARGO_PKG_VERSION"), file.as_ref().map(fs::Metadata::len))
}

/// What is kept under this key.
pub(super) fn load<T: DeserializeOwned>(folder: &Path, key: &str) -> Option<T> {
    let text = fs::read(file(folder, key)).ok()?;
    serde_json::from_slice(&text).ok()
}

/// Whether catalogs of both keys are kept and are the same, byte for byte. Nothing is parsed.
pub(super) fn are_same(folder: &Path, one: &str, other: &str) -> bool {
    let read = |key| fs::read(file(folder, key));
    matches!((read(one), read(other)), (Ok(one), Ok(other)) if one == other)
}

/// Keeps something: written beside and renamed, so that nobody reads half of it.
pub(super) fn store(folder: &Path, key: &str, kept: &impl Serialize) {
    let beside = folder.join(format!("{key}.{}.new", std::process::id()));
    let written = fs::create_dir_all(folder)
        .and_then(|()| serde_json::to_vec(kept).map_err(std::io::Error::other))
        .and_then(|text| fs::write(&beside, text))
        .and_then(|()| fs::rename(&beside, file(folder, key)));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    forget(folder);
}

fn file(folder: &Path, key: &str) -> PathBuf {
    folder.join(format!("{key}.json"))
}

fn forget(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut files: Vec<_> = entries
        .flatten()
        .filter_map(|entry| {
            let about = entry.metadata().ok()?;
            Some((about.modified().ok()?, entry.path(), about.len()))
        })
        .collect();
    files.sort();
    let mut bytes = 0;
    for (number, (_, path, size)) in files.into_iter().rev().enumerate() {
        bytes += size;
        if number >= KEPT || bytes > KEPT_BYTES {
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn parts_do_not_run_together() {
        let key = |one: &str, other: &str| Key::new(one, other).name();
        assert_ne!(key("ab", "c"), key("a", "bc"));
        assert_eq!(key("ab", "c"), key("ab", "c"));
        let with = |value: &str| Key::new("a", "b").value(&value).unwrap().name();
        assert_ne!(with("c"), with("d"));
        assert_ne!(with("c"), key("a", "b"));
    }

    #[test]
    fn what_is_stored_is_loaded_and_what_is_broken_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let catalog = Catalog { major: 15, ..Catalog::default() };
        assert_eq!(load::<Catalog>(folder.path(), "k"), None);
        store(folder.path(), "k", &catalog);
        assert_eq!(load(folder.path(), "k"), Some(catalog));
        assert!(!are_same(folder.path(), "k", "other"));
        store(folder.path(), "other", &Catalog { major: 18, ..Catalog::default() });
        assert!(!are_same(folder.path(), "k", "other"));
        assert!(are_same(folder.path(), "k", "k"));
        fs::write(file(folder.path(), "k"), "{").unwrap();
        assert_eq!(load::<Catalog>(folder.path(), "k"), None);
    }

    #[test]
    fn the_oldest_go() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..KEPT + 5 {
            store(folder.path(), &format!("k{number}"), &Catalog::default());
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), KEPT);
    }
}
