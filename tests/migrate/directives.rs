//! What a file says about how it is run: limits and demands.

use crate::project::Project;
use crate::support::{MAJORS, execute};
use std::fs;

const TABLE: &str = "create table a (x int);\n";

fn settings(project: &Project, text: &str) {
    let file = project.folder.path().join("momni-db.yaml");
    fs::write(file, format!("name: test\n{text}")).unwrap();
}

#[test]
fn a_file_limits_its_statements() {
    for major in MAJORS {
        for first in ["", "-- momni-db: no transaction\n"] {
            let slow = format!(
                "{first}-- momni-db: statement_timeout = 200ms\ncreate table b ();\nselect pg_sleep(60);\n"
            );
            let project = Project::new(major, "directives_time", &[TABLE, &slow]);
            let ran = project.run(&["migrate"]);
            assert_eq!((ran.code, project.history().as_str()), (Some(3), "1"), "{ran:?}");
            let line = slow.lines().count();
            for part in [
                format!("migrations/V2__m2.sql:{line}:"),
                "canceling statement due to statement timeout (SQLSTATE 57014)".into(),
                "`-- momni-db: statement_timeout = 30min`".into(),
            ] {
                assert!(ran.stderr.contains(&part), "{part}: {ran:?}");
            }
        }
    }
}

#[test]
fn the_project_limits_statements_where_a_file_does_not() {
    for major in MAJORS {
        let free = "-- momni-db: statement_timeout = 0\nselect pg_sleep(0.4);\n";
        let project = Project::new(major, "directives_project", &[free, "select pg_sleep(60);"]);
        settings(&project, "migrate: { statement_timeout: 100ms, lock_timeout: 1s }\n");
        let ran = project.run(&["migrate"]);
        assert_eq!((ran.code, project.history().as_str()), (Some(3), "1"), "{ran:?}");
        assert!(ran.stderr.contains("SQLSTATE 57014"), "{ran:?}");
        settings(&project, "migrate: { statement_timeout: 100 }\n");
        let ran = project.run(&["migrate"]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.stderr.contains("`100` is no span of time"), "{ran:?}");
    }
}

#[test]
fn the_project_limits_the_wait_for_locks_where_nobody_else_does() {
    let project = Project::new(15, "directives_lock", &[TABLE, "alter table a add y int;"]);
    assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
    settings(&project, "migrate: { lock_timeout: 500ms }\n");
    let runtime = crate::support::runtime();
    let other = runtime.block_on(crate::support::session(&project.target));
    runtime.block_on(other.batch("begin; select * from a")).unwrap();
    let begin = std::time::Instant::now();
    let ran = project.run(&["migrate"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.stderr.contains("SQLSTATE 55P03"), "{ran:?}");
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}

#[test]
fn what_a_file_demands_must_hold() {
    for major in MAJORS {
        for first in ["", "-- momni-db: no transaction\n"] {
            for (query, said) in [
                ("select count(*) = 0 from a where x is null", "gave false"),
                ("select null::boolean", "gave null"),
                ("select true from a", "gave 2 rows"),
                ("select true from a where x = 7", "gave no row"),
                ("select true, true", "gave a row of 2 columns"),
                ("select 1", "gave something else than true or false"),
            ] {
                let demands = format!(
                    "{first}-- momni-db: assert select count(*) = 2 from a\n-- momni-db: assert {query}\n\
                     create table b ();\n"
                );
                let project = Project::new(major, "directives_assert", &[TABLE, &demands]);
                assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
                execute(&project.target, "insert into a values (null), (1)");
                let ran = project.run(&["migrate", "--format", "json"]);
                assert_eq!((ran.code, project.history().as_str()), (Some(3), "1"), "{ran:?}");
                let line = first.lines().count() + 2;
                let place =
                    format!("an assertion of `migrations/V2__m2.sql`, line {line}, does not hold");
                assert!(ran.stderr.contains(&place), "{ran:?}");
                assert!(ran.stderr.contains(&format!("`{query}` {said}")), "{ran:?}");
                assert!(ran.stdout.contains("\"cause\": \"assertion\""), "{ran:?}");
                assert_eq!(project.tables(), "a");
            }
        }
    }
}

#[test]
fn demands_that_hold_are_forgotten() {
    for major in MAJORS {
        for first in ["", "-- momni-db: no transaction\n"] {
            let demands = format!(
                "{first}-- momni-db: assert select to_regclass('b') is null;\n\
                 -- momni-db: assert with n as (select count(*) from a) select count = 0 from n\ncreate table b ();\n"
            );
            let project = Project::new(major, "directives_hold", &[TABLE, &demands]);
            let ran = project.run(&["migrate", "--dry-run"]);
            assert_eq!(ran.code, Some(0), "{ran:?}");
            project.migrate();
            assert_eq!((project.history().as_str(), project.tables().as_str()), ("1,2", "a b"));
        }
    }
}

/// A file that was begun is not asked again: its first statement may be what the assertion speaks of.
#[test]
fn a_file_that_goes_on_makes_no_demands() {
    let pieces = "-- momni-db: no transaction\n-- momni-db: assert select to_regclass('b') is null\n\
                  create table b ();\nalter table c add x int;\n";
    let project = Project::new(15, "directives_on", &[TABLE, pieces]);
    let ran = project.run(&["migrate"]);
    assert_eq!((ran.code, project.tables().as_str()), (Some(3), "a b"), "{ran:?}");
    execute(&project.target, "create table c ()");
    project.run(&["migrate"]);
    assert_eq!(project.history(), "1,2");
}

#[test]
fn a_demand_changes_nothing() {
    for major in MAJORS {
        let demands = "-- momni-db: assert with n as (delete from a returning 1) select true from n\nselect 1;\n";
        let project = Project::new(major, "directives_writes", &[TABLE, demands]);
        assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
        execute(&project.target, "insert into a values (1)");
        let ran = project.run(&["migrate"]);
        assert_eq!((ran.code, project.history().as_str()), (Some(3), "1"), "{ran:?}");
        for part in ["migrations/V2__m2.sql:1:", "read-only transaction", "SQLSTATE 25006"] {
            assert!(ran.stderr.contains(part), "{part}: {ran:?}");
        }
        assert_eq!(project.value("select count(*)::text from a").as_deref(), Some("1"));
    }
}

#[test]
fn a_directive_that_nobody_can_follow_is_refused_before_anything_runs() {
    let typo = "-- momni-db: no transction\ncreate table b ();\n";
    let project = Project::new(15, "directives_typo", &[TABLE, typo]);
    let ran = project.run(&["migrate"]);
    assert_eq!((ran.code, project.history().as_str()), (Some(2), "none"), "{ran:?}");
    let said = format!("{}{}", ran.stdout, ran.stderr);
    for part in ["migration-directive", "migrations/V2__m2.sql:1:14", "`no transaction`"] {
        assert!(said.contains(part), "{part}: {ran:?}");
    }
}
