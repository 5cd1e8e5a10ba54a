//! The reference: what its pages say, that their links lead somewhere, that whatever a schema holds is shown as what it is, and
//! that a browser draws the diagrams, the page to explore by, and the book.
//!
//! The projects are Momni, the example, and those of `tests/cases/docs/`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

#[path = "docs/book.rs"]
mod book;
#[path = "docs/browser.rs"]
mod browser;
#[path = "docs/diagrams.rs"]
mod diagrams;
#[path = "docs/examples.rs"]
mod examples;
#[path = "docs/explore.rs"]
mod explore;
#[path = "docs/markdown.rs"]
mod markdown;
#[path = "docs/overridden.rs"]
mod overridden;
#[path = "docs/projects.rs"]
mod projects;
#[path = "docs/wide.rs"]
mod wide;

use projects::{CASES, pages, root};
use std::collections::BTreeSet;

#[test]
fn the_references_of_the_projects_are_current() {
    for project in ["", "examples/family-groups"] {
        let ran = support::momni_db(&root(project), &["docs", "--check"]);
        assert_eq!(ran.code, Some(0), "run `momni-db docs` in `{project}`: {ran:?}");
    }
}

#[test]
fn the_same_schema_gives_the_same_bytes() {
    for project in CASES {
        assert_eq!(pages(project), pages(project), "{project}");
    }
}

#[test]
fn odd_names_are_shown_as_they_are() {
    let pages = pages("tests/cases/docs/odd");
    // The page to explore by holds its script, and is looked at in a browser.
    for (path, text) in pages.iter().filter(|(path, _)| path.ends_with(".md")) {
        insta::with_settings!({ snapshot_path => "cases/docs/odd.snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(path.replace(['/', '.'], "_"), text);
        });
    }
}

#[test]
fn every_object_has_its_place() {
    use momni_db::catalog::Kind;
    for project in CASES {
        let catalog = projects::catalog(project);
        let pages = pages(project);
        let all: String = pages.values().map(String::as_str).collect();
        let missing: Vec<String> = catalog
            .iter()
            .filter(|(id, _)| {
                !matches!(id.kind, Kind::Database | Kind::Membership | Kind::DefaultExpr)
            })
            .filter(|(id, _)| id.kind != Kind::DefaultPrivileges || !id.name.is_empty())
            // As code shows it: what stands in backquotes, or in HTML where there is a pipe in it.
            .filter(|(id, _)| {
                !all.contains(&*id.name) && !all.contains(&markdown::in_html(&id.name))
            })
            .map(|(id, _)| id.to_string())
            .collect();
        assert_eq!(missing, Vec::<String>::new(), "{project}: named nowhere");
    }
}

#[test]
fn pages_are_called_like_their_objects() {
    let paths: BTreeSet<String> = pages("").into_keys().collect();
    for wanted in [
        "README.md",
        "access.md",
        "areas/families.md",
        "coverage.md",
        "endpoints.md",
        "explore.html",
        "functions/api.create_family.md",
        "glossary.md",
        "migrations.md",
        "names.md",
        "others.md",
        "policies.md",
        "roles/momni_member.md",
        "tables/app.families.md",
        "types/app.person_name.md",
    ] {
        assert!(paths.contains(wanted), "{wanted} is not among {paths:#?}");
    }
    let small: BTreeSet<String> =
        pages("tests/cases/docs/odd").into_keys().map(|it| it.to_lowercase()).collect();
    assert_eq!(
        small.len(),
        pages("tests/cases/docs/odd").len(),
        "two pages are one where case does not count"
    );
}
