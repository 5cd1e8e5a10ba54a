//! From a project's folder to its declared state: load, parse, decode, resolve, check.
//!
//! [`project`] is the whole of it. Only [`files`] touches the disk; the rest are functions of text. Faults are
//! gathered: a file that cannot be read, an unknown key and a reference to nothing are reported together.

mod body_path;
mod build;
mod config;
mod declared;
mod decode;
mod edit;
mod files;
mod grammar;
mod json_schema;
mod parts;
mod resolve;
mod seeds;
mod shape;
mod time_span;
mod yaml;

pub use build::{Build, OpenApi, Output, Version};
pub use config::{Config, FILE, Hook, Hooks, Lint, Migrate, OLDEST, SCHEMA_FILE};
pub use declared::{Authored, Declared, Objects, Origins, Outline, Said, Signature};
pub use edit::{Insertion, inserted, insertions};
pub use files::{MAX_FILE, MAX_TOTAL, find_root};
pub use json_schema::json_schema;
pub use parts::{Parts, Trees};
pub(crate) use resolve::{BUILT_IN_TRIGGERS, CURRENT_USER, Class, built_in, built_in_type};
pub use seeds::{SEED_FOLDER, seeds};
pub use shape::{Holds, Shape, ShapeField};
pub use time_span::time_span;
pub use yaml::{MAX_ALIASED, MAX_DEPTH};

use crate::check;
use crate::diagnostic::{Diagnostic, Level, Sources, Span};
use crate::judge::Allow;
use crate::parallel::each_in_parallel;
use decode::{Context, Decode};
use grammar::{ConfigFile, File};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A project that was read without a fault.
#[derive(Debug, Clone)]
pub struct Project {
    /// Its folder.
    pub root: PathBuf,
    /// Its project file.
    pub config: Config,
    /// What it declares.
    pub declared: Declared,
}

/// The files of a project, loaded and not parsed but for the project file. What its functions name as their bodies is
/// loaded when the rest is read.
#[derive(Debug)]
pub struct Files {
    root: PathBuf,
    config: Config,
    stated: ConfigFile,
    declarations: Vec<Arc<str>>,
    sources: Sources,
    faults: Vec<Diagnostic>,
    /// Some could not be loaded.
    unreadable: bool,
}

/// Why a project cannot be read.
#[derive(Debug, Clone)]
pub struct Faults {
    /// Everything that was found, warnings too, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// The text of the files, for snippets.
    pub sources: Sources,
}

/// Reads the project in a folder. Beside it come the warnings.
///
/// # Errors
/// Everything that is wrong with it, at once.
pub fn project(root: &Path) -> Result<(Project, Vec<Diagnostic>), Box<Faults>> {
    load(root)?.read()
}

/// Loads the files of the project in a folder.
///
/// # Errors
/// What is wrong with the project file. What is wrong with others is told when they are read.
pub fn load(root: &Path) -> Result<Files, Box<Faults>> {
    let mut faults = Vec::new();
    let mut sources = Sources::new();
    let file = files::config(root, &mut sources, &mut faults);
    let stated =
        file.and_then(|file| decode::<ConfigFile>(&file, &sources, &mut faults, &mut Vec::new()).0);
    let Some(stated) = stated else { return Err(failed(faults, sources)) };
    let config = Config::of(&stated, &mut faults);
    let before = faults.len();
    let declarations = files::declarations(root, &config, &stated, &mut sources, &mut faults);
    files::templates(root, &mut sources, &mut faults);
    let unreadable = faults.len() > before;
    Ok(Files { root: root.to_owned(), config, stated, declarations, sources, faults, unreadable })
}

impl Files {
    /// The project's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The text of every file by its name.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Whether nothing was wrong so far.
    pub fn are_whole(&self) -> bool {
        self.faults.is_empty()
    }

    /// Loads a file that an earlier reading came to need.
    pub fn body(&self, file: &Arc<str>) -> Option<Arc<str>> {
        let mut sources = Sources::new();
        files::body(&self.root, file, &mut sources);
        sources.remove(file)
    }

    /// Parses, decodes, resolves and checks. Beside the project come the warnings.
    ///
    /// # Errors
    /// Everything that is wrong with it, at once.
    pub fn read(&self) -> Result<(Project, Vec<Diagnostic>), Box<Faults>> {
        let Self { root, config, stated, declarations, .. } = self;
        let (mut sources, mut faults) = (self.sources.clone(), self.faults.clone());
        let mut allows = Vec::new();
        let (files, incomplete) = decode_all(declarations, &sources, &mut faults, &mut allows);
        files::bodies(root, &files, &mut sources, &mut faults);
        let incomplete = incomplete || self.unreadable;
        let mut resolved = resolve::resolve(config, stated, &files, &sources, incomplete);
        faults.append(&mut resolved.faults);
        let draft = resolved.draft;
        faults.extend(check::run(check::Subject {
            catalog: &draft.catalog,
            intent: &draft.intent,
            origins: &draft.origins,
            facts: &resolved.facts,
        }));
        mask(&mut sources, &resolved.facts.secrets);
        // Giving a large project's memory back takes as long as a tenth of reading it: nobody has to wait for it.
        std::thread::spawn(move || drop((files, resolved.facts)));
        if faults.iter().any(|fault| fault.level == Level::Error) {
            return Err(failed(faults, sources));
        }
        if draft.origins.is_empty() {
            let fault = Diagnostic::warning("empty-project", "this project declares nothing");
            faults.push(fault.at(stated.name.span.clone()).help(format!(
                "declarations lie in {}: a database that is to equal them is emptied",
                config.declarations.join(", ")
            )));
        }
        let declared = draft.declared(sources, allows);
        let project = Project { root: root.clone(), config: config.clone(), declared };
        Ok((project, sorted(faults)))
    }

    /// The project whose objects are read when somebody asks for them; the rest is known from an earlier reading of
    /// the same files.
    pub fn known(self, outline: Outline) -> Project {
        let (root, config) = (self.root.clone(), self.config.clone());
        Project { root, config, declared: Declared::known(outline, self) }
    }
}

/// Takes secrets out of the text that diagnostics show, where each keeps its place.
fn mask(sources: &mut Sources, secrets: &[Span]) {
    for span in secrets {
        let Some(text) = sources.get_mut(&span.file) else { continue };
        let Some(secret) = text.get(span.start..span.end) else { continue };
        let stars: String = secret.bytes().map(|it| if it == b'\n' { '\n' } else { '*' }).collect();
        *text = format!("{}{stars}{}", &text[..span.start], &text[span.end..]).into();
    }
}

/// Reads the project file in a folder, and nothing else.
///
/// # Errors
/// Everything that is wrong with it.
pub fn config(root: &Path) -> Result<Config, Box<Faults>> {
    let mut faults = Vec::new();
    let mut sources = Sources::new();
    let file = files::config(root, &mut sources, &mut faults);
    let file =
        file.and_then(|file| decode::<ConfigFile>(&file, &sources, &mut faults, &mut Vec::new()).0);
    let config = file.map(|file| Config::of(&file, &mut faults));
    match config {
        Some(config) if !faults.iter().any(|it| it.level == Level::Error) => Ok(config),
        _ => Err(failed(faults, sources)),
    }
}

fn failed(diagnostics: Vec<Diagnostic>, sources: Sources) -> Box<Faults> {
    Box::new(Faults { diagnostics: sorted(diagnostics), sources })
}

/// By file and place, each once. A warning at the place of an error only follows from it.
fn sorted(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let errors: BTreeSet<Span> = diagnostics
        .iter()
        .filter(|it| it.level == Level::Error)
        .filter_map(|it| it.span.clone())
        .collect();
    diagnostics.retain(|it| {
        it.level == Level::Error || !it.span.as_ref().is_some_and(|span| errors.contains(span))
    });
    let key = |it: &Diagnostic| (it.span.clone(), it.rule, it.message.clone());
    diagnostics.sort_by_cached_key(key);
    diagnostics.dedup();
    diagnostics
}

/// One file, and whether all of it could be read.
fn decode<T: Decode>(
    file: &Arc<str>,
    sources: &Sources,
    faults: &mut Vec<Diagnostic>,
    allows: &mut Vec<Allow>,
) -> (Option<T>, bool) {
    let text = sources.get(file).map_or("", |text| text);
    let node = match yaml::parse(file, text, faults) {
        Ok(Some(node)) if !node.is_null() => node,
        Ok(_) if &**file == FILE => yaml::Node::nothing(),
        Ok(_) => {
            let span = Span { file: file.clone(), start: 0, end: 0 };
            let fault = Diagnostic::warning("empty-file", "this file declares nothing").at(span);
            faults.push(fault.help("remove it, or declare something in it"));
            let mut cx = Context::new(file.clone());
            let nothing = yaml::Node::nothing();
            let value = T::decode(&nothing, &mut cx);
            faults.append(&mut cx.faults);
            return (value, true);
        }
        Err(()) => return (None, false),
    };
    let mut cx = Context::new(file.clone());
    cx.root = (node.start, node.end);
    let value = T::decode(&node, &mut cx);
    faults.append(&mut cx.faults);
    allows.append(&mut cx.allows);
    let complete = value.is_some() && !cx.incomplete;
    (value, complete)
}

/// All files, in their order, and whether something of them could not be read.
fn decode_all(
    declarations: &[Arc<str>],
    sources: &Sources,
    faults: &mut Vec<Diagnostic>,
    allows: &mut Vec<Allow>,
) -> (Vec<resolve::Source>, bool) {
    let mut incomplete = false;
    let mut files = Vec::new();
    for (file, (content, complete), mut found, mut said) in each_in_parallel(declarations, |file| {
        let (mut found, mut said) = (Vec::new(), Vec::new());
        let decoded = decode::<File>(file, sources, &mut found, &mut said);
        (file.clone(), decoded, found, said)
    }) {
        faults.append(&mut found);
        allows.append(&mut said);
        incomplete |= !complete;
        files.extend(content.map(|content| resolve::Source { file, content }));
    }
    (files, incomplete)
}
