//! From a project's folder to its declared state: load, parse, decode, resolve, check.
//!
//! [`project`] is the whole of it. Only [`files`] touches the disk; the rest are functions of text. Faults are
//! gathered: a file that cannot be read, an unknown key and a reference to nothing are reported together.

mod body_path;
mod config;
mod decode;
mod files;
mod grammar;
mod json_schema;
mod resolve;
mod yaml;

pub use config::{Config, FILE, OLDEST, SCHEMA_FILE};
pub use files::{MAX_FILE, MAX_TOTAL, find_root};
pub use json_schema::json_schema;
pub(crate) use resolve::{BUILT_IN_TRIGGERS, CURRENT_USER, Class, built_in, built_in_type};
pub use yaml::{MAX_ALIASED, MAX_DEPTH};

use crate::catalog::{Catalog, Intent, Name, ObjectId, Scope};
use crate::check;
use crate::diagnostic::{Diagnostic, Level, Sources, Span};
use crate::parallel::each_in_parallel;
use decode::{Context, Decode};
use grammar::{ConfigFile, File};
use std::collections::{BTreeMap, BTreeSet};
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
    /// The text of its files.
    pub sources: Sources,
}

/// What a project declares.
#[derive(Debug, Clone, PartialEq)]
pub struct Declared {
    /// Every object; `major` is 0, expressions are as the author wrote them, and no object is tied to another: see
    /// [`Declared::tied`].
    pub catalog: Catalog,
    /// What the declaration says beyond the state.
    pub intent: Intent,
    /// How far it reaches: roles declared and declared absent, pinned extensions, tables with rows (`keys` is `None`:
    /// the server words the keys).
    pub scope: Scope,
    /// Where the name of each object stands.
    pub origins: BTreeMap<ObjectId, Span>,
    /// What is said of the arguments and results of functions, by function.
    pub signatures: BTreeMap<ObjectId, Signature>,
    /// How unqualified names resolve while the state is built.
    pub search_path: Vec<Name>,
    /// `public` must not be there.
    pub public_absent: bool,
    /// The owner of `public` is stated: it is not left to the server.
    pub public_owned: bool,
}

/// What is said of a function beyond what PostgreSQL can hold. Only what is said: a function of which nothing is said
/// has none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signature {
    /// Of the arguments by name.
    pub args: BTreeMap<Name, Said>,
    /// Of the result under the empty name, and of the columns of its table by theirs.
    pub returns: BTreeMap<Name, Said>,
}

/// What is said of an argument or a result.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// Whether it may be NULL.
    pub null: Option<bool>,
    /// What it is.
    pub comment: Option<String>,
}

impl Declared {
    /// The catalog with every object's `depends_on`, as far as the text tells: what the order of creation goes by.
    pub fn tied(&self) -> Catalog {
        resolve::tied(self)
    }

    /// Nothing but the search path.
    pub(crate) fn empty(config: &Config) -> Self {
        let roles = Some(BTreeSet::new());
        Self {
            catalog: Catalog::default(),
            intent: Intent::default(),
            scope: Scope { roles, ..Scope::everything() },
            origins: BTreeMap::new(),
            signatures: BTreeMap::new(),
            search_path: config.search_path.clone(),
            public_absent: false,
            public_owned: false,
        }
    }
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
    let mut faults = Vec::new();
    let mut sources = Sources::new();
    let file = files::config(root, &mut sources, &mut faults);
    let config_file = file.and_then(|file| decode::<ConfigFile>(&file, &sources, &mut faults).0);
    let Some(config_file) = config_file else { return Err(failed(faults, sources)) };
    let config = Config::of(&config_file, &mut faults);
    let before = faults.len();
    let declarations = files::declarations(root, &config, &config_file, &mut sources, &mut faults);
    let unreadable = faults.len() > before;
    let (files, incomplete) = decode_all(&declarations, &sources, &mut faults);
    files::bodies(root, &files, &mut sources, &mut faults);
    let incomplete = incomplete || unreadable;
    let mut resolved = resolve::resolve(&config, &config_file, &files, &sources, incomplete);
    faults.append(&mut resolved.faults);
    let declared = resolved.declared;
    faults.extend(check::run(check::Subject {
        catalog: &declared.catalog,
        intent: &declared.intent,
        origins: &declared.origins,
        facts: &resolved.facts,
    }));
    mask(&mut sources, &resolved.facts.secrets);
    // Giving a large project's memory back takes as long as a tenth of reading it: nobody has to wait for it.
    std::thread::spawn(move || drop((files, resolved.facts)));
    if faults.iter().any(|fault| fault.level == Level::Error) {
        return Err(failed(faults, sources));
    }
    if declared.origins.is_empty() {
        let fault = Diagnostic::warning("empty-project", "this project declares nothing");
        faults.push(fault.at(config_file.name.span.clone()).help(format!(
            "declarations lie in {}: a database that is to equal them is emptied",
            config.declarations.join(", ")
        )));
    }
    let project = Project { root: root.to_owned(), config, declared, sources };
    Ok((project, sorted(faults)))
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
    let file = file.and_then(|file| decode::<ConfigFile>(&file, &sources, &mut faults).0);
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
    let complete = value.is_some() && !cx.incomplete;
    (value, complete)
}

/// All files, in their order, and whether something of them could not be read.
fn decode_all(
    declarations: &[Arc<str>],
    sources: &Sources,
    faults: &mut Vec<Diagnostic>,
) -> (Vec<resolve::Source>, bool) {
    let mut incomplete = false;
    let mut files = Vec::new();
    for (file, (content, complete), mut found) in each_in_parallel(declarations, |file| {
        let mut found = Vec::new();
        let decoded = decode::<File>(file, sources, &mut found);
        (file.clone(), decoded, found)
    }) {
        faults.append(&mut found);
        incomplete |= !complete;
        files.extend(content.map(|content| resolve::Source { file, content }));
    }
    (files, incomplete)
}
