//! `momni-db access`, in each of its forms.

use crate::support::document::copy;
use crate::support::{MAJORS, Ran, database, momni_db, server};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The project of the tests, in a folder that may be changed.
fn library() -> (tempfile::TempDir, PathBuf) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/access/library");
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("library");
    copy(&from, &to);
    (folder, to)
}

fn access(project: &Path, arguments: &[&str]) -> Ran {
    momni_db(project, &[&["access", "-q"], arguments].concat())
}

#[track_caller]
fn printed(project: &Path, arguments: &[&str]) -> String {
    let ran = access(project, arguments);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    ran.stdout
}

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../cases/access/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text.trim_end()));
}

#[test]
fn it_is_told_as_a_table_in_full_as_a_page_and_as_a_document() {
    let (_folder, project) = library();
    snapshot("matrix", &printed(&project, &[]));
    let full = ["--role", "acc_chief", "--role", "acc_login", "--object", "books"];
    snapshot("in_full", &printed(&project, &full));
    let views = ["--role", "acc_some_columns", "--object", "app.*", "--operation", "select,UPDATE"];
    snapshot("views_in_full", &printed(&project, &views));
    snapshot("page", &printed(&project, &["--markdown"]));
    let document = ["--role", "acc_member", "--object", "books", "--format", "json"];
    snapshot("document", &printed(&project, &document));
}

#[test]
fn what_changes_is_told_since_a_migration_and_in_its_header() {
    let (_folder, project) = library();
    let generate = |name: &str| {
        let ran = momni_db(&project, &["generate", "-q", "--name", name]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        ran.stdout
    };
    generate("init");
    assert_eq!(printed(&project, &["--diff", "1"]), "nobody may do more or less than after V1\n");
    let change = |file: &str, from: &str, to: &str| {
        let file = project.join("schema").join(file);
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{file:?} has no {from}");
        std::fs::write(&file, text.replace(from, to)).unwrap();
    };
    change("roles.yaml", "acc_nobody: {}", "acc_nobody: { member_of: [acc_closed] }");
    change("roles.yaml", "acc_past: { bypass_rls: true,", "acc_past: { bypass_rls: false,");
    change(
        "tables.yaml",
        "privileges: [select, update], on: { columns: { people: [id, name] } }",
        "privileges: [select, update], on: { columns: { people: [id, secret] } }",
    );
    change("tables.yaml", "using: shelf <> 'closed'", "using: shelf <> 'cellar'");
    change("tables.yaml", "grants: { acc_auditor: [insert] }", "grants: { acc_reader: [select] }");
    change("functions.yaml", "execute: [acc_staff]", "execute: [acc_staff, acc_definer]");
    let diff = printed(&project, &["--diff", "1"]);
    snapshot("changes", &diff);
    let of_one = printed(&project, &["--diff", "1", "--role", "acc_some_columns"]);
    assert!(of_one.lines().all(|line| line.starts_with("acc_some_columns ")), "{of_one}");
    let document = printed(&project, &["--diff", "1", "--object", "people", "--format", "json"]);
    snapshot("changes_document", &document);
    snapshot("header", &generate("change"));
    let file = std::fs::read_to_string(project.join("migrations/V2__change.sql")).unwrap();
    let header = file.split_once("-- Access:\n").unwrap().1.split_once("\n-- Hazards:").unwrap().0;
    for line in [
        "acc_nobody gains SET on roles acc_closed, acc_reader, acc_staff",
        "acc_past loses DELETE on app.forced",
        "acc_reader has SELECT on app.books for other rows",
        "acc_some_columns gains SELECT, UPDATE on app.people.secret",
    ] {
        assert!(header.lines().any(|it| it == format!("--   {line}")), "{line} is not in {header}");
    }
    assert_eq!(printed(&project, &["--diff", "2"]), "nobody may do more or less than after V2\n");
}

/// A first migration gives everything to everybody: it is told in brief, and of nobody nothing.
#[test]
fn what_would_be_a_page_is_told_in_brief() {
    let (_folder, project) = library();
    let ran = momni_db(&project, &["generate", "-q", "--name", "init"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let file = std::fs::read_to_string(project.join("migrations/V1__init.sql")).unwrap();
    let (_, header) = file.split_once("-- Access:\n").unwrap();
    let header: Vec<&str> = header.lines().take_while(|it| it.starts_with("--   ")).collect();
    snapshot("header_of_the_first", &header.join("\n"));
    let full = printed(&project, &["--diff", "0"]);
    let roles = |lines: &[&str]| -> BTreeSet<String> {
        let first = lines
            .iter()
            .filter_map(|it| it.trim_start_matches("--").split(' ').find(|it| !it.is_empty()));
        first.map(|it| it.trim_end_matches(':').to_owned()).collect()
    };
    let mut told = roles(&header);
    assert!(told.remove("all"), "{header:?}");
    assert_eq!(told, roles(&full.lines().collect::<Vec<_>>()));
    assert!(header.len() < full.lines().count() / 2, "{header:?}");
}

#[test]
fn roles_that_are_declared_no_longer_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let write = |file: &str, text: &str| {
        std::fs::create_dir_all(folder.path().join("schema")).unwrap();
        std::fs::write(folder.path().join(file), text).unwrap();
    };
    let declare = |roles: &str, grants: &str| {
        let text = format!(
            "roles: {{ gone_owner: {{}}, gone_reader: {{}}, {roles} }}\n\
             tables: {{ books: {{ columns: {{ id: int }}, grants: {{ gone_reader: [select], {grants} }} }} }}\n"
        );
        write("schema/all.yaml", &text);
    };
    let generate = |name: &str| {
        let ran = momni_db(folder.path(), &["generate", "-q", "--name", name, "--allow", "all"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
    };
    write("momni-db.yaml", "name: gone\nowner: gone_owner\n");
    declare(
        "gone_left: { member_of: [gone_reader] }, gone_dropped: {}, gone_old: {}, gone_idle: {}",
        "gone_left: [insert], gone_dropped: [select], gone_old: [delete]",
    );
    generate("init");
    declare(
        "gone_dropped: { absent: true }, gone_new: { renamed_from: gone_old }",
        "gone_new: [delete]",
    );
    let told = "\
        role gone_dropped goes, with all that it may\n\
        role gone_left is declared no longer: it stays, and so do its memberships\n\
        role gone_old is called gone_new\n\
        gone_left loses INSERT on public.books\n";
    assert_eq!(printed(folder.path(), &["--diff", "1"]), told);
    let of_one = printed(folder.path(), &["--diff", "1", "--role", "gone_dropped"]);
    assert_eq!(of_one, "role gone_dropped goes, with all that it may\n");
    let document = printed(folder.path(), &["--diff", "1", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    let gone = serde_json::json!([
        { "role": "gone_dropped", "fate": "goes", "now": null },
        { "role": "gone_left", "fate": "stays", "now": null },
        { "role": "gone_old", "fate": "renamed", "now": "gone_new" },
    ]);
    assert_eq!(document["result"]["gone"], gone);
    generate("second");
    let nothing = "nobody may do more or less than after V2\n";
    assert_eq!(printed(folder.path(), &["--diff", "2"]), nothing);
    // What is declared and what a database has say the same.
    for major in MAJORS {
        let target = database(server(major, &[]), &format!("gone_{major}")).to_string();
        let url = ["--database-url", &target];
        let migrated = momni_db(folder.path(), &[&["migrate", "-q"], &url[..]].concat());
        assert_eq!(migrated.code, Some(0), "{migrated:?}");
        let found = printed(folder.path(), &[&["--diff", "1"], &url[..]].concat());
        assert_eq!(found, told, "PostgreSQL {major}");
    }
}

#[test]
fn what_is_not_there_is_wrong_usage() {
    let (_folder, project) = library();
    for (arguments, says) in [
        (&["--role", "acc_chef"][..], "there is no role `acc_chef`"),
        (&["--object", "nothing.*"], "there is no object like `nothing.*`"),
        (&["--operation", "read"], "one of select, insert"),
        (&["--diff", "3"], "there is no migration V3"),
    ] {
        let ran = access(&project, arguments);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.stderr.contains(says), "{ran:?}");
    }
}
