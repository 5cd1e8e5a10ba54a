//! What was applied is taken back, newest first, and nothing else is.

use crate::project::{Project, ended, wait};
use crate::support::{MAJORS, Ran, database, execute, runtime, server, session};
use std::fs;

/// A table; a comment, which can be taken back; an index, which comes CONCURRENTLY; a column, whose values cannot be given
/// back.
const STEPS: [&str; 4] = [
    "tables: { a: { columns: { id: int, x: int } } }\n",
    "tables: { a: { comment: Things., columns: { id: int, x: int } } }\n",
    "tables: { a: { comment: Things., columns: { id: int, x: int }, indexes: { a_x: [x] } } }\n",
    "tables: { a: { comment: Things., columns: { id: int, x: int, y: { type: int, null: true } }, indexes: { a_x: [x] } } }\n",
];

/// A project with a migration for each of the first steps.
fn generated(major: u32, name: &str, steps: usize) -> Project {
    let project = Project::with_target(database(server(major, &[]), name), &[]);
    for (at, step) in STEPS.iter().take(steps).enumerate() {
        declare(&project, step);
        let ran = project.run(&["generate", "--name", &format!("m{}", at + 1)]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }
    project
}

fn declare(project: &Project, yaml: &str) {
    fs::write(project.folder.path().join("schema/ahead.yaml"), yaml).unwrap();
}

fn migrated(major: u32, name: &str, steps: usize) -> Project {
    let project = generated(major, name, steps);
    project.migrate();
    project
}

#[track_caller]
fn undo(project: &Project, arguments: &[&str]) -> Ran {
    let ran = project.run(&[&["undo"], arguments].concat());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    ran
}

/// What is there of the steps, and what the history has.
fn state(project: &Project) -> String {
    let sql = "select concat_ws(' ',
        (select string_agg(attname, ',' order by attnum) from pg_attribute
         where attrelid = to_regclass('a') and attnum > 0 and not attisdropped),
        obj_description(to_regclass('a'), 'pg_class'),
        (select string_agg(indexrelid::regclass || case when indisvalid then '' else '!' end, ',')
         from pg_index where indrelid = to_regclass('a')))";
    format!("{}: {}", project.history(), project.value(sql).unwrap())
}

const STATES: [&str; 5] = [
    ": ",
    "1: id,x",
    "1,2: id,x Things.",
    "1,2,3: id,x Things. a_x",
    "1,2,3,4: id,x,y Things. a_x",
];

fn audit(project: &Project) -> Vec<Vec<Option<String>>> {
    let sql = "select version::text, name, file, length(checksum) > 5 and length(digest) = 64
                      and applied_on ~ '^20' and undone_by = session_user
                      and undone_at between now() - interval '1 minute' and now()
               from momni_db.undo_audit order by undone_at";
    crate::support::query(&project.target, sql)
}

#[test]
fn the_newest_is_undone_as_if_it_had_never_been() {
    for major in MAJORS {
        let project = migrated(major, "undo_newest", 2);
        let before = project
            .value("select checksum from momni_db.refinery_schema_history where version = 2");
        let ran = undo(&project, &[]);
        assert!(ran.stdout.starts_with("undid 1 migration in "), "{ran:?}");
        assert!(ran.stdout.ends_with(": from V2 to V1\n"), "{ran:?}");
        assert!(ran.stderr.contains("migrations/undo/undo_V2__m2.sql"), "{ran:?}");
        assert_eq!(state(&project), STATES[1]);
        let row = ["2", "m2", "migrations/undo/undo_V2__m2.sql", "t"];
        assert_eq!(audit(&project), [row.map(|it| Some(it.to_owned())).to_vec()]);
        let status = project.run(&["status"]);
        assert_eq!(status.code, Some(0), "{status:?}");
        assert!(status.stdout.contains("V2       m2    pending"), "{status:?}");
        // refinery's own loader passes over the undo files, and its runner applies what was undone.
        assert_eq!(refinery_core::load_sql_migrations(project.migrations()).unwrap().len(), 2);
        assert_eq!(crate::basics::plain_refinery(&project), 1);
        assert_eq!(state(&project), STATES[2]);
        let after = project
            .value("select checksum from momni_db.refinery_schema_history where version = 2");
        assert_eq!(before, after);
        assert_eq!(project.migrate().stdout, "nothing to do: the database has V2\n");
        undo(&project, &[]);
        project.migrate();
        assert_eq!((state(&project).as_str(), audit(&project).len()), (STATES[2], 2));
    }
}

#[test]
fn all_above_a_version_is_undone() {
    for major in MAJORS {
        let project = migrated(major, "undo_to", 4);
        assert_eq!(state(&project), STATES[4]);
        let ran = undo(&project, &["--to", "1", "--allow", "data_loss"]);
        assert!(ran.stdout.starts_with("undid 3 migrations in "), "{ran:?}");
        assert_eq!(state(&project), STATES[1]);
        let versions: Vec<_> =
            audit(&project).into_iter().map(|row| row[0].clone().unwrap()).collect();
        assert_eq!(versions, ["4", "3", "2"]);
        assert_eq!(undo(&project, &["--to", "1"]).stdout, "nothing to undo: the database has V1\n");
        assert_eq!(undo(&project, &["--to", "3"]).stdout, "nothing to undo: the database has V1\n");
        let unknown = project.run(&["undo", "--to", "9"]);
        assert_eq!(unknown.code, Some(2), "{unknown:?}");
        assert!(unknown.stderr.contains("there is no migration V9"), "{unknown:?}");
        let all = undo(&project, &["--to", "0", "--allow", "data_loss"]);
        assert!(all.stdout.ends_with("from V1 to nothing\n"), "{all:?}");
        assert_eq!(state(&project), STATES[0]);
        assert_eq!(undo(&project, &[]).stdout, "nothing to undo: the database has nothing\n");
        project.migrate();
        assert_eq!(state(&project), STATES[4]);
    }
}

#[test]
fn what_cannot_be_given_back_wants_leave() {
    for major in MAJORS {
        let project = migrated(major, "undo_loss", 4);
        let refused = project.run(&["undo", "--format", "json"]);
        assert_eq!(refused.code, Some(1), "{refused:?}");
        for part in [
            "error[data_loss]: `migrations/undo/undo_V4__m4.sql` does not give everything back: \
             drop column public.a.y: its values are lost",
            "`--allow data_loss`",
            "a migration is not undone: nothing was run",
        ] {
            assert!(refused.stderr.contains(part), "{part}: {refused:?}");
        }
        let document: serde_json::Value = serde_json::from_str(&refused.stdout).unwrap();
        assert_eq!(document["findings"][0]["rule"], "data_loss", "{document:#}");
        // Both that lose something are named, before the newer one is touched.
        let both = project.run(&["undo", "--to", "0"]);
        assert_eq!(
            (both.code, both.stderr.matches("error[data_loss]").count()),
            (Some(1), 2),
            "{both:?}"
        );
        assert_eq!(project.run(&["undo", "--allow", "table_rewrite"]).code, Some(1));
        assert_eq!(state(&project), STATES[4]);
        undo(&project, &["--allow", "data_loss"]);
        assert_eq!(state(&project), STATES[3]);
    }
}

/// What the migration itself took does not come back either.
#[test]
fn what_the_migration_took_wants_leave_too() {
    let project = migrated(15, "undo_taken", 4);
    declare(&project, STEPS[2]);
    assert_eq!(project.run(&["generate", "--name", "m5", "--allow", "data_loss"]).code, Some(0));
    execute(&project.target, "insert into a (id, x, y) values (1, 1, 1)");
    project.migrate();
    let refused = project.run(&["undo"]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    let said = "what it took does not come back: drop column public.a.y: its values are lost";
    assert!(refused.stderr.contains(said), "{refused:?}");
    undo(&project, &["--allow", "data_loss"]);
    assert_eq!(project.value("select y::text from a"), None);
}

#[test]
fn a_dry_run_leaves_nothing() {
    for major in MAJORS {
        let project = migrated(major, "undo_dry", 2);
        let ran = undo(&project, &["--dry-run", "--to", "0", "--allow", "data_loss"]);
        assert!(ran.stdout.starts_with("dry run: undid 2 migrations in "), "{ran:?}");
        assert!(ran.stdout.ends_with("from V2 to nothing, and all is rolled back\n"), "{ran:?}");
        assert_eq!(state(&project), STATES[2]);
        let there = "select to_regclass('momni_db.undo_audit')::text";
        assert_eq!(project.value(there), None);
        let more = migrated(major, "undo_dry_outside", 4);
        let ran = undo(&more, &["--dry-run", "--to", "1", "--allow", "data_loss"]);
        assert!(
            ran.stdout.contains("dry run ends before `migrations/undo/undo_V3__m3.sql`"),
            "{ran:?}"
        );
        assert!(ran.stdout.contains("dry run: undid 1 migration in "), "{ran:?}");
        assert_eq!(state(&more), STATES[4]);
    }
}

/// Killed when a statement has changed something: the server sees that its client is gone, and all is as before.
#[test]
fn an_undo_that_is_killed_is_rolled_back() {
    for major in MAJORS {
        let project = migrated(major, "undo_killed", 2);
        // A statement that runs for long after the first one has changed something.
        let file = project.migrations().join("undo/undo_V2__m2.sql");
        let slow = fs::read_to_string(&file).unwrap() + "\nselect pg_sleep(60);\n";
        fs::write(&file, slow).unwrap();
        relist(&project);
        let mut child = project.spawn(&["undo"]);
        project.wait_for_statement("%pg_sleep(60)%");
        child.kill().unwrap();
        child.wait().unwrap();
        let others =
            "select count(*)::text from pg_stat_activity where datname = current_database()
                      and application_name = 'momni-db' and pid <> pg_backend_pid() and state = 'active'";
        wait(|| project.value(others).as_deref() == Some("0"));
        assert_eq!((state(&project).as_str(), audit(&project).len()), (STATES[2], 0));
    }
}

/// Enters the undo files in the manifest as they are.
fn relist(project: &Project) {
    let folder = project.migrations();
    let read = momni_db::apply::read_folder(&folder).readable;
    fs::write(folder.join("manifest"), momni_db::apply::manifest::text(&read)).unwrap();
    assert!(momni_db::apply::read(&folder).is_ok());
}

/// The index goes CONCURRENTLY. In between, nothing else may touch the database.
#[test]
fn an_undo_without_a_transaction_is_gone_on_with() {
    for major in MAJORS {
        let project = migrated(major, "undo_outside", 3);
        let runtime = runtime();
        let other = runtime.block_on(session(&project.target));
        runtime.block_on(other.batch("begin; select * from a")).unwrap();
        let mut child = project.spawn(&["undo"]);
        let waiting =
            "select count(*)::text from pg_stat_activity where datname = current_database()
                       and query ilike 'drop index concurrently%' and wait_event_type = 'Lock'";
        wait(|| project.value(waiting).as_deref() == Some("1"));
        child.kill().unwrap();
        ended(child);
        let others =
            "select count(*)::text from pg_stat_activity where datname = current_database()
                      and application_name = 'momni-db' and pid <> pg_backend_pid() and state = 'active'";
        wait(|| project.value(others).as_deref() == Some("0"));
        runtime.block_on(other.batch("commit")).unwrap();
        assert_eq!(state(&project), "1,2,3: id,x Things. a_x!");
        for command in [&["migrate"] as &[&str], &["baseline"]] {
            let refused = project.run(command);
            assert_eq!(refused.code, Some(2), "{refused:?}");
            assert!(refused.stderr.contains("V3 is undone in part"), "{refused:?}");
            assert!(
                refused.stderr.contains("`momni-db undo` goes on where it ended"),
                "{refused:?}"
            );
        }
        let status = project.run(&["status"]);
        assert_eq!(status.code, Some(1), "{status:?}");
        assert!(status.stdout.contains("V3       m3    half undone"), "{status:?}");
        assert!(status.stdout.contains("error[history-half-undone]: V3 is undone"), "{status:?}");
        undo(&project, &[]);
        assert_eq!(state(&project), STATES[2]);
        let journal = "select string_agg(version || ' ' || state, ', ' order by version, statement)
                       from momni_db.migration_journal";
        assert_eq!(project.value(journal).as_deref(), Some("-4 recorded, 3 recorded"));
        project.migrate();
        undo(&project, &[]);
        project.migrate();
        assert_eq!(state(&project), STATES[3]);
    }
}

#[test]
fn a_migration_that_is_half_done_is_finished_first() {
    let project = migrated(15, "undo_half", 2);
    let outside = "-- momni-db: no transaction\ncreate table b ();\nselect 1 / 0;\n";
    project.add("m3", outside);
    assert_eq!(project.run(&["migrate"]).code, Some(3));
    let refused = project.run(&["undo"]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stderr.contains("V3 is applied in part"), "{refused:?}");
    assert_eq!(project.history(), "1,2");
}

#[test]
fn a_migration_without_an_undo_stops_it_before_anything_runs() {
    let project = migrated(18, "undo_missing", 1);
    project.add("by_hand", "create table b ();\n");
    declare(
        &project,
        "tables: { a: { comment: Things., columns: { id: int, x: int } }, b: { columns: {} } }\n",
    );
    assert_eq!(project.run(&["generate", "--name", "m3"]).code, Some(0));
    project.migrate();
    let refused = project.run(&["undo", "--to", "1"]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(
        refused.stderr.contains("error[undo-missing]: `migrations/V2__by_hand.sql`"),
        "{refused:?}"
    );
    assert_eq!(project.history(), "1,2,3");
    undo(&project, &[]);
    assert_eq!(project.history(), "1,2");
}

#[test]
fn an_undo_of_another_text_is_refused() {
    let project = generated(15, "undo_stale", 2);
    let file = project.migrations().join("V2__m2.sql");
    let edited = fs::read_to_string(&file).unwrap() + "-- accepted\n";
    fs::write(&file, edited).unwrap();
    relist(&project);
    project.migrate();
    let refused = project.run(&["undo"]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(
        refused.stderr.contains("error[undo-stale]: `migrations/undo/undo_V2__m2.sql`"),
        "{refused:?}"
    );
    assert_eq!(state(&project), STATES[2]);
    // One that was changed is no longer the one of the manifest, for any command.
    let undo = project.migrations().join("undo/undo_V2__m2.sql");
    fs::write(&undo, fs::read_to_string(&undo).unwrap() + "drop table a;\n").unwrap();
    for command in [&["undo"] as &[&str], &["migrate"]] {
        let refused = project.run(command);
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(
            refused.stderr.contains("error[migration-edited]: `migrations/undo/undo_V2__m2.sql`"),
            "{refused:?}"
        );
    }
}

#[test]
fn a_history_that_does_not_agree_stops_it() {
    let project = migrated(15, "undo_history", 2);
    let edit = "update momni_db.refinery_schema_history set checksum = '1' where version = 1";
    execute(&project.target, edit);
    let refused = project.run(&["undo"]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(
        refused.stderr.contains("`migrations/V1__m1.sql` was changed after V1 was applied"),
        "{refused:?}"
    );
    assert_eq!(state(&project), STATES[2]);
}

/// Rows that came since make the undo of a key fail: the server's words, their place, and nothing changed.
#[test]
fn an_undo_that_fails_names_its_statement() {
    let project = migrated(18, "undo_fails", 2);
    execute(&project.target, "create view v as select * from a");
    let ran = project.run(&["undo", "--to", "0", "--allow", "data_loss", "--format", "json"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.stderr.contains("migrations/undo/undo_V1__m1.sql:"), "{ran:?}");
    assert!(ran.stderr.contains("SQLSTATE 2BP01") && ran.stderr.contains("DROP TABLE"), "{ran:?}");
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(document["result"]["undone"].as_array().unwrap().len(), 1, "{document:#}");
    assert_eq!(state(&project), STATES[1]);
}

#[test]
fn what_was_changed_beside_the_migrations_is_found() {
    let project = migrated(15, "undo_drift", 2);
    execute(&project.target, "alter table a add column z int");
    let ran = project.run(&["undo"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("undid 1 migration"), "{ran:?}");
    assert!(ran.stdout.contains("error[migrated]: column public.a.z"), "{ran:?}");
}

/// Short waits and tries, as for a migration; two runs at once wait for one another.
#[test]
fn it_waits_for_others_and_names_them() {
    for major in MAJORS {
        let project = migrated(major, "undo_waits", 4);
        let runtime = runtime();
        let other = runtime.block_on(session(&project.target));
        runtime.block_on(other.batch("begin; select * from a")).unwrap();
        let command = ["undo", "--allow", "data_loss", "--lock-timeout", "2"];
        let ran = project.run(&command);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        for part in [
            "migrations/undo/undo_V4__m4.sql waits for process ",
            "SQLSTATE 55P03",
            "it waited for process ",
            "undo again at a quieter time",
        ] {
            assert!(ran.stderr.contains(part), "{part}: {ran:?}");
        }
        assert_eq!((state(&project).as_str(), audit(&project).len()), (STATES[4], 0));
        let child = project.spawn(&["undo", "--allow", "data_loss", "--lock-timeout", "30"]);
        project.wait_for_statement("%DROP COLUMN y%");
        let second = project.run(&["migrate", "--lock-timeout", "1"]);
        assert!(second.stderr.contains("another run held the lock"), "{second:?}");
        runtime.block_on(other.batch("commit")).unwrap();
        let first = ended(child);
        assert_eq!((first.code, state(&project).as_str()), (Some(0), STATES[3]), "{first:?}");
    }
}

#[test]
fn rights_are_asked_for_first() {
    let project = migrated(15, "undo_rights", 2);
    execute(
        &project.target,
        "do $$ begin create role undo_poor login; exception when duplicate_object then null; end $$;
         grant usage on schema momni_db to undo_poor;
         grant select on momni_db.refinery_schema_history to undo_poor",
    );
    let url = format!("{}&user=undo_poor", project.target);
    let refused = project.run(&["undo", "--database-url", &url]);
    assert_eq!(refused.code, Some(3), "{refused:?}");
    assert!(
        refused.stderr.contains("GRANT DELETE ON TABLE momni_db.refinery_schema_history"),
        "{refused:?}"
    );
    assert_eq!(state(&project), STATES[2]);
}
