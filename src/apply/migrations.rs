//! The folder `migrations/`, read whole: every file that refinery would apply, and every fault that would make it
//! skip one, apply one twice, or stop in the middle.
//!
//! refinery's own loader searches subfolders and passes over what it does not understand; the files are therefore
//! read here and handed to it.

use super::contents::contents;
use super::file_name::{Judged, UNDO, judge, looks_like_migration};
use super::manifest;
use super::undo_folder::{undo_files, with_a_migration};
use crate::diagnostic::{Diagnostic, Level, Span};
use refinery::Migration;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// The folder of migrations, below the project's folder.
pub const FOLDER: &str = "migrations";

/// One migration file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationFile {
    /// Its number.
    pub version: i32,
    /// What stands between `__` and `.sql`.
    pub name: String,
    /// The file's name: `V3__add_families.sql`.
    pub file: String,
    /// What it holds, byte for byte: refinery's checksum is over these bytes.
    pub sql: Arc<str>,
}

impl MigrationFile {
    /// Whether it is in the folder of undo files: then number and name are those of the migration that it undoes.
    pub(super) fn is_undo(&self) -> bool {
        self.file.strip_prefix(UNDO).is_some_and(|rest| rest.starts_with('/'))
    }

    /// Its number in the journal of files without a transaction: an undo file is no line of its migration's. No migration
    /// has a number below 0.
    pub(super) fn journal_number(&self) -> i32 {
        if self.is_undo() { !self.version } else { self.version }
    }

    /// Path within the project, with `/` between its parts.
    pub fn path(&self) -> String {
        format!("{FOLDER}/{}", self.file)
    }

    /// What refinery makes of it.
    pub(super) fn refinery(&self) -> Result<Migration, refinery::Error> {
        Migration::unapplied(&format!("V{}__{}", self.version, self.name), &self.sql)
    }

    /// refinery's checksum, over number, name and bytes. The prefix and leading zeros of the number do not count.
    pub(super) fn checksum(&self) -> Result<u64, refinery::Error> {
        Ok(self.refinery()?.checksum())
    }
}

/// Migrations that may be applied: in order, each number once, every file as the manifest has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Migrations {
    files: Vec<MigrationFile>,
    /// Undo files that the manifest lists, by the number of their migration.
    undo: BTreeMap<i32, MigrationFile>,
}

impl Migrations {
    /// The files, lowest number first.
    pub fn files(&self) -> &[MigrationFile] {
        &self.files
    }

    /// The newest file.
    pub fn last(&self) -> Option<&MigrationFile> {
        self.files.last()
    }

    /// The file of a version.
    pub fn get(&self, version: i32) -> Option<&MigrationFile> {
        let at = self.files.binary_search_by_key(&version, |file| file.version);
        at.ok().and_then(|at| self.files.get(at))
    }

    /// The undo file of a version.
    pub fn undo(&self, version: i32) -> Option<&MigrationFile> {
        self.undo.get(&version)
    }

    /// All undo files, lowest number first.
    pub fn undos(&self) -> impl Iterator<Item = &MigrationFile> {
        self.undo.values()
    }

    /// With another migration, the highest, and its undo file.
    pub(super) fn with(&self, file: MigrationFile, undo: Option<MigrationFile>) -> Self {
        let mut with = self.clone();
        with.undo.extend(undo.map(|undo| (file.version, undo)));
        with.files.push(file);
        with
    }

    /// With an undo file in place of the one that there may be.
    pub(super) fn with_undo(&self, undo: MigrationFile) -> Self {
        let mut with = self.clone();
        with.undo.insert(undo.version, undo);
        with
    }

    /// The number that the next migration gets; `None` when no number is left.
    pub fn next_version(&self) -> Option<i32> {
        self.last().map_or(Some(1), |last| last.version.checked_add(1))
    }

    /// The same migrations, and nothing above a version.
    pub fn up_to(&self, version: i32) -> Self {
        let mut up_to = self.clone();
        up_to.files.retain(|file| file.version <= version);
        up_to.undo.retain(|of, _| *of <= version);
        up_to
    }
}

/// What the folder holds, faults and all.
#[derive(Debug, Default)]
pub struct Folder {
    /// The files that could be read and have a number of their own, lowest first.
    pub readable: Migrations,
    /// Undo files that are readable and that the manifest does not list: somebody has written them.
    pub unlisted: Vec<MigrationFile>,
    /// What is wrong.
    pub faults: Vec<Diagnostic>,
}

/// Reads the folder and holds it against its manifest. Gives the migrations only when nothing at all is wrong.
pub fn read(folder: &Path) -> Result<Migrations, Vec<Diagnostic>> {
    let Folder { readable, faults, .. } = read_folder(folder);
    if faults.iter().any(|fault| fault.level == Level::Error) { Err(faults) } else { Ok(readable) }
}

/// Reads the folder and holds it against its manifest: what can be read, and all faults. A folder that does not
/// exist has no migrations and no faults.
pub fn read_folder(folder: &Path) -> Folder {
    let mut faults = Vec::new();
    let mut files: BTreeMap<i32, MigrationFile> = BTreeMap::new();
    let entries = match entries(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Folder::default(),
        Err(error) => {
            let fault =
                Diagnostic::error("migration-folder", format!("cannot read `{FOLDER}/`: {error}"))
                    .help("give the user who runs momni-db the right to read the folder");
            return Folder { faults: vec![fault], ..Folder::default() };
        }
    };
    let (mut named, mut present) = (Vec::new(), Vec::new());
    let mut undo = Vec::new();
    for (name, is_folder) in entries {
        if is_folder && name == UNDO {
            undo = undo_files(folder, &mut present, &mut faults);
            continue;
        }
        if is_folder {
            subfolder(folder, &name, &mut faults);
            continue;
        }
        let Some(name) = name.to_str() else {
            faults.push(
                Diagnostic::error("migration-name", format!("the name {name:?} is not UTF-8"))
                    .help("rename the file"),
            );
            continue;
        };
        let found = match judge(name) {
            Judged::Other => continue,
            Judged::Refused(rule, what, help) => {
                faults.push(Diagnostic::error(rule, what).at(span(name, 0, 0)).help(help));
                continue;
            }
            Judged::Migration(found) => found,
        };
        named.push(found.clone());
        present.push(name.to_owned());
        let sql = match contents(folder, name) {
            Ok(sql) => sql,
            Err(fault) => {
                faults.push(*fault);
                continue;
            }
        };
        let file = MigrationFile {
            version: found.version,
            name: found.name,
            file: name.to_owned(),
            sql: sql.into(),
        };
        match files.get(&file.version) {
            Some(first) => faults.push(two_of_one(first, &file)),
            None => {
                files.insert(file.version, file);
            }
        }
    }
    let files: Vec<MigrationFile> = files.into_values().collect();
    let undo = with_a_migration(undo, &named, &mut faults);
    let all: Vec<MigrationFile> = files.iter().chain(&undo).cloned().collect();
    let listed = manifest::verify(folder, &all, &present, &mut faults);
    let (undo, unlisted): (Vec<_>, Vec<_>) =
        undo.into_iter().partition(|file| listed.contains(&file.file));
    let undo = undo.into_iter().map(|file| (file.version, file)).collect();
    Folder { readable: Migrations { files, undo }, unlisted, faults }
}

fn two_of_one(first: &MigrationFile, second: &MigrationFile) -> Diagnostic {
    Diagnostic::error(
        "migration-duplicate",
        format!(
            "`{}` and `{}` have the same number: refinery would record one and never apply the other",
            first.file, second.file
        ),
    )
    .at(span(&second.file, 0, 0))
    .also(span(&first.file, 0, 0), "the other file of this number")
    .help(format!(
        "two branches made a migration each. `momni-db repair --renumber {}` gives that file the next number, provided \
         that no database has applied it; `momni-db status` tells which of the two one has",
        second.file
    ))
}

/// Names and whether they are folders, sorted, so that faults come in the same order on every machine.
pub(super) fn entries(folder: &Path) -> io::Result<Vec<(std::ffi::OsString, bool)>> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let kind = entry.file_type()?;
        // A link is what it leads to.
        let is_folder = kind.is_dir() || kind.is_symlink() && folder.join(&name).is_dir();
        entries.push((name, is_folder));
    }
    entries.sort();
    Ok(entries)
}

/// refinery searches subfolders: a migration in one would be applied by plain refinery and not by this program.
pub(super) fn subfolder(folder: &Path, name: &std::ffi::OsStr, faults: &mut Vec<Diagnostic>) {
    let path = folder.join(name);
    let shown = name.to_string_lossy().into_owned();
    if looks_like_migration(&shown) {
        faults.push(
            Diagnostic::error(
                "migration-folder",
                format!("`{FOLDER}/{shown}` is a folder, not a file"),
            )
            .help("rename or remove it"),
        );
        return;
    }
    // A link to a folder is not followed, by refinery neither.
    if path.is_symlink() {
        return;
    }
    let Ok(inner) = entries(&path) else {
        faults.push(
            Diagnostic::error("migration-folder", format!("cannot read `{FOLDER}/{shown}/`"))
                .help("give the user who runs momni-db the right to read it, or remove it"),
        );
        return;
    };
    for (inner, is_folder) in inner {
        let inner_path = Path::new(name).join(&inner);
        if is_folder {
            subfolder(folder, inner_path.as_os_str(), faults);
        } else if looks_like_migration(&inner.to_string_lossy()) {
            let shown = inner_path.to_string_lossy().replace('\\', "/");
            faults.push(
                Diagnostic::error(
                    "migration-folder",
                    format!(
                        "`{FOLDER}/{shown}` lies in a subfolder, which refinery would search too"
                    ),
                )
                .help(format!("move it into `{FOLDER}/`, or out of it")),
            );
        }
    }
}

/// A place in a file of the folder.
pub(super) fn span(file: &str, start: usize, end: usize) -> Span {
    Span { file: format!("{FOLDER}/{file}").into(), start, end }
}
