//! What a project runs before and after its migrations.

use crate::project::{Project, ended};
use crate::support::MAJORS;
use rustix::process::{Pid, Signal, kill_process};
use std::fs;

fn hooks(project: &Project, text: &str) {
    let file = project.folder.path().join("momni-db.yaml");
    fs::write(file, format!("name: test\nhooks:\n{text}")).unwrap();
}

#[test]
fn they_run_once_in_their_order_and_only_when_there_is_something_to_do() {
    for major in MAJORS {
        let project =
            Project::new(major, "hooks_order", &["create table a ();", "create table b ();"]);
        hooks(
            &project,
            "  before_migrate:\n    - sql: create schema notes; create table notes.seen (what text)\n\
             \x20   - sql: |\n        set search_path = notes;\n        insert into seen select 'before ' || count(*) from pg_tables where schemaname = 'public';\n\
             \x20   - command: pwd > hook; echo said by the hook; echo and this >&2\n\
             \x20 after_migrate:\n    - sql: insert into notes.seen select 'after ' || count(*) from pg_tables where schemaname = 'public'\n",
        );
        let ran = project.run(&["migrate", "--dry-run"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert_eq!(project.value("select to_regnamespace('notes')::text"), None);
        let ran = project.run(&["migrate", "--format", "json"]);
        // The schema that the hook has made is no part of the migrations, and the comparison says so.
        assert_eq!((ran.code, project.history().as_str()), (Some(1), "1,2"), "{ran:?}");
        let seen = project.value("select string_agg(what, ', ') from notes.seen");
        assert_eq!(seen.as_deref(), Some("before 0, after 2"));
        for part in
            ["before_migrate: hook 3", "said by the hook", "and this", "after_migrate: hook 1"]
        {
            assert!(ran.stderr.contains(part), "{part}: {ran:?}");
        }
        assert!(serde_json::from_str::<serde_json::Value>(&ran.stdout).is_ok(), "{ran:?}");
        let folder = fs::read_to_string(project.folder.path().join("hook")).unwrap();
        assert_eq!(
            fs::canonicalize(folder.trim()).unwrap(),
            fs::canonicalize(&project.folder).unwrap()
        );
        let ran = project.run(&["migrate"]);
        assert!(!ran.stderr.contains("hook"), "{ran:?}");
    }
}

#[test]
fn one_that_fails_before_stops_the_run() {
    for (hook, said) in [
        ("sql: select 1 / 0", "division by zero"),
        ("command: echo no room >&2; exit 7", "its command ended with exit status: 7"),
    ] {
        let project = Project::new(15, "hooks_before", &["create table a ();"]);
        hooks(
            &project,
            &format!("  before_migrate:\n    - {hook}\n    - sql: create table never ()\n"),
        );
        let ran = project.run(&["migrate", "--format", "json"]);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        for part in [said, "hook 1 of `before_migrate` in `momni-db.yaml`", "nothing is applied"] {
            assert!(ran.stderr.contains(part), "{part}: {ran:?}");
        }
        let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(document["error"]["cause"], "hook");
        assert_eq!((project.history().as_str(), project.tables().as_str()), ("none", ""));
    }
}

#[test]
fn one_that_fails_after_says_that_the_migrations_are_applied() {
    let project = Project::new(18, "hooks_after", &["create table a ();"]);
    hooks(&project, "  after_migrate: [ { command: 'false' } ]\n");
    let ran = project.run(&["migrate"]);
    assert_eq!((ran.code, project.history().as_str()), (Some(3), "1"), "{ran:?}");
    assert!(ran.stderr.contains("the migrations are applied"), "{ran:?}");
}

#[test]
fn none_runs_after_a_migration_that_failed() {
    let project = Project::new(15, "hooks_failed", &["create table a ();", "create tabel b ();"]);
    hooks(&project, "  after_migrate: [ { command: touch after } ]\n");
    assert_eq!(project.run(&["migrate"]).code, Some(3));
    assert!(!project.folder.path().join("after").exists());
    assert_eq!(project.history(), "1");
}

/// What `.env` says stays with the program.
#[test]
fn a_command_gets_the_environment_and_no_secret_beside_it() {
    let project = Project::new(15, "hooks_environment", &["create table a ();"]);
    hooks(&project, "  before_migrate: [ { command: env > environment } ]\n");
    let line = format!("DATABASE_URL='{}'\nPGPASSWORD=s3cret\n", project.target);
    fs::write(project.folder.path().join(".env"), line).unwrap();
    let mut command = project.command(&["migrate"]);
    let ran = crate::support::ran(command.env_remove("DATABASE_URL").env("GIVEN", "yes"));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let found = fs::read_to_string(project.folder.path().join("environment")).unwrap();
    assert!(found.contains("GIVEN=yes"), "{found}");
    assert!(!found.contains("s3cret") && !found.contains("DATABASE_URL"), "{found}");
}

#[test]
fn an_interrupted_command_ends() {
    let project = Project::new(15, "hooks_interrupt", &["create table a ();"]);
    hooks(&project, "  before_migrate: [ { command: touch began; exec sleep 60 } ]\n");
    let child = project.spawn(&["migrate"]);
    let began = project.folder.path().join("began");
    crate::project::wait(|| began.exists());
    kill_process(Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap(), Signal::TERM).unwrap();
    let ran = ended(child);
    assert_eq!((ran.code, project.history().as_str()), (Some(3), "none"), "{ran:?}");
    assert!(ran.stderr.contains("interrupted; nothing was running"), "{ran:?}");
    let folder = project.folder.path().to_str().unwrap();
    crate::support::processes::eventually("the command is gone", || {
        crate::support::processes::processes(folder).is_empty()
    });
}

#[test]
fn a_hook_is_either_the_one_or_the_other() {
    let project = Project::new(15, "hooks_faulty", &["create table a ();"]);
    hooks(&project, "  before_migrate: [ { sql: select 1, command: 'true' } ]\n");
    let ran = project.run(&["migrate"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("a hook has either `sql` or `command`"), "{ran:?}");
}

#[test]
fn what_the_project_demands_is_asked_before_anything_runs() {
    for major in MAJORS {
        let project = Project::new(major, "hooks_assert", &["create table a ();"]);
        let config = |queries: &str| {
            let hook = "hooks: { before_migrate: [ { command: touch hook } ] }";
            let text = format!("name: test\nmigrate:\n  assert:\n{queries}\n{hook}\n");
            fs::write(project.folder.path().join("momni-db.yaml"), text).unwrap();
        };
        for (queries, said) in [
            (
                "    - select true\n    - select count(*) > 0 from pg_tables where schemaname = 'public'",
                "gave false",
            ),
            (
                "    - select null::bool",
                "an assertion of `momni-db.yaml` does not hold: `select null::bool` gave null",
            ),
            ("    - select * from nowhere", "relation \"nowhere\" does not exist"),
            (
                "    - create table made ()",
                "cannot execute CREATE TABLE in a read-only transaction",
            ),
        ] {
            config(queries);
            for dry in [&["migrate"][..], &["migrate", "--dry-run"]] {
                let ran = project.run(dry);
                assert_eq!((ran.code, project.tables().as_str()), (Some(3), ""), "{ran:?}");
                assert!(ran.stderr.contains(said), "{said}: {ran:?}");
            }
        }
        assert!(!project.folder.path().join("hook").exists());
        config("    - select count(*) = 0 from pg_tables where schemaname = 'public'");
        project.migrate();
        // Nothing is pending: nothing is asked.
        project.migrate();
        assert!(project.folder.path().join("hook").exists());
    }
}
