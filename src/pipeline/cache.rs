//! Catalogs that were read before, by the content of what they were made from.
//!
//! A scratch server is started only for what no earlier run has built. The key covers everything that the catalog
//! depends on: this very program, the server's exact version, the declarations or migrations, and how far
//! the introspection reached. A file that cannot be read or written is no error: the state is built anew.

use crate::catalog::Catalog;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// How many catalogs are kept; the oldest go first.
const KEPT: usize = 64;

/// The key of a catalog: a digest over the parts, each with its length before it so that no two lists agree.
pub(super) fn key(parts: &[&[u8]]) -> String {
    let mut digest = Sha256::new();
    for part in [program().as_bytes()].iter().chain(parts) {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// This program: its version, and the size and time of its file, since two builds of one version may read otherwise.
fn program() -> String {
    let file = std::env::current_exe().and_then(fs::metadata).ok();
    let modified = file.as_ref().and_then(|it| it.modified().ok());
    format!("{} {:?} {modified:?}", env!("CARGO_PKG_VERSION"), file.as_ref().map(fs::Metadata::len))
}

/// The catalog of this key, if it is kept.
pub(super) fn load(folder: &Path, key: &str) -> Option<Catalog> {
    let text = fs::read(file(folder, key)).ok()?;
    serde_json::from_slice(&text).ok()
}

/// Keeps a catalog: written beside and renamed, so that nobody reads half of it.
pub(super) fn store(folder: &Path, key: &str, catalog: &Catalog) {
    let beside = folder.join(format!("{key}.{}.new", std::process::id()));
    let written = fs::create_dir_all(folder)
        .and_then(|()| serde_json::to_vec(catalog).map_err(std::io::Error::other))
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
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    files.sort();
    let surplus = files.len().saturating_sub(KEPT);
    for (_, path) in files.into_iter().take(surplus) {
        let _ = fs::remove_file(path);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(key(&[b"ab", b"c"]), key(&[b"a", b"bc"]));
        assert_eq!(key(&[b"ab", b"c"]), key(&[b"ab", b"c"]));
    }

    #[test]
    fn what_is_stored_is_loaded_and_what_is_broken_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let catalog = Catalog { major: 15, ..Catalog::default() };
        assert_eq!(load(folder.path(), "k"), None);
        store(folder.path(), "k", &catalog);
        assert_eq!(load(folder.path(), "k"), Some(catalog));
        fs::write(file(folder.path(), "k"), "{").unwrap();
        assert_eq!(load(folder.path(), "k"), None);
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
