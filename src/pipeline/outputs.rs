//! What was generated, beside what is on disk.

use crate::generate::{Files, is_generated};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// A file that is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stale {
    /// Its path within the project, with `/`.
    pub path: String,
    /// What is wrong with it.
    pub turn: Turn,
}

/// What is wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// It is not there.
    Missing,
    /// It says something else.
    Changed,
    /// Nothing makes it any more.
    Left,
    /// Somebody else wrote it: it does not say that it is generated.
    Foreign,
}

/// A file that cannot be read or written.
#[derive(Debug)]
pub struct FileFailure {
    /// What was tried: `read`, `write`.
    pub doing: &'static str,
    /// Its path within the project.
    pub path: String,
    /// Why.
    pub error: io::Error,
}

/// What on disk is not as it was generated, by path.
///
/// # Errors
/// A file cannot be read.
pub fn stale(root: &Path, files: &Files) -> Result<Vec<Stale>, FileFailure> {
    let mut found = Vec::new();
    for (path, text) in &files.texts {
        let turn = match fs::read(root.join(path)) {
            Ok(there) if there == text.as_bytes() => continue,
            Ok(there) if is_generated(&String::from_utf8_lossy(&there)) => Turn::Changed,
            Ok(_) => Turn::Foreign,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Turn::Missing,
            Err(error) => return Err(FileFailure { doing: "read", path: path.clone(), error }),
        };
        found.push(Stale { path: path.clone(), turn });
    }
    for folder in &files.folders {
        let mut left = Vec::new();
        walk(root, folder, &files.texts, &mut left)?;
        found.extend(left.into_iter().map(|path| Stale { path, turn: Turn::Left }));
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// Makes the disk what was generated. Files of others are neither changed nor removed.
///
/// # Errors
/// A file cannot be written; those before it were.
pub fn write(root: &Path, files: &Files, stale: &[Stale]) -> Result<(), FileFailure> {
    for Stale { path, turn } in stale {
        let place = root.join(path);
        let done = match turn {
            Turn::Foreign => Ok(()),
            Turn::Left => fs::remove_file(&place).map(|()| remove_empty(root, path)),
            Turn::Missing | Turn::Changed => match files.texts.get(path) {
                Some(text) => replace(&place, text),
                None => Ok(()),
            },
        };
        done.map_err(|error| FileFailure { doing: "write", path: path.clone(), error })?;
    }
    Ok(())
}

/// Writes a file beside its place and renames it, so that nobody reads half of it.
pub(super) fn replace(place: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder)?;
    }
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let beside = place.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let written = fs::write(&beside, text).and_then(|()| fs::rename(&beside, place));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Folders that hold nothing any more.
fn remove_empty(root: &Path, path: &str) {
    let mut folder = Path::new(path).parent();
    while let Some(at) = folder.filter(|at| !at.as_os_str().is_empty()) {
        // It fails where something is in it.
        if fs::remove_dir(root.join(at)).is_err() {
            break;
        }
        folder = at.parent();
    }
}

/// The files under a folder that say that they are generated and are not among the texts. What Cargo builds, and what is hidden, is
/// left out.
fn walk(
    root: &Path,
    folder: &str,
    texts: &BTreeMap<String, String>,
    left: &mut Vec<String>,
) -> Result<(), FileFailure> {
    let failed = |path: &str, error| FileFailure { doing: "read", path: path.to_owned(), error };
    let entries = match fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(folder, error)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| failed(folder, error))?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = format!("{folder}/{name}");
        let kind = entry.file_type().map_err(|error| failed(&path, error))?;
        if name.starts_with('.') || name == "target" {
            continue;
        } else if kind.is_dir() {
            walk(root, &path, texts, left)?;
        } else if kind.is_file() && !texts.contains_key(&path) {
            let bytes = fs::read(root.join(&path)).map_err(|error| failed(&path, error))?;
            if is_generated(&String::from_utf8_lossy(&bytes)) {
                left.push(path);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::generate::MARK;

    fn files(texts: &[(&str, &str)]) -> Files {
        let mut files = Files { folders: ["out".to_owned()].into(), ..Files::default() };
        for (path, text) in texts {
            files.add(*path, format!("// {MARK}.\n{text}\n"));
        }
        files
    }

    fn told(root: &Path, files: &Files) -> Vec<(String, Turn)> {
        stale(root, files).unwrap().into_iter().map(|it| (it.path, it.turn)).collect()
    }

    #[test]
    fn the_disk_becomes_what_was_generated() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        let before = files(&[("out/a", "a"), ("out/deep/b", "b")]);
        assert_eq!(
            told(root, &before),
            [("out/a".into(), Turn::Missing), ("out/deep/b".into(), Turn::Missing)]
        );
        write(root, &before, &stale(root, &before).unwrap()).unwrap();
        assert_eq!(told(root, &before), []);
        let after = files(&[("out/a", "other")]);
        assert_eq!(
            told(root, &after),
            [("out/a".into(), Turn::Changed), ("out/deep/b".into(), Turn::Left)]
        );
        write(root, &after, &stale(root, &after).unwrap()).unwrap();
        assert_eq!(told(root, &after), []);
        assert!(!root.join("out/deep").exists());
    }

    #[test]
    fn what_others_wrote_stays() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        fs::create_dir_all(root.join("out/target")).unwrap();
        fs::write(root.join("out/a"), "mine\n").unwrap();
        fs::write(root.join("out/notes"), "mine, too\n").unwrap();
        fs::write(root.join("out/target/old"), format!("// {MARK}.\n")).unwrap();
        let files = files(&[("out/a", "a")]);
        assert_eq!(told(root, &files), [("out/a".into(), Turn::Foreign)]);
        write(root, &files, &stale(root, &files).unwrap()).unwrap();
        assert_eq!(fs::read_to_string(root.join("out/a")).unwrap(), "mine\n");
        assert!(root.join("out/notes").exists() && root.join("out/target/old").exists());
    }
}
