//! Cases: a project in `tests/cases/openapi/<case>/`. What is made of it is a snapshot beside it, and the same on every version of
//! PostgreSQL.

use crate::support;
use momni_db::diagnostic;
use momni_db::generate::{self, Source};
use momni_db::pipeline::{Options, build_kept};
use momni_db::read::{self, Project};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The folder of a case.
pub(crate) fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/openapi").join(name)
}

pub(crate) fn project(root: &Path) -> Project {
    let human = diagnostic::Format::Human;
    read::project(root).map_or_else(
        |faults| {
            panic!("{}", diagnostic::render(&faults.diagnostics, &faults.sources, human, false))
        },
        |(project, _)| project,
    )
}

/// What is made of a project, by path.
pub(crate) fn made(root: &Path, major: u32) -> BTreeMap<String, String> {
    let project = project(root);
    let options = Options { major: Some(major), ..Options::default() };
    let kept = support::run(build_kept(&project.declared, &options)).unwrap();
    let source = Source {
        config: &project.config,
        catalog: &kept.catalog,
        fingerprint: &kept.fingerprint,
        objects: project.declared.objects().unwrap(),
        migrations: &[],
        templates: &BTreeMap::new(),
    };
    generate::files(&source, &project.config.build.outputs).texts
}

/// The files of a case, which every version gives, in a folder.
pub(crate) fn files(name: &str) -> (tempfile::TempDir, BTreeMap<String, String>) {
    let texts = made(&case(name), 15);
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in &texts {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    (folder, texts)
}

#[test]
fn what_is_made_is_known_and_the_same_on_every_version() {
    let case = case("whole");
    let texts = made(&case, 15);
    assert!(texts.contains_key("docs/openapi.json"), "{:?}", texts.keys());
    let newer = made(&case, 18);
    for (path, text) in &texts {
        assert!(generate::is_generated(text), "{path}");
        if !path.ends_with(".sql") {
            assert_eq!(newer.get(path), Some(text), "{path}");
        }
    }
    assert_eq!(newer.len(), texts.len());
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(&case);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        insta::assert_snapshot!("openapi", texts["docs/openapi.json"]);
        insta::assert_snapshot!("dbml", texts["docs/schema.dbml"]);
        insta::assert_snapshot!("pgtap", texts["docs/schema.pgtap.sql"]);
        insta::assert_snapshot!("input", texts["docs/schemas/api.every_type.input.json"]);
    });
}
