//! What goes well.

use crate::project::Project;
use crate::support::{MAJORS, run, session};
use refinery_core::{Runner, Target};
use std::process::Stdio;

const THREE: &[&str] = &[
    "create table a (id int primary key);\n",
    "create table b (id int references a);\ninsert into a values (1);\n",
    "create table c ();\n",
];

#[test]
fn pending_migrations_are_applied_once() {
    for major in MAJORS {
        let project = Project::new(major, "basics_once", THREE);
        let first = project.migrate();
        assert!(first.stdout.starts_with("applied 3 migrations in "), "{first:?}");
        assert!(first.stdout.ends_with(": from nothing to V3\n"), "{first:?}");
        assert!(first.stderr.contains("migrations/V2__m2.sql"), "{first:?}");
        assert_eq!((project.history().as_str(), project.tables().as_str()), ("1,2,3", "a b c"));
        let second = project.migrate();
        assert_eq!(second.stdout, "nothing to do: the database has V3\n");
        project.add("m4", "create table d ();");
        let third = project.migrate();
        assert!(third.stdout.contains("from V3 to V4"), "{third:?}");
    }
}

#[test]
fn status_shows_what_is_applied_and_pending() {
    let project = Project::new(15, "basics_status", THREE);
    let before = project.run(&["status"]);
    assert_eq!((before.code, project.history().as_str()), (Some(0), "none"), "{before:?}");
    assert_eq!(before.stdout.matches("pending").count(), 3, "{before:?}");
    assert_eq!(project.run(&["migrate", "--target", "2"]).code, Some(0));
    let after = project.run(&["status"]);
    let lines: Vec<Vec<&str>> =
        after.stdout.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["version", "name", "state", "applied"]);
    assert_eq!(lines[2][..3], ["V2", "m2", "applied"]);
    assert!(lines[2][3].starts_with("20"), "{after:?}");
    assert_eq!(lines[3], ["V3", "m3", "pending"]);
}

#[test]
fn a_target_is_reached_and_not_passed() {
    let project = Project::new(18, "basics_target", THREE);
    let ran = project.run(&["migrate", "--target", "2"]);
    assert_eq!((ran.code, project.history().as_str()), (Some(0), "1,2"), "{ran:?}");
    let lower = project.run(&["migrate", "--target", "1"]);
    assert_eq!(lower.stdout, "nothing to do: the database has V2\n");
    let unknown = project.run(&["migrate", "--target", "9"]);
    assert_eq!(unknown.code, Some(2), "{unknown:?}");
    assert!(unknown.stderr.contains("there is no migration V9"), "{unknown:?}");
    assert!(unknown.stderr.contains("from 1 to 3"), "{unknown:?}");
}

#[test]
fn a_dry_run_leaves_nothing() {
    for major in MAJORS {
        let project = Project::new(major, "basics_dry", THREE);
        let ran = project.run(&["migrate", "--dry-run"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.stdout.contains("dry run: 3 migrations ran"), "{ran:?}");
        let schema = project.value("select to_regnamespace('momni_db')::text");
        assert_eq!((schema, project.tables().as_str()), (None, ""));
        project.add("m4", "create tabel d ();");
        let ran = project.run(&["migrate", "--dry-run"]);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert!(ran.stderr.contains("migrations/V4__m4.sql:1:8"), "{ran:?}");
        assert_eq!(project.tables(), "");
    }
}

/// The runner of plain refinery on the same files and table.
pub(crate) fn plain_refinery(project: &Project) -> usize {
    plain_refinery_with(project, "momni_db.refinery_schema_history", None)
}

/// The same with another table, up to a version.
pub(crate) fn plain_refinery_with(project: &Project, table: &str, to: Option<i32>) -> usize {
    let files = refinery_core::load_sql_migrations(project.migrations()).unwrap();
    let target = to.map_or(Target::Latest, Target::Version);
    let mut runner = Runner::new(&files).set_target(target);
    runner.set_migration_table_name(table);
    run(async {
        let mut session = session(&project.target).await;
        let report = runner.run_async(&mut session.client).await.unwrap();
        report.applied_migrations().len()
    })
}

#[test]
fn plain_refinery_reads_the_history_and_writes_one_that_is_read() {
    for major in MAJORS {
        let project = Project::new(major, "basics_refinery", THREE);
        project.migrate();
        assert_eq!(plain_refinery(&project), 0);
        project.add("m4", "create table d ();");
        assert_eq!(plain_refinery(&project), 1);
        assert_eq!(project.migrate().stdout, "nothing to do: the database has V4\n");
        let status = project.run(&["status"]);
        assert_eq!(status.stdout.matches(" applied  ").count(), 4, "{status:?}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let project = Project::new(15, "basics_pipe", THREE);
    let mut child = project.command(&["status"]);
    let mut child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ran = crate::project::ended(child);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
}

#[test]
fn quiet_says_nothing_beside_the_result() {
    let project = Project::new(15, "basics_quiet", THREE);
    let ran = project.run(&["migrate", "-q"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{ran:?}");
}
