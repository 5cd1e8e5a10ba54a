//! The examples of `docs/yaml.md` are one project, and it reads without a finding.

use crate::document::{blocks, document};
use momni_db::catalog::Kind;
use momni_db::diagnostic::{Format, render};
use momni_db::read::{MAX_ALIASED, MAX_DEPTH, MAX_FILE, MAX_TOTAL, project};

fn guide() -> String {
    document("yaml.md")
}

#[test]
fn the_examples_are_a_project() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir_all(root.join("schema")).unwrap();
    std::fs::create_dir_all(root.join("functions")).unwrap();
    std::fs::write(root.join("schema/stays_of.sql"), "begin end").unwrap();
    let blocks = blocks(&guide());
    assert!(blocks.len() >= 11, "{}", blocks.len());
    for (index, (file, text)) in blocks.into_iter().enumerate() {
        let file = if file.is_empty() { format!("schema/{index:02}.yaml") } else { file };
        std::fs::write(root.join(file), text).unwrap();
    }
    match project(root) {
        Ok((project, warnings)) => {
            let found = render(&warnings, &project.declared.sources(), Format::Human, false);
            assert!(found.is_empty(), "{found}");
            // One of each kind, or the guide has forgotten it.
            let kinds =
                project.declared.objects().unwrap().catalog.objects.keys().map(|id| id.kind);
            let kinds: std::collections::BTreeSet<Kind> = kinds.collect();
            assert_eq!(kinds.len(), 46, "{kinds:?}");
        }
        Err(faults) => {
            panic!("{}", render(&faults.diagnostics, &faults.sources, Format::Human, false))
        }
    }
}

#[test]
fn the_limits_in_the_guide_are_the_limits() {
    let guide = guide();
    assert_eq!(MAX_ALIASED, 100_000);
    assert!(guide.contains("100,000 repeated values"));
    for limit in [
        format!("at most {} MiB", MAX_FILE / 1024 / 1024),
        format!("at most {} MiB", MAX_TOTAL / 1024 / 1024),
        format!("at most {MAX_DEPTH} deep"),
    ] {
        assert!(guide.contains(&limit), "{limit}");
    }
}

/// Every section of a declaration file is in the guide.
#[test]
fn every_section_is_shown() {
    let schema = momni_db::read::json_schema();
    let guide = guide();
    let sections = schema["$defs"]["File"]["properties"].as_object().unwrap();
    assert!(sections.len() > 15, "{}", sections.len());
    for section in sections.keys().filter(|section| *section != "schema") {
        assert!(guide.contains(&format!("\n{section}:\n")), "{section} is not shown");
    }
}
