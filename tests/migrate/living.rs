//! Living with others: who applied what, and what refinery's own tools have done.

use crate::basics::plain_refinery_with;
use crate::project::Project;
use crate::support::{MAJORS, execute};

const THREE: &[&str] =
    &["create table a (id int);\n", "create table b (id int);\n", "create table c (id int);\n"];

#[test]
fn status_tells_who_applied() {
    for major in MAJORS {
        let project = Project::new(major, "living_who", THREE);
        project.run(&["migrate", "--target", "2"]);
        let user = project.value("select session_user::text").unwrap();
        let status = project.run(&["status"]);
        assert_eq!(status.stdout.matches(&format!(" by {user}\n")).count(), 2, "{status:?}");
        let json = project.run(&["status", "--format", "json"]);
        assert_eq!(json.stdout.matches(&format!("\"applied_by\": \"{user}\"")).count(), 2);
    }
}

/// A table that plain refinery has made, or momni-db before it kept who applied.
#[test]
fn a_history_that_does_not_say_who_begins_to() {
    let project = Project::new(18, "living_old", THREE);
    project.run(&["migrate", "--target", "1"]);
    execute(&project.target, "alter table momni_db.refinery_schema_history drop column applied_by");
    let status = project.run(&["status"]);
    assert_eq!((status.code, status.stdout.contains(" by ")), (Some(0), false), "{status:?}");
    project.migrate();
    let who = "select string_agg(coalesce(applied_by, '?'), ' ' order by version)
               from momni_db.refinery_schema_history";
    let user = project.value("select session_user::text").unwrap();
    assert_eq!(project.value(who).unwrap(), format!("? {user} {user}"));
}

#[test]
fn status_tells_of_a_file_that_is_begun() {
    for major in MAJORS {
        let file = "-- momni-db: no transaction\ncreate table d ();\ncreate table f ();\n\
                    create unique index concurrently a_id on a (id);\ncreate table e ();\n";
        let project = Project::new(major, "living_begun", &[THREE[0], file]);
        project.run(&["migrate", "--target", "1"]);
        execute(&project.target, "insert into a values (1), (1)");
        let failed = project.run(&["migrate"]);
        assert_eq!(failed.code, Some(3), "{failed:?}");
        let status = project.run(&["status"]);
        assert_eq!(status.code, Some(0), "{status:?}");
        let line = status.stdout.lines().last().unwrap();
        let words: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(words, ["V2", "m2", "begun", "2", "statements", "are", "done"], "{line}");
        execute(&project.target, "truncate a");
        project.migrate();
        let status = project.run(&["status"]);
        assert!(!status.stdout.contains("begun"), "{status:?}");
    }
}

#[test]
fn a_history_of_refinerys_own_tools_is_taken_over() {
    for major in MAJORS {
        let project = Project::new(major, "living_taken", THREE);
        // As refinery's own tools do it, in the schema that is first on the search path, up to V2.
        assert_eq!(plain_refinery_with(&project, "refinery_schema_history", Some(2)), 2);
        let status = project.run(&["status"]);
        assert_eq!(status.code, Some(0), "{status:?}");
        for part in ["public.refinery_schema_history has these migrations", "up to V2"] {
            assert!(status.stdout.contains(part), "{part}: {status:?}");
        }
        let refused = project.run(&["migrate"]);
        assert_eq!((refused.code, project.history().as_str()), (Some(2), "none"), "{refused:?}");
        for part in ["up to V2", "`momni-db baseline` takes public.refinery_schema_history over"] {
            assert!(refused.stderr.contains(part), "{part}: {refused:?}");
        }
        // Something differs: nothing is taken over.
        execute(&project.target, "alter table a add more text");
        let differs = project.run(&["baseline"]);
        assert_eq!((differs.code, project.history().as_str()), (Some(1), "none"), "{differs:?}");
        execute(&project.target, "alter table a drop more");

        let taken = project.run(&["baseline"]);
        assert_eq!(taken.code, Some(0), "{taken:?}");
        assert_eq!(taken.stdout, "recorded 2 migrations as applied: the database has V2\n");
        let same = "select count(*) from momni_db.refinery_schema_history ours
                    join public.refinery_schema_history theirs using (version, name, applied_on, checksum)
                    where ours.applied_by is null";
        assert_eq!(project.value(same).as_deref(), Some("2"));
        let ran = project.migrate();
        assert!(ran.stdout.contains("from V2 to V3"), "{ran:?}");
    }
}

#[test]
fn a_history_of_another_program_is_left_alone() {
    let project = Project::new(15, "living_other", THREE);
    let other = Project::with_target(project.target.clone(), &["create table theirs ();"]);
    assert_eq!(plain_refinery_with(&other, "refinery_schema_history", None), 1);
    let ran = project.run(&["migrate"]);
    // The other program's table is not what these migrations lead to; all of them are applied.
    assert_eq!((ran.code, project.history().as_str()), (Some(1), "1,2,3"), "{ran:?}");
    assert!(ran.stdout.contains("table public.theirs"), "{ran:?}");
}
