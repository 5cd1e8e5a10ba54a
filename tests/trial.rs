//! Access tests: projects in `tests/cases/test/`, run by the program on real servers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use std::path::{Path, PathBuf};

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/test").join(name)
}

/// What the program says of a case, the same on every server.
fn said(name: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let mut found = support::MAJORS.map(|major| {
        let major = major.to_string();
        let mut all = vec!["test", "--postgres", &major];
        all.extend(arguments);
        let ran = support::momni_db(&case(name), &all);
        assert!(ran.code == Some(0) || ran.code == Some(1), "{}", ran.stderr);
        (ran.code, ran.stdout)
    });
    let [first, second] = &found;
    assert_eq!(first.1, second.1, "the servers differ");
    std::mem::take(&mut found[0])
}

#[test]
fn a_failure_shows_where_what_and_what_came() {
    let (code, text) = said("notes", &["--verbose"]);
    assert_eq!(code, Some(1));
    insta::with_settings!({ snapshot_path => case("notes"), prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("failures", text);
    });
}

#[test]
fn one_test_is_chosen_by_its_name() {
    let (code, text) = said("notes", &["a title is told"]);
    assert_eq!((code, &*text), (Some(0), "1 test passed\n"));
}
