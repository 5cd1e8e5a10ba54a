//! The only part of the reader that touches the disk: it finds the files and loads their text, within limits.

use super::body_path::beside;
use super::config::{Config, FILE};
use super::grammar::ConfigFile;
use super::resolve::Source;
use crate::diagnostic::{Diagnostic, Sources, Span, nearest};
use crate::parallel::each_in_parallel;
use crate::secure::{FOLDER, TEMPLATES};
use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How large one file may be, in bytes.
pub const MAX_FILE: u64 = 16 * 1024 * 1024;

/// How large all files of a project may be together, in bytes.
pub const MAX_TOTAL: u64 = 256 * 1024 * 1024;

/// How deep folders may nest.
const MAX_FOLDERS: usize = 32;

/// The nearest folder upward that holds a project file.
pub fn find_root(start: &Path) -> Option<PathBuf> {
    let start = fs::canonicalize(start).ok()?;
    start.ancestors().find(|folder| folder.join(FILE).is_file()).map(Path::to_owned)
}

/// Loads the project file.
pub(super) fn config(
    root: &Path,
    sources: &mut Sources,
    faults: &mut Vec<Diagnostic>,
) -> Option<Arc<str>> {
    let file: Arc<str> = Arc::from(FILE);
    if !root.join(FILE).is_file() {
        faults.push(
            Diagnostic::error("no-project", format!("there is no {FILE} in {}", root.display()))
                .help("`momni-db init` makes a project; `-C` names the folder of one"),
        );
        return None;
    }
    load(root, &file, None, sources, &mut Room(MAX_TOTAL), faults).then_some(file)
}

/// Loads every declaration file; returns their names in order.
pub(super) fn declarations(
    root: &Path,
    config: &Config,
    stated: &ConfigFile,
    sources: &mut Sources,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Arc<str>> {
    let mut found = BTreeSet::new();
    for (index, folder) in config.declarations.iter().enumerate() {
        let at = stated.declarations.get(index).map(|text| text.span.clone());
        let inside = Path::new(folder).components().all(|part| {
            matches!(part, std::path::Component::Normal(_) | std::path::Component::CurDir)
        });
        if !inside {
            faults.push(
                Diagnostic::error("outside", format!("`{folder}` leads out of the project"))
                    .at(at)
                    .help("name folders within the project, relative to it"),
            );
            continue;
        }
        let path = root.join(folder);
        if path.is_dir() {
            let mut seen = BTreeSet::new();
            walk(&path, folder, 0, &mut seen, &mut found, faults);
        } else if at.is_some() {
            missing_folder(root, folder, at, faults);
        }
    }
    let found: Vec<_> = found.into_iter().collect();
    // More than is taken in is not kept in memory: such files are read again one by one.
    let held = AtomicU64::new(0);
    let contents = each_in_parallel(&found, |file| {
        if held.load(Ordering::Relaxed) > MAX_TOTAL {
            return None;
        }
        let content = read(&root.join(&**file));
        if let Ok(Some(bytes)) = &content {
            held.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        }
        Some(content)
    });
    let mut room = Room::beside(sources);
    let mut loaded = Vec::with_capacity(found.len());
    for (file, content) in found.into_iter().zip(contents) {
        let content = content.unwrap_or_else(|| read(&root.join(&*file)));
        if take(&file, None, content, sources, &mut room, faults) {
            loaded.push(file);
        }
    }
    loaded
}

/// Loads every file of a folder that may be missing; returns their names in order.
pub(super) fn folder(
    root: &Path,
    folder: &str,
    sources: &mut Sources,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Arc<str>> {
    let mut found = BTreeSet::new();
    let path = root.join(folder);
    if path.is_dir() {
        walk(&path, folder, 0, &mut BTreeSet::new(), &mut found, faults);
    }
    let mut room = Room::beside(sources);
    let mut load = |file: &Arc<str>| load(root, file, None, sources, &mut room, faults);
    found.into_iter().filter(|file| load(file)).collect()
}

fn missing_folder(root: &Path, folder: &str, at: Option<Span>, faults: &mut Vec<Diagnostic>) {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    let folders: Vec<String> = entries
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    let help = match nearest(folder, folders.iter().map(String::as_str)) {
        Some(near) => format!("the nearest folder is `{near}`"),
        None => "make the folder, or take it out of `declarations`".to_owned(),
    };
    let fault = Diagnostic::error("missing-file", format!("there is no folder `{folder}`"));
    faults.push(fault.at(at).help(help));
}

/// Collects the declaration files under a folder. Hidden folders are left out; a link is followed once.
fn walk(
    folder: &Path,
    name: &str,
    depth: usize,
    seen: &mut BTreeSet<PathBuf>,
    found: &mut BTreeSet<Arc<str>>,
    faults: &mut Vec<Diagnostic>,
) {
    if let Ok(real) = fs::canonicalize(folder)
        && (depth > MAX_FOLDERS || !seen.insert(real))
    {
        return;
    }
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            let message = format!("the folder `{name}` cannot be read: {error}");
            faults.push(Diagnostic::error("unreadable", message).help("look at its permissions"));
            return;
        }
    };
    for entry in entries.flatten() {
        let Ok(own) = entry.file_name().into_string() else {
            let message = format!("a file name in `{name}` is not UTF-8");
            faults.push(Diagnostic::error("unreadable", message).help("rename the file"));
            continue;
        };
        let path = entry.path();
        let name = if name == "." { own.clone() } else { format!("{name}/{own}") };
        if own.starts_with('.') {
            continue;
        } else if path.is_dir() {
            walk(&path, &name, depth + 1, seen, found, faults);
        } else if (own.ends_with(".yaml") || own.ends_with(".yml")) && name != FILE {
            found.insert(Arc::from(name));
        }
    }
}

/// Loads the files that functions name as their bodies.
pub(super) fn bodies(
    root: &Path,
    files: &[Source],
    sources: &mut Sources,
    faults: &mut Vec<Diagnostic>,
) {
    let mut room = Room::beside(sources);
    for source in files {
        let functions = source.content.functions.iter().map(|(_, it)| &it.body_file);
        let procedures = source.content.procedures.iter().map(|(_, it)| &it.body_file);
        for text in functions.chain(procedures).flatten() {
            match beside(&source.file, text) {
                Some(path) if sources.contains_key(&path) => {}
                Some(path) => {
                    load(root, &path, Some(&text.span), sources, &mut room, faults);
                }
                None => faults.push(
                    Diagnostic::error("outside", format!("`{}` leads out of the project", text))
                        .at(text.span.clone())
                        .help(
                            "a body lies within the project; its path is relative to the YAML file",
                        ),
                ),
            }
        }
    }
}

/// Loads the project's own templates of functions, where there are some.
pub(super) fn templates(root: &Path, sources: &mut Sources, faults: &mut Vec<Diagnostic>) {
    if !root.join(FOLDER).is_dir() {
        return;
    }
    let mut room = Room::beside(sources);
    for (name, _) in TEMPLATES {
        let file: Arc<str> = Arc::from(format!("{FOLDER}/{name}"));
        if root.join(&*file).is_file() {
            load(root, &file, None, sources, &mut room, faults);
        }
    }
}

/// Loads one of the files that functions name as their bodies, if it can be read.
pub(super) fn body(root: &Path, file: &Arc<str>, sources: &mut Sources) {
    let mut faults = Vec::new();
    load(root, file, None, sources, &mut Room(MAX_FILE), &mut faults);
    if !faults.is_empty() {
        sources.remove(file);
    }
}

/// Loads one file.
fn load(
    root: &Path,
    file: &Arc<str>,
    asked: Option<&Span>,
    sources: &mut Sources,
    room: &mut Room,
    faults: &mut Vec<Diagnostic>,
) -> bool {
    take(file, asked, read(&root.join(&**file)), sources, room, faults)
}

/// Takes in what was read of a file. Whatever is wrong is told where it is asked for, or at the file itself.
fn take(
    file: &Arc<str>,
    asked: Option<&Span>,
    content: std::io::Result<Option<Vec<u8>>>,
    sources: &mut Sources,
    room: &mut Room,
    faults: &mut Vec<Diagnostic>,
) -> bool {
    let here = || Span { file: file.clone(), start: 0, end: 0 };
    let at = || asked.cloned().unwrap_or_else(here);
    let bytes = match content {
        Ok(Some(bytes)) if room.take(bytes.len()) => bytes,
        Ok(bytes) => {
            let (what, limit) = match bytes {
                None => (format!("`{file}` is too large"), MAX_FILE),
                Some(_) => ("the files of the project are too large together".into(), MAX_TOTAL),
            };
            let message = format!("{what}: at most {} MiB are read", limit / 1024 / 1024);
            let help = "declare data in the database, not here; split what is generated into several files";
            faults.push(Diagnostic::error("too-large", message).at(at()).help(help));
            return false;
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let help = "its path is relative to the YAML file that names it";
            let fault = Diagnostic::error("missing-file", format!("there is no file `{file}`"));
            faults.push(fault.at(at()).help(help));
            return false;
        }
        Err(error) => {
            let message = format!("`{file}` cannot be read: {error}");
            faults.push(
                Diagnostic::error("unreadable", message).at(at()).help("look at its permissions"),
            );
            return false;
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => {
            // A byte order mark is no content.
            let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
            sources.insert(file.clone(), Arc::from(text));
            true
        }
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let byte = error.as_bytes().get(valid).copied().unwrap_or_default();
            let end = valid + '\u{fffd}'.len_utf8();
            sources.insert(file.clone(), Arc::from(text));
            let fault = Diagnostic::error("bad-utf8", format!("byte {byte:#04x} is not UTF-8"))
                .at(Span { file: file.clone(), start: valid, end })
                .help("save the file as UTF-8");
            faults.push(fault);
            false
        }
    }
}

/// How many bytes may still be read.
struct Room(u64);

impl Room {
    /// What the files that were read leave.
    fn beside(sources: &Sources) -> Self {
        let used: usize = sources.values().map(|text| text.len()).sum();
        Self(MAX_TOTAL.saturating_sub(used as u64))
    }

    fn take(&mut self, bytes: usize) -> bool {
        let left = self.0.checked_sub(bytes as u64);
        self.0 = left.unwrap_or(self.0);
        left.is_some()
    }
}

/// The bytes of a file; `None` when there are too many.
fn read(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    let file = fs::File::open(path)?;
    let size = file.metadata()?.len();
    if size > MAX_FILE {
        return Ok(None);
    }
    // One byte more than there is: the end is seen without growing.
    let mut bytes = Vec::with_capacity(size as usize + 1);
    file.take(MAX_FILE + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= MAX_FILE).then_some(bytes))
}
