//! Puts a new project into its folder: everything is written beside first, and then takes its place at once.

use crate::apply::FOLDER;
use crate::cli::exit::Failure;
use crate::cli::options::Place;
use crate::diagnostic::Sources;
use crate::read::{self, Config};
use rustix::fs::{CWD, RenameFlags, renameat_with};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder of a project that is to be written.
pub(super) struct Store {
    root: PathBuf,
    /// The folder of the declarations, within the project.
    folder: String,
    /// The files that are replaced: declarations and bodies.
    old: BTreeSet<String>,
}

impl Store {
    /// Looks at what is there. Nothing is touched.
    pub(super) fn open(place: &Place, existing: Option<&Config>) -> Result<Self, Failure> {
        let root = place.root.clone();
        let Some(config) = existing else {
            let store = Self { root, folder: "schema".to_owned(), old: BTreeSet::new() };
            // All that a project without a project file of its own would take for its own.
            let taken = ["schema", "functions", "policies", FOLDER].into_iter();
            return match taken.filter(|name| store.has(name)).min() {
                Some(name) => Err(Failure::usage(
                    format!(
                        "`{}` is there already: nothing is overwritten",
                        store.at(name).display()
                    ),
                    "name another folder with `--out DIR`",
                )),
                None => Ok(store),
            };
        };
        let folder = config.declarations.first().cloned().unwrap_or_default();
        let plain =
            Path::new(&folder).components().all(|it| matches!(it, std::path::Component::Normal(_)));
        if folder.is_empty() || !plain {
            return Err(Failure::usage(
                format!("the declarations lie in `{folder}`, which cannot be replaced as a whole"),
                "give them a folder of their own, `declarations: [schema]`",
            ));
        }
        // Also what is faulty is replaced: whatever was read of it.
        let sources: Sources = match read::project(&root) {
            Ok((project, _)) => project.declared.sources(),
            Err(faults) => faults.sources,
        };
        let old = sources.keys().filter(|file| &***file != read::FILE).map(|it| it.to_string());
        Ok(Self { root, folder, old: old.collect() })
    }

    /// Whether something of this name is in the project.
    pub(super) fn has(&self, name: &str) -> bool {
        self.at(name).symlink_metadata().is_ok()
    }

    fn at(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Writes the files, and takes away what they replace. Gives their names.
    pub(super) fn write(&self, files: BTreeMap<String, String>) -> Result<Vec<String>, Failure> {
        let failed = |error: io::Error| {
            let path = self.root.display().to_string();
            Failure::file("write", &path, &error).help(
                "nothing is half written: make room, or give the right to write, and run it again",
            )
        };
        let made = !self.root.exists();
        fs::create_dir_all(&self.root).map_err(failed)?;
        let beside = self.at(&format!(".momni-db.import.{}", std::process::id()));
        let written = self.stage(&beside, &files).and_then(|()| self.swap(&beside, &files));
        let _ = fs::remove_dir_all(&beside);
        if let Err(error) = written {
            if made {
                let _ = fs::remove_dir(&self.root);
            }
            return Err(failed(error));
        }
        Ok(files.into_keys().collect())
    }

    /// Everything that the new folder is to hold, in a folder beside it.
    fn stage(&self, beside: &Path, files: &BTreeMap<String, String>) -> io::Result<()> {
        // The folder is there even if nothing is declared.
        fs::create_dir_all(beside.join(&self.folder))?;
        for (file, text) in files {
            write(&beside.join(file), text)?;
        }
        // What lies among the declarations and is none of them stays.
        let mut others = Vec::new();
        walk(&self.at(&self.folder), &self.folder, &mut others)?;
        for file in others.iter().filter(|file| !self.old.contains(*file)) {
            let to = beside.join(file);
            if to.symlink_metadata().is_err() {
                if let Some(folder) = to.parent() {
                    fs::create_dir_all(folder)?;
                }
                fs::copy(self.at(file), to)?;
            }
        }
        // All that was written is on the disk before any of it counts.
        rustix::fs::syncfs(fs::File::open(beside)?)?;
        Ok(())
    }

    /// The folder of the declarations changes places at once; the project file comes last.
    fn swap(&self, beside: &Path, files: &BTreeMap<String, String>) -> io::Result<()> {
        let (new, place) = (beside.join(&self.folder), self.at(&self.folder));
        if let Some(parent) = place.parent() {
            fs::create_dir_all(parent)?;
        }
        let replaced = place.symlink_metadata().is_ok();
        exchange(&new, &place, replaced)?;
        let outside = |file: &&String| !file.starts_with(&format!("{}/", self.folder));
        let mut done: Vec<&String> = Vec::new();
        let rest = files.keys().filter(outside).filter(|file| **file != read::FILE);
        let last = files.keys().filter(|file| **file == read::FILE);
        for file in rest.chain(last) {
            if let Err(error) = fs::rename(beside.join(file), self.at(file)) {
                // Back to what it was.
                for file in done {
                    let _ = fs::remove_file(self.at(file));
                }
                let _ = exchange(&place, &new, replaced);
                return Err(error);
            }
            done.push(file);
        }
        for file in self.old.iter().filter(outside) {
            fs::remove_file(self.at(file))?;
        }
        fs::File::open(&self.root)?.sync_all()
    }
}

/// Puts the first in the place of the second, and the second, if it is there, in that of the first.
fn exchange(new: &Path, place: &Path, replaced: bool) -> io::Result<()> {
    if !replaced {
        return fs::rename(new, place);
    }
    match renameat_with(CWD, new, CWD, place, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        // Not every file system can do it at once.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {
            let aside = new.with_extension("old");
            fs::rename(place, &aside)?;
            if let Err(error) = fs::rename(new, place) {
                let _ = fs::rename(&aside, place);
                return Err(error);
            }
            fs::rename(aside, new)
        }
        Err(error) => Err(error.into()),
    }
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

/// Every file below a folder, by its name within the project.
fn walk(folder: &Path, name: &str, found: &mut Vec<String>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let Ok(own) = entry.file_name().into_string() else { continue };
        let name = format!("{name}/{own}");
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), &name, found)?;
        } else {
            found.push(name);
        }
    }
    Ok(())
}
