//! `momni-db diff`: states of one project in words.

use crate::made::case;
use crate::support::{MAJORS, database, document::copy, execute, momni_db, server};
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

/// A project of one table, whose second state renames it and a column of it.
fn renaming(root: &std::path::Path, declared: &str) {
    fs::create_dir_all(root.join("schema")).unwrap();
    fs::write(root.join("momni-db.yaml"), "name: renaming\n").unwrap();
    fs::write(root.join("schema/all.yaml"), declared).unwrap();
}

#[test]
fn what_a_project_renames_is_told_as_renamed() {
    let folder = tempfile::tempdir().unwrap();
    let (root, other) = (folder.path().join("one"), folder.path().join("two"));
    renaming(&root, "tables: { notes: { columns: { id: int, text: text, page: int } } }\n");
    let after = "tables:\n  remarks:\n    renamed_from: notes\n    columns:\n      id: int\n      \
                 words: { type: text, renamed_from: text }\n      line: int\n";
    renaming(&other, after);
    let told = momni_db(&root, &["diff", ".", other.to_str().unwrap()]);
    assert_eq!(told.code, Some(0), "{}", told.stderr);
    for part in [
        "table public.remarks is changed",
        "renamed from notes",
        "column words is renamed from text",
        "column line integer is new",
        "column page is gone",
        "table public.notes is called remarks now: what names it fails",
    ] {
        assert!(told.stdout.contains(part), "{part}: {}", told.stdout);
    }
    assert!(!told.stdout.contains("is gone\n  columns"), "{}", told.stdout);
    // The other way nothing says so.
    let back = momni_db(&other, &["diff", ".", root.to_str().unwrap()]);
    assert!(back.stdout.contains("table public.remarks is gone"), "{}", back.stdout);
    assert!(back.stdout.contains("table public.notes is new"), "{}", back.stdout);
}

#[test]
fn databases_stand_on_either_side() {
    for major in MAJORS {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("one");
        renaming(&root, "tables: { notes: { columns: { id: int, text: text } } }\n");
        let targets = ["diff_one", "diff_two"].map(|name| database(server(major, &[]), name));
        let [one, two] = targets.each_ref().map(ToString::to_string);
        for target in &targets {
            execute(target, "create table notes (id integer not null, text text not null)");
        }
        let diff = |from: &str, to: &str| {
            let ran = momni_db(&root, &["diff", from, to]);
            assert_eq!(ran.code, Some(0), "PostgreSQL {major}: {}", ran.stderr);
            ran.stdout
        };
        assert!(diff(&one, &two).starts_with("nothing differs between "), "{}", diff(&one, &two));
        execute(&targets[1], "alter table notes add column page integer");
        for (from, to) in [(one.as_str(), two.as_str()), (".", &two)] {
            let told = diff(from, to);
            assert!(told.contains("column page integer is new, and may be NULL"), "{told}");
        }
        assert!(diff(&two, ".").contains("column page is gone"), "{}", diff(&two, "."));
        assert!(diff("0", &two).contains("table public.notes is new"));
    }
    // Two versions word one state differently.
    let folder = tempfile::tempdir().unwrap();
    renaming(folder.path(), "tables: { notes: { columns: { id: int } } }\n");
    let urls = MAJORS.map(|major| database(server(major, &[]), "diff_versions").to_string());
    let ran = momni_db(folder.path(), &["diff", &urls[0], &urls[1]]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("different major versions"), "{}", ran.stderr);
}
