//! OpenAPI documents, judged by an independent validator.

use crate::made::files;
use crate::tools::{valid, validate};
use std::fs;
use std::path::Path;

#[test]
fn a_document_of_everything_is_valid() {
    let (folder, _) = files("whole");
    let count = valid("openapi", &[&folder.path().join("docs/openapi.json")]);
    assert!(count > 40, "{count} examples hold their schemas");
}

#[test]
fn the_documents_of_the_projects_are_valid() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let momni = root.join("docs/openapi.json");
    let family_groups = root.join("examples/family-groups/docs/openapi.json");
    let count = valid("openapi", &[&momni, &family_groups]);
    assert!(count > 200, "{count} examples hold their schemas");
}

/// The validators find what is wrong: without that the other tests would say nothing.
#[test]
fn what_is_wrong_is_found() {
    let (folder, texts) = files("whole");
    let text = &texts["docs/openapi.json"];
    let file = folder.path().join("broken.json");
    for (from, to, wanted) in [
        (
            "\"required\": true,\n            \"description\": \"The key.\"",
            "\"required\": false",
            "required",
        ),
        ("\"title\": \"Stays\"", "\"name\": \"Stays\"", "title"),
        ("\"example\": \"2026-03-14\"", "\"example\": \"yesterday\"", "yesterday"),
        ("\"detail\": \"It is taken.\"", "\"detail\": 5", "5 is not of type 'string'"),
    ] {
        assert!(text.contains(from), "{from}");
        fs::write(&file, text.replacen(from, to, 1)).unwrap();
        let said = validate("openapi", &[&file]);
        assert_eq!(said.code, Some(1), "{to}: {}{}", said.stdout, said.stderr);
        assert!(said.stdout.contains(wanted), "{to}: {}", said.stdout);
    }
}
