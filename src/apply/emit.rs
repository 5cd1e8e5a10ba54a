//! Adds a migration to the folder: the file and the manifest, or nothing.

use super::file_name::{Judged, judge};
use super::manifest;
use super::migrations::{FOLDER, MigrationFile, Migrations, read, read_folder};
use std::fmt;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// Why a migration was not written. Nothing of it is left on disk.
#[derive(Debug)]
pub enum EmitError {
    /// The name cannot be part of a file name that refinery takes.
    Name(String),
    /// Another process changed the folder in the meantime.
    Changed,
    /// No number is left.
    Full,
    /// The disk is full, the folder is read-only …
    Io {
        /// What was to be written, within the project.
        path: String,
        /// What the system said.
        error: io::Error,
    },
}

impl fmt::Display for EmitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(what) => write!(f, "{what}: choose a name of a-z, A-Z, 0-9 and _"),
            Self::Changed => {
                write!(f, "`{FOLDER}/` has changed in the meantime: run the command again")
            }
            Self::Full => write!(f, "the highest number, {}, is taken", i32::MAX),
            Self::Io { path, error } => write!(f, "cannot write `{path}`: {error}"),
        }
    }
}

impl std::error::Error for EmitError {}

/// Writes the next migration after `existing` and enters it in the manifest.
///
/// Each file is written beside its place, synced and renamed; the migration comes before the manifest, and is taken
/// back when the manifest cannot be written. Killed in between, it leaves a file that the manifest does not list,
/// which every later command names.
pub fn add(
    folder: &Path,
    existing: &Migrations,
    name: &str,
    sql: &str,
) -> Result<MigrationFile, EmitError> {
    let version = existing.next_version().ok_or(EmitError::Full)?;
    let file = format!("V{version}__{name}.sql");
    if let Judged::Refused(_, what, _) = judge(&file) {
        return Err(EmitError::Name(what));
    }
    let io = |path: String| move |error| EmitError::Io { path, error };
    std::fs::create_dir_all(folder).map_err(io(format!("{FOLDER}/")))?;
    let directory = File::open(folder).map_err(io(format!("{FOLDER}/")))?;
    // Two processes that generate at once: the second waits here, and then finds the folder changed.
    rustix::fs::flock(&directory, rustix::fs::FlockOperation::LockExclusive)
        .map_err(|error| EmitError::Io { path: format!("{FOLDER}/"), error: error.into() })?;
    if read(folder).as_ref() != Ok(existing) {
        return Err(EmitError::Changed);
    }
    let added = MigrationFile { version, name: name.to_owned(), file, sql: sql.into() };
    replace(folder, &added.file, sql.as_bytes()).map_err(io(added.path()))?;
    let mut files = existing.files().to_vec();
    files.push(added.clone());
    let manifest = replace(folder, manifest::FILE, manifest::text(&files).as_bytes());
    if let Err(error) = manifest {
        let _ = std::fs::remove_file(folder.join(&added.file));
        return Err(EmitError::Io { path: format!("{FOLDER}/{}", manifest::FILE), error });
    }
    directory.sync_all().map_err(io(format!("{FOLDER}/")))?;
    Ok(added)
}

/// Enters the files in the manifest as they are, after they were edited on purpose.
pub fn enter(folder: &Path, edited: &Migrations) -> Result<(), EmitError> {
    let io = |error| EmitError::Io { path: format!("{FOLDER}/{}", manifest::FILE), error };
    let directory = File::open(folder).map_err(io)?;
    rustix::fs::flock(&directory, rustix::fs::FlockOperation::LockExclusive)
        .map_err(|error| io(error.into()))?;
    if read_folder(folder).readable != *edited {
        return Err(EmitError::Changed);
    }
    replace(folder, manifest::FILE, manifest::text(edited.files()).as_bytes()).map_err(io)
}

/// Writes beside and renames: a reader sees the old file or the new one, whole.
pub(super) fn replace(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let beside = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    let written = (|| {
        let mut file = File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&beside, folder.join(name))
    })();
    if written.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    written
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
mod tests {
    use super::*;
    use std::fs;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_bad_name_writes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FOLDER);
        let result = add(&path, &Migrations::default(), "add col", "select 1");
        assert!(matches!(result, Err(EmitError::Name(_))), "{result:?}");
        assert!(!path.exists());
    }

    #[test]
    fn a_folder_that_changed_is_not_written_to() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        add(path, &Migrations::default(), "one", "select 1").unwrap();
        let result = add(path, &Migrations::default(), "two", "select 2");
        assert!(matches!(result, Err(EmitError::Changed)), "{result:?}");
        assert_eq!(names(path), ["V1__one.sql", "manifest"]);
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        // A folder where the manifest is to be written: no file can be created there, not by root either.
        let beside = format!(".manifest.{}.tmp", std::process::id());
        fs::create_dir(path.join(&beside)).unwrap();
        let result = add(path, &Migrations::default(), "one", "select 1");
        let Err(EmitError::Io { path: at, .. }) = result else { panic!("{result:?}") };
        assert_eq!(at, "migrations/manifest");
        assert_eq!(names(path), [beside]);
    }
}
