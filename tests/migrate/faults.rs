//! Files and histories that are not as they should be.

use crate::project::Project;
use crate::support::{MAJORS, execute};
use std::fs;

#[test]
fn a_migration_that_fails_in_its_middle_leaves_nothing() {
    for major in MAJORS {
        let failing = "create table b (id int primary key);\n\ninsert into b values (1);\n\
                       -- and again\n  insert into b values (1);\ncreate table c ();\n";
        let project = Project::new(major, "faults_middle", &["create table a ();", failing]);
        let ran = project.run(&["migrate"]);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        for part in [
            "migrations/V2__m2.sql:5:3",
            "SQLSTATE 23505",
            "insert into b values (1)",
            "Key (id)=(1) already exists",
        ] {
            assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
        }
        assert_eq!((project.history().as_str(), project.tables().as_str()), ("1", "a"));
    }
}

#[test]
fn a_syntax_error_has_its_place_in_characters() {
    let sql = "create table b (ä text);\ncreate table \"größe\" (é int, x itn);\n";
    let project = Project::new(15, "faults_syntax", &[sql]);
    let ran = project.run(&["migrate", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let statement = &document["error"]["statement"];
    assert_eq!(statement["file"], "migrations/V1__m1.sql");
    assert_eq!((&statement["line"], &statement["column"]), (&2.into(), &32.into()), "{document:#}");
    assert_eq!(statement["sqlstate"], "42704");
    assert_eq!(statement["statement"], "create table \"größe\" (é int, x itn)");
    assert_eq!((&document["exit_code"], ran.code), (&3.into(), Some(3)));
    assert_eq!(document["result"]["applied"].as_array().unwrap().len(), 0);
}

#[test]
fn an_error_within_a_function_shows_its_context() {
    let sql = "create function f() returns void language plpgsql as $$ begin perform 1 / 0; end $$;\n\
               select f();\n";
    let project = Project::new(18, "faults_context", &[sql]);
    let ran = project.run(&["migrate"]);
    assert!(ran.stderr.contains("V1__m1.sql:2:1"), "{}", ran.stderr);
    assert!(ran.stderr.contains("PL/pgSQL function f() line 1"), "{}", ran.stderr);
}

#[test]
fn a_deferred_constraint_speaks_before_the_history_is_written() {
    let sql = "create table a (id int primary key);\n\
               create table b (id int references a deferrable initially deferred);\n\
               insert into b values (1);\n";
    let project = Project::new(15, "faults_deferred", &[sql]);
    let ran = project.run(&["migrate"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.stderr.contains("SQLSTATE 23503"), "{}", ran.stderr);
    assert!(ran.stderr.contains("migrations/V1__m1.sql"), "{}", ran.stderr);
    assert_eq!((project.history().as_str(), project.tables().as_str()), ("", ""));
}

#[test]
fn an_edited_file_is_named() {
    let project = Project::new(15, "faults_edited", &["create table a ();", "create table b ();"]);
    project.migrate();
    let file = project.migrations().join("V1__m1.sql");
    fs::write(&file, "create table aa ();").unwrap();
    // The manifest knows without any server.
    let ran = project.run(&["migrate"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.stderr.contains("`migrations/V1__m1.sql` was changed after it was generated"),
        "{ran:?}"
    );
    assert!(ran.stderr.contains("git checkout -- migrations/V1__m1.sql"), "{ran:?}");
    let status = project.run(&["status"]);
    assert_eq!(status.code, Some(2), "{status:?}");
    // The history knows when the manifest was made to agree.
    let files = momni_db::apply::read_folder(&project.migrations()).readable;
    let manifest = momni_db::apply::manifest::text(&files);
    fs::write(project.migrations().join("manifest"), manifest).unwrap();
    let ran = project.run(&["migrate"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.stderr.contains("`migrations/V1__m1.sql` was changed after V1 was applied"),
        "{ran:?}"
    );
    let status = project.run(&["status"]);
    assert_eq!(status.code, Some(1), "{status:?}");
    assert!(status.stdout.contains("edited"), "{status:?}");
}

#[test]
fn a_database_that_is_ahead_is_named() {
    let project = Project::new(15, "faults_ahead", &["create table a ();", "create table b ();"]);
    project.migrate();
    let behind = Project::with_target(project.target.clone(), &["create table a ();"]);
    let ran = behind.run(&["migrate"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("V2 (m2), which is newer than every file here"), "{ran:?}");
}

#[test]
fn garbage_in_the_history_is_named_and_does_not_panic() {
    let project = Project::new(18, "faults_garbage", &["create table a ();"]);
    project.migrate();
    let table = "momni_db.refinery_schema_history";
    for (change, said) in [
        ("checksum = 'x'", "its checksum `x` is not a number"),
        ("checksum = null", "its checksum `` is not a number"),
        ("checksum = '1', applied_on = 'yesterday'", "its date `yesterday` is not RFC 3339"),
    ] {
        execute(&project.target, &format!("update {table} set {change}"));
        for command in ["migrate", "status"] {
            let ran = project.run(&[command]);
            let all = format!("{}{}", ran.stdout, ran.stderr);
            assert!(all.contains(said), "{change}: {all}");
            assert!(!all.contains("panicked"), "{all}");
            assert_eq!(ran.code, Some(if command == "migrate" { 2 } else { 1 }), "{all}");
        }
    }
    execute(&project.target, &format!("alter table {table} drop column checksum"));
    let ran = project.run(&["migrate"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.stderr.contains("refinery_schema_history is none that refinery made"), "{ran:?}");
}

#[test]
fn control_of_transactions_is_refused_before_anything_runs() {
    let project = Project::new(
        15,
        "faults_commit",
        &["create table a ();", "create table b ();\ncommit;\ncreate table c ();"],
    );
    let ran = project.run(&["migrate"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("COMMIT in `migrations/V2__m2.sql`"), "{ran:?}");
    assert!(ran.stderr.contains("migrations/V2__m2.sql:2:1"), "{ran:?}");
    assert_eq!((project.history().as_str(), project.tables().as_str()), ("none", ""));
}

/// With `standard_conforming_strings` off, `'\'; commit; --'` is a string, a COMMIT and a comment, which nobody can
/// tell from the file alone.
#[test]
fn a_commit_that_only_the_server_sees_is_found_and_not_recorded() {
    for major in MAJORS {
        let hidden = "create table b ();\nselect '\\'';commit;--';\n";
        let project = Project::new(major, "faults_hidden", &["create table a ();", hidden]);
        let database = project.target.database().to_owned();
        execute(
            &project.target,
            &format!("alter database {database} set standard_conforming_strings = off"),
        );
        let ran = project.run(&["migrate"]);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert!(
            ran.stderr.contains("`migrations/V2__m2.sql` ended its own transaction"),
            "{ran:?}"
        );
        assert!(ran.stderr.contains("what came before is committed"), "{ran:?}");
        assert_eq!((project.history().as_str(), project.tables().as_str()), ("1", "a b"));

        let hidden = "create table b ();\nselect '\\'';rollback;--';\n";
        let project = Project::new(major, "faults_hidden", &["create table a ();", hidden]);
        execute(
            &project.target,
            &format!("alter database {database} set standard_conforming_strings = off"),
        );
        let ran = project.run(&["migrate"]);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert!(ran.stderr.contains("rolled its own transaction back"), "{ran:?}");
        assert_eq!((project.history().as_str(), project.tables().as_str()), ("1", "a"));
    }
}

#[test]
fn what_cannot_run_in_a_transaction_says_so() {
    let sql = "create table a (id int);\ncreate index concurrently on a (id);\n";
    let project = Project::new(18, "faults_25001", &[sql]);
    let ran = project.run(&["migrate"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.stderr.contains("SQLSTATE 25001"), "{ran:?}");
    assert!(ran.stderr.contains("every migration runs in one"), "{ran:?}");
}

/// A tablespace is the administrator's: nothing is tried where one is missing.
#[test]
fn a_tablespace_that_the_server_does_not_have() {
    for major in MAJORS {
        let second = "create table b (id int primary key using index tablespace \"Far away\");\n";
        let project = Project::new(major, "faults_tablespace", &["create table a ();", second]);
        let ran = project.run(&["migrate"]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        let said = format!("{}{}", ran.stdout, ran.stderr);
        for part in [
            "migrations/V2__m2.sql:1:59",
            "the server has no tablespace Far away",
            "create tablespace \"Far away\" location",
        ] {
            assert!(said.contains(part), "{part}: {ran:?}");
        }
        assert_eq!((project.history().as_str(), project.tables().as_str()), ("none", ""));
    }
}
