//! The folder `migrations/undo/`, as far as no manifest is needed to judge it.

use super::contents::contents;
use super::file_name::{FileName, UNDO, looks_like_migration, undo_file, undone_by};
use super::migrations::{FOLDER, MigrationFile, entries, span, subfolder};
use crate::diagnostic::Diagnostic;
use std::path::Path;

/// The undo files, and the names of all that are there.
pub(super) fn undo_files(
    folder: &Path,
    present: &mut Vec<String>,
    faults: &mut Vec<Diagnostic>,
) -> Vec<MigrationFile> {
    let Ok(entries) = entries(&folder.join(UNDO)) else {
        let message = format!("cannot read `{FOLDER}/{UNDO}/`");
        let help = "give the user who runs momni-db the right to read it, or remove it";
        faults.push(Diagnostic::error("migration-folder", message).help(help));
        return Vec::new();
    };
    let mut files = Vec::new();
    for (name, is_folder) in entries {
        if is_folder {
            subfolder(folder, Path::new(UNDO).join(name).as_os_str(), faults);
            continue;
        }
        let name = name.to_string_lossy();
        if !looks_like_migration(&name) {
            continue;
        }
        let file = format!("{UNDO}/{name}");
        let Some(FileName { version, name }) = undone_by(&name) else {
            let message = format!("`{FOLDER}/{file}` is named as no undo file is");
            let help = format!(
                "call it `{}`, with the number and the name of its migration, or move it out of `{FOLDER}/`",
                undo_file(1, "name").replace("1__name", "<number>__<name>")
            );
            faults.push(Diagnostic::error("undo-name", message).at(span(&file, 0, 0)).help(help));
            continue;
        };
        present.push(file.clone());
        match contents(folder, &file) {
            Ok(sql) => files.push(MigrationFile { version, name, file, sql: sql.into() }),
            Err(fault) => faults.push(*fault),
        }
    }
    files
}

/// The undo files that have a migration.
pub(super) fn with_a_migration(
    undo: Vec<MigrationFile>,
    migrations: &[FileName],
    faults: &mut Vec<Diagnostic>,
) -> Vec<MigrationFile> {
    let (with, without): (Vec<_>, Vec<_>) = undo.into_iter().partition(|undo| {
        migrations.iter().any(|it| (it.version, &it.name) == (undo.version, &undo.name))
    });
    for file in without {
        let message = format!(
            "`{}` undoes V{} ({}), and there is no such migration",
            file.path(),
            file.version,
            file.name
        );
        let help =
            "restore the migration, or remove the file together with its line in the manifest";
        faults.push(Diagnostic::error("undo-extra", message).at(span(&file.file, 0, 0)).help(help));
    }
    with
}
