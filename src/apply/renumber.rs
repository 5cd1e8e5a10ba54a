//! Mends the folder of migrations after a merge or an edit by hand: the manifest is written anew, and a file gets
//! another number. No database is asked: what one of them has applied, `status` tells.

use super::emit::{EmitError, replace};
use super::file_name::{FileName, Judged, judge, undo_file};
use super::manifest;
use super::migrations::{FOLDER, Folder, read_folder};
use crate::diagnostic::Diagnostic;
use std::io;
use std::path::Path;

/// What is wrong with a manifest, or with files as it has them: what a new manifest mends.
const MENDED: &[&str] = &[
    "manifest-chain",
    "manifest-conflict",
    "manifest-format",
    "manifest-missing",
    "migration-edited",
    "migration-extra",
    "migration-missing",
];

/// Why the folder was not mended. Nothing is changed.
#[derive(Debug)]
pub enum FolderError {
    /// Faults that a new manifest would only hide.
    Faults(Vec<Diagnostic>),
    /// No file of that name is there.
    NoFile(String),
    /// It could not be written.
    Emit(EmitError),
}

impl From<EmitError> for FolderError {
    fn from(error: EmitError) -> Self {
        Self::Emit(error)
    }
}

/// Enters the files as they are into a new manifest. Gives what it has taken for right.
///
/// # Errors
/// Faults of other kinds than those of the manifest: two files of one number, a name that refinery passes over.
pub fn accept(folder: &Path) -> Result<Vec<Diagnostic>, FolderError> {
    let mut found = read_folder(folder);
    let taken = mendable(std::mem::take(&mut found.faults))?;
    if !taken.is_empty() {
        write_manifest(folder, &found)?;
    }
    Ok(taken)
}

/// Gives a file the number after all others, in its name and in its title, and enters all into a new manifest. Gives the
/// new name, within the folder.
///
/// # Errors
/// [`FolderError::NoFile`]; faults of other kinds than those of the manifest and than this file's number.
pub fn renumber(folder: &Path, file: &str) -> Result<String, FolderError> {
    let before = read_folder(folder);
    let highest = before.readable.last().map_or(0, |last| last.version);
    let version = highest.checked_add(1).ok_or(EmitError::Full)?;
    let not_there = || FolderError::NoFile(file.to_owned());
    let Some((number, rest)) = file.strip_prefix('V').and_then(|it| it.split_once("__")) else {
        return Err(not_there());
    };
    let text = match std::fs::read_to_string(folder.join(file)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(not_there()),
        Err(error) => return Err(EmitError::Io { path: path(file), error }.into()),
    };
    let is_twice = |it: &Diagnostic| it.rule == "migration-duplicate";
    mendable(before.faults.into_iter().filter(|it| !is_twice(it)).collect())?;
    let new = format!("V{version}__{rest}");
    let write = |name: &str, text: &str| {
        let written = replace(folder, name, text.as_bytes());
        written.map_err(|error| EmitError::Io { path: path(name), error })
    };
    write(&new, &titled(&text, number, version))?;
    if let Err(error) = std::fs::remove_file(folder.join(file)) {
        let _ = std::fs::remove_file(folder.join(&new));
        return Err(EmitError::Io { path: path(file), error }.into());
    }
    // What it undoes has another title now: `generate --undo` proves it anew.
    if let (Some(old), Some(now)) = (undo_of(file), undo_of(&new)) {
        match std::fs::rename(folder.join(&old), folder.join(now)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(EmitError::Io { path: path(&old), error }.into());
            }
            _ => {}
        }
    }
    let mut after = read_folder(folder);
    mendable(std::mem::take(&mut after.faults))?;
    write_manifest(folder, &after)?;
    Ok(new)
}

/// The faults, when a new manifest mends them all.
fn mendable(faults: Vec<Diagnostic>) -> Result<Vec<Diagnostic>, FolderError> {
    let (mended, other): (Vec<_>, Vec<_>) =
        faults.into_iter().partition(|fault| MENDED.contains(&fault.rule));
    if other.is_empty() { Ok(mended) } else { Err(FolderError::Faults(other)) }
}

/// The undo file of a migration, by the migration's name.
fn undo_of(file: &str) -> Option<String> {
    match judge(file) {
        Judged::Migration(FileName { version, name }) => Some(undo_file(version, &name)),
        Judged::Other | Judged::Refused(..) => None,
    }
}

/// Undo files that no manifest has are entered, too.
fn write_manifest(folder: &Path, found: &Folder) -> Result<(), EmitError> {
    let unlisted = found.unlisted.iter().cloned();
    let files = unlisted.fold(found.readable.clone(), |files, undo| files.with_undo(undo));
    let written = replace(folder, manifest::FILE, manifest::text(&files).as_bytes());
    written.map_err(|error| EmitError::Io { path: path(manifest::FILE), error })
}

/// The title that a generated file has above its first statement has the number too.
fn titled(text: &str, number: &str, version: i32) -> String {
    let title = format!("-- V{number}: ");
    let mut found = false;
    let mut line = |line: &str| match line.strip_prefix(&title) {
        Some(rest) if !found => {
            found = true;
            format!("-- V{version}: {rest}")
        }
        _ => line.to_owned(),
    };
    text.split_inclusive('\n').map(&mut line).collect()
}

fn path(file: &str) -> String {
    format!("{FOLDER}/{file}")
}
