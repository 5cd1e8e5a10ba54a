//! `momni-db diff`: states of one project in words.

use crate::made::case;
use crate::support::{document::copy, momni_db};
use std::fs;

#[test]
fn what_differs_is_said_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let (root, other) = (folder.path().join("one"), folder.path().join("two"));
    copy(&case("whole"), &root);
    copy(&case("whole"), &other);
    let generated = momni_db(&root, &["generate"]);
    assert_eq!(generated.code, Some(0), "{}", generated.stderr);
    let same = momni_db(&root, &["diff", "1", "."]);
    assert_eq!(same.code, Some(0), "{}", same.stderr);
    assert_eq!(same.stdout, "nothing differs between V1 and .\n");
    let file = other.join("schema/all.yaml");
    let text = fs::read_to_string(&file).unwrap();
    let edits = [
        ("[sad, happy]", "[sad, happy, calm]"),
        (
            "      note: { type: text, null: true, check: length(note) <= 200 }\n",
            "      remark: { type: text, null: true }\n",
        ),
        ("name: { type: varchar(80)", "name: { type: varchar(90)"),
        ("stays_host_id_idx: { columns: [host_id] }, ", ""),
    ];
    let text = edits.iter().fold(text, |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    fs::write(&file, text).unwrap();
    let file = other.join("functions/stays.yaml");
    let text = fs::read_to_string(&file).unwrap();
    let text = text
        .replace("note", "remark")
        .replace("execute: [whole_administrator]", "execute: [whole_member]");
    fs::write(&file, text).unwrap();
    let path = other.to_str().unwrap();
    let markdown = momni_db(&root, &["diff", "1", path, "--format", "markdown"]);
    assert_eq!(markdown.code, Some(0), "{}", markdown.stderr);
    insta::with_settings!({ snapshot_path => case("whole"), prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("notes", markdown.stdout.replace(path, "two"));
    });
    let json = momni_db(&root, &["diff", "1", path, "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    let result = &document["result"];
    assert_eq!(result["from"], "V1");
    let objects = result["objects"].as_array().unwrap();
    assert!(
        objects.iter().any(|it| it["object"] == "enum api.mood" && it["turn"] == "changed"),
        "{result}"
    );
    assert!(!result["breaking"].as_array().unwrap().is_empty(), "{result}");
    let unknown = momni_db(&root, &["diff", "1", "nowhere"]);
    assert_eq!(unknown.code, Some(2), "{}", unknown.stderr);
}
