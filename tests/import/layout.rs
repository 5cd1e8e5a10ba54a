//! What an imported project looks like: `tests/cases/import/<case>/script.sql`, and the project beside it.

use crate::support;
use crate::trip::{Servers, round, shown};
use std::path::{Path, PathBuf};

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/import");
    let mut cases: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    cases
}

#[test]
fn every_case() {
    let only = std::env::var("CASE").ok();
    let cases = cases();
    assert!(cases.len() > 2, "the cases are gone");
    for major in support::MAJORS {
        let servers = Servers::apart(major);
        for case in &cases {
            let name = case.file_name().unwrap().to_str().unwrap();
            if only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
                continue;
            }
            let script = std::fs::read_to_string(case.join("script.sql")).unwrap();
            let imported = support::run(async {
                let source = servers.database(name).await;
                source.batch(&script).await.unwrap_or_else(|error| panic!("{error}"));
                round(&servers, name, &source).await.unwrap_or_else(|error| panic!("{error}"))
            });
            assert_eq!(imported.warnings, [], "{name} on {major}");
            assert!(imported.catalog.unmodelled.is_empty(), "{name} on {major}");
            let longest = imported.files.values().flat_map(|text| text.lines()).map(str::len).max();
            assert!(longest.unwrap() <= 120, "{name}: a line of {longest:?} bytes");
            if major == 15 {
                insta::with_settings!({
                    snapshot_path => case.clone(),
                    prepend_module_to_snapshot => false,
                    omit_expression => true,
                }, { insta::assert_snapshot!("project", shown(&imported.files)) });
            }
        }
    }
}
