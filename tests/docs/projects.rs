//! The pages of projects, made as the program makes them.

use crate::support;
use momni_db::catalog::Catalog;
use momni_db::generate::{self, Files, KEPT_FILE, Kept, Migration, Output, Source};
use momni_db::pipeline::{Options, build_kept};
use momni_db::read::{self, Project};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

/// The projects of which every page is looked at.
pub(crate) const CASES: [&str; 3] = ["", "examples/family-groups", "tests/cases/docs/odd"];

/// The folder of a project within the repository.
pub(crate) fn root(project: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(project)
}

/// The project and its catalog: the one that it keeps, else as a server words it.
fn known(project: &str) -> &'static (Project, Kept) {
    type Known = Mutex<BTreeMap<String, &'static (Project, Kept)>>;
    static KNOWN: OnceLock<Known> = OnceLock::new();
    let mut known = KNOWN.get_or_init(Known::default).lock().unwrap_or_else(|e| e.into_inner());
    known.entry(project.to_owned()).or_insert_with(|| {
        let (read, _) =
            read::project(&root(project)).unwrap_or_else(|it| panic!("{:#?}", it.diagnostics));
        let kept = match std::fs::read_to_string(root(project).join("migrations").join(KEPT_FILE)) {
            Ok(text) => Kept::parse(&text).unwrap(),
            Err(_) => {
                let options = Options { major: Some(15), ..Options::default() };
                support::run(build_kept(&read.declared, &options))
                    .unwrap_or_else(|it| panic!("{it}"))
            }
        };
        Box::leak(Box::new((read, kept)))
    })
}

pub(crate) fn catalog(project: &str) -> &'static Catalog {
    &known(project).1.catalog
}

/// The pages of a project by their paths within the reference.
pub(crate) fn pages(project: &str) -> BTreeMap<String, String> {
    let files = made(project, |source| generate::files(source, &[Output::Docs].into()));
    let folder = format!("{}/", known(project).0.config.build.docs_folder);
    let pages = files.texts.into_iter();
    pages.map(|(path, text)| (path.strip_prefix(&folder).unwrap().to_owned(), text)).collect()
}

/// The source of the book of a project.
pub(crate) fn book(project: &str) -> Files {
    made(project, generate::book)
}

fn made(project: &str, make: impl FnOnce(&Source<'_>) -> Files) -> Files {
    let (read, kept) = known(project);
    let migrations = migrations(&root(project));
    let source = Source {
        config: &read.config,
        catalog: &kept.catalog,
        fingerprint: &kept.fingerprint,
        objects: read.declared.objects().unwrap(),
        migrations: &migrations,
        templates: &BTreeMap::new(),
    };
    let files = make(&source);
    assert_eq!(
        files.faults.iter().map(|it| &it.message).collect::<Vec<_>>(),
        Vec::<&String>::new()
    );
    files
}

fn migrations(root: &Path) -> Vec<Migration> {
    let files = momni_db::apply::read(&root.join("migrations")).unwrap();
    let files = files.files().iter().map(|file| Migration {
        version: file.version,
        name: file.name.clone(),
        text: file.sql.to_string(),
    });
    files.collect()
}
