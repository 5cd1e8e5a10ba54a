//! What a project declares: an outline that every command needs, and the objects, which not every one does.

use super::resolve::tied;
use super::shape::Shape;
use super::{Faults, Files};
use crate::catalog::{Catalog, Intent, Name, ObjectId, QName, Scope};
use crate::diagnostic::{Sources, Span};
use crate::judge::Allow;
use crate::schedule::Jobs;
use crate::secure::Secured;
use crate::trial::Trials;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// What a project declares.
#[derive(Debug, Clone)]
pub struct Declared {
    /// What is at hand.
    pub outline: Outline,
    objects: OnceLock<Result<Arc<Objects>, Box<Faults>>>,
    /// What the objects are read from; `None` where they were read first.
    files: Option<Arc<Files>>,
}

/// What commands need before they look at any object, and may be all that they need.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outline {
    /// What the declaration says beyond the state.
    pub intent: Intent,
    /// How far it reaches: roles declared and declared absent, pinned extensions, tables with rows (`keys` is `None`:
    /// the server words the keys).
    pub scope: Scope,
    /// How unqualified names resolve while the state is built.
    pub search_path: Vec<Name>,
    /// `public` must not be there.
    pub public_absent: bool,
    /// The owner of `public` is stated: it is not left to the server.
    pub public_owned: bool,
    /// What a server must offer.
    pub extensions: BTreeSet<String>,
    /// Tells the declared state from others, where it is known.
    pub digest: Option<String>,
}

/// Where the name of each object stands.
pub type Origins = BTreeMap<ObjectId, Span>;

/// The objects, and what is said about them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Objects {
    /// Every object; `major` is 0, expressions are as the author wrote them, and no object is tied to another: see
    /// [`Objects::tied`].
    pub catalog: Catalog,
    /// Where the name of each object stands.
    pub origins: Origins,
    /// What is said of the arguments and results of functions, by function.
    pub signatures: BTreeMap<ObjectId, Signature>,
    /// Functions whose bodies PostgreSQL does not read while the state is built.
    pub unchecked: BTreeSet<ObjectId>,
    /// Keys that are left out although it matters that they are said, by object: `on_delete`, `row_security`, `execute`, of a
    /// function that policies ask their `to`.
    pub unsaid: BTreeSet<(ObjectId, &'static str)>,
    /// Rules of `check` that may be broken.
    pub allows: Vec<Allow>,
    /// Where the bodies of functions stand, as far as they have lines of their own.
    pub authored: BTreeMap<ObjectId, Authored>,
    /// The access tests, and how they are run.
    pub trials: Trials,
    /// The jobs.
    pub jobs: Jobs,
    /// What the JSON of domains looks like.
    pub shapes: BTreeMap<QName, Shape>,
    /// The text of the files, with secrets covered.
    pub sources: Sources,
}

/// What is said of a function beyond what PostgreSQL can hold. Only what is said: a function of which nothing is said
/// has none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signature {
    /// Of the arguments by name.
    pub args: BTreeMap<Name, Said>,
    /// Of the result under the empty name, and of the columns of its table by theirs.
    pub returns: BTreeMap<Name, Said>,
    /// What surrounds its body, and what a REST server is told of it.
    pub secured: Option<Box<Secured>>,
}

/// Where the author's body stands, and where it stands in what was made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authored {
    /// The file.
    pub file: Arc<str>,
    /// Its first line in the file, from 1.
    pub first: usize,
    /// How many lines it has.
    pub lines: usize,
    /// How many lines stand before it in the function's body.
    pub before: usize,
}

impl Authored {
    /// The place of a line of the function's body, from 1; `None` where it is not the author's.
    pub fn line(&self, line: usize, sources: &Sources) -> Option<Span> {
        let line = line.checked_sub(self.before).filter(|line| (1..=self.lines).contains(line))?;
        let text = sources.get(&self.file)?;
        let mut start = 0;
        for (at, piece) in text.split_inclusive('\n').enumerate() {
            if at + 1 == self.first + line - 1 {
                let indent = piece.len() - piece.trim_start().len();
                let end = start + piece.trim_end().len();
                return Some(Span {
                    file: self.file.clone(),
                    start: (start + indent).min(end),
                    end,
                });
            }
            start += piece.len();
        }
        None
    }
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
    pub(super) fn new(outline: Outline, objects: Objects) -> Self {
        Self { outline, objects: OnceLock::from(Ok(Arc::new(objects))), files: None }
    }

    /// The objects are read from the files when somebody asks for them.
    pub(super) fn known(outline: Outline, files: Files) -> Self {
        Self { outline, objects: OnceLock::new(), files: Some(Arc::new(files)) }
    }

    /// The objects.
    ///
    /// # Errors
    /// What is wrong with the files, where they were changed since the outline was made.
    pub fn objects(&self) -> Result<&Arc<Objects>, Box<Faults>> {
        let read = || match &self.files {
            Some(files) => {
                files.read().and_then(|(project, _)| project.declared.objects().cloned())
            }
            None => Ok(Arc::default()),
        };
        self.objects.get_or_init(read).as_ref().map_err(Clone::clone)
    }

    /// The text of the files, with secrets covered, as far as somebody has looked at the objects: nothing else points
    /// into it.
    pub fn sources(&self) -> Sources {
        match self.objects.get() {
            Some(Ok(objects)) => objects.sources.clone(),
            Some(Err(faults)) => faults.sources.clone(),
            None => Sources::new(),
        }
    }
}

impl Objects {
    /// The catalog with every object's `depends_on`, as far as the text tells: what the order of creation goes by.
    pub fn tied(&self, search_path: &[Name]) -> Catalog {
        tied(&self.catalog, search_path)
    }
}
