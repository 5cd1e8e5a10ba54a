//! Files without a transaction.

use crate::project::{Project, ended, wait};
use crate::proxy::pooler;
use crate::support::{MAJORS, execute, ran, session};
use rustix::process::{Pid, Signal, kill_process};

const TABLE: &str =
    "create table a (id int, x int);\ninsert into a select n, n from generate_series(1, 100) n;\n";

/// The journal of a version: `1 done, 2 running`.
fn journal(project: &Project, version: i32) -> String {
    let sql = format!(
        "select coalesce(string_agg(statement || ' ' || state, ', ' order by statement), '')
         from momni_db.migration_journal where version = {version}"
    );
    project.value(&sql).unwrap()
}

/// The indexes of a schema, those that are INVALID with a mark.
fn indexes(project: &Project) -> String {
    let sql = "select coalesce(string_agg(indexrelid::regclass || case when indisvalid then '' else '!' end, ' '
                   order by indexrelid::regclass::text), '') from pg_index join pg_class c on c.oid = indexrelid
               where relnamespace = 'public'::regnamespace";
    project.value(sql).unwrap()
}

#[test]
fn statements_run_one_by_one_and_the_history_is_refinerys() {
    for major in MAJORS {
        let pieces = "-- momni-db: no transaction\n\nSET LOCAL search_path = other, public;\n\
            create index concurrently a_x on a (x);\nalter type mood add value 'sad';\n\
            create table b (m mood default 'sad');\nvacuum a;\nreindex table concurrently a;\n\
            refresh materialized view concurrently v;\ndrop index concurrently a_x;\n\
            create index concurrently on a (x, id);\n\
            do $$ begin for n in 1..3 loop insert into a values (n); commit; end loop; end $$;\n";
        let first = format!(
            "{TABLE}create type mood as enum ('glad');\ncreate schema other;\n\
             create materialized view v as select 1 as n;\ncreate unique index v_n on v (n);\n"
        );
        let project = Project::new(major, "pieces_all", &[&first, pieces, "create table c ();"]);
        let ran = project.migrate();
        assert!(ran.stderr.contains("migrations/V2__m2.sql"), "{ran:?}");
        assert_eq!((project.history().as_str(), project.tables().as_str()), ("1,2,3", "a c"));
        let other = "select to_regclass('other.b')::text";
        assert_eq!(project.value(other).as_deref(), Some("other.b"));
        assert_eq!(indexes(&project), "a_x_id_idx v_n");
        let rows = project.value("select count(*)::text from a");
        assert_eq!(rows.as_deref(), Some("103"));
        let recorded: Vec<String> = (2..=10).map(|n| format!("{n} recorded")).collect();
        assert_eq!(journal(&project, 2), recorded.join(", "));
        assert_eq!(crate::basics::plain_refinery(&project), 0);
        assert!(project.migrate().stdout.starts_with("nothing to do"));
        assert_eq!(project.run(&["status"]).stdout.matches(" applied  ").count(), 3);
    }
}

#[test]
fn a_statement_that_fails_leaves_what_came_before() {
    for major in MAJORS {
        let pieces = "-- momni-db: no transaction\ncreate table b (id int);\n\n  -- why\n\
                      create unique index concurrently a_x on a (x);\ncreate table c (id int);\n";
        let project = Project::new(major, "pieces_fails", &[TABLE, pieces]);
        assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
        execute(&project.target, "insert into a values (101, 1)");
        let ran = project.run(&["migrate", "--format", "json"]);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        for part in [
            "migrations/V2__m2.sql:5:",
            "SQLSTATE 23505",
            "it is statement 2 of 3 of `migrations/V2__m2.sql`",
            "what came before stays done",
            "goes on at statement 2",
        ] {
            assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
        }
        let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(document["error"]["cause"], "migration");
        assert_eq!(document["error"]["statement"]["line"], 5);
        assert_eq!((project.history().as_str(), project.tables().as_str()), ("1", "a b"));
        assert_eq!(
            (journal(&project, 2), indexes(&project)),
            ("1 done, 2 failed".into(), "a_x!".into())
        );
        execute(&project.target, "delete from a where id = 101");
        let ran = project.migrate();
        assert!(ran.stderr.contains("dropped public.a_x, which was left INVALID"), "{ran:?}");
        assert_eq!((project.history().as_str(), project.tables().as_str()), ("1,2", "a b c"));
        assert_eq!(indexes(&project), "a_x");
    }
}

/// Starts a run whose statement waits for a transaction of another session, does something to the run while it waits,
/// and gives its end.
fn while_it_waits(
    project: &Project,
    other: &str,
    statement: &str,
    then: impl Fn(&Project, &mut std::process::Child),
) -> crate::support::Ran {
    // The runtime stands still after this, and the transaction stays open.
    let runtime = crate::support::runtime();
    let reader = runtime.block_on(session(&project.target));
    runtime.block_on(reader.batch(other)).unwrap();
    let mut child = project.spawn(&["migrate"]);
    let waiting = format!(
        "select count(*)::text from pg_stat_activity where datname = current_database() and query ilike '{statement}%'
         and wait_event_type = 'Lock'"
    );
    wait(|| project.value(&waiting).as_deref() == Some("1"));
    then(project, &mut child);
    let ran = ended(child);
    let others = "select count(*)::text from pg_stat_activity where datname = current_database()
                  and application_name = 'momni-db' and pid <> pg_backend_pid() and state = 'active'";
    wait(|| project.value(others).as_deref() == Some("0"));
    ran
}

fn kill(_: &Project, child: &mut std::process::Child) {
    child.kill().unwrap();
}

/// An administrator ends the backend.
fn terminate(project: &Project, _: &mut std::process::Child) {
    execute(
        &project.target,
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()
         and query like 'create index%'",
    );
}

fn interrupt(_: &Project, child: &mut std::process::Child) {
    kill_process(Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap(), Signal::INT).unwrap();
}

#[test]
fn an_index_that_was_half_built_is_built_again() {
    for major in MAJORS {
        for (end, said) in [
            (kill as fn(&Project, &mut std::process::Child), ""),
            (interrupt, "interrupted during statement 2 of 3 of `migrations/V2__m2.sql`"),
            (terminate, "the connection to the server was lost during statement 2 of 3 of"),
        ] {
            let pieces = "-- momni-db: no transaction\ncreate table b ();\n\
                          create index concurrently \"A x\" on a (x);\ncreate table c ();\n";
            let project = Project::new(major, "pieces_index", &[TABLE, pieces]);
            assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
            // Somebody else's: it is none of the migration's business.
            execute(
                &project.target,
                "create index other on a (id); update pg_index set indisvalid = false where indexrelid = 'other'::regclass",
            );
            let other = "begin; update a set x = x where id = 1";
            let ran = while_it_waits(&project, other, "create index", end);
            assert_eq!(ran.code, (!said.is_empty()).then_some(3), "{ran:?}");
            assert!(ran.stderr.contains(said) && !ran.stderr.contains("rolled back"), "{ran:?}");
            assert_eq!(indexes(&project), "\"A x\"! other!");
            let ran = project.run(&["migrate"]);
            assert!(
                ran.stderr.contains("dropped public.\"A x\", which was left INVALID"),
                "{ran:?}"
            );
            assert_eq!((project.history().as_str(), project.tables().as_str()), ("1,2", "a b c"));
            assert_eq!(indexes(&project), "\"A x\" other!");
        }
    }
}

/// The limit is for the file's own statements, not for what clears up after them.
#[test]
fn a_limit_of_time_does_not_hinder_the_mending() {
    for major in MAJORS {
        let pieces = "-- momni-db: no transaction\n-- momni-db: statement_timeout = 450ms\n\
                      create index concurrently a_x on a (x);\n";
        let project = Project::new(major, "pieces_limit", &[TABLE, pieces]);
        assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
        let runtime = crate::support::runtime();
        let writer = runtime.block_on(session(&project.target));
        runtime.block_on(writer.batch("begin; update a set x = x")).unwrap();
        let first = project.run(&["migrate"]);
        assert!(first.stderr.contains("statement timeout (SQLSTATE 57014)"), "{first:?}");
        assert_eq!((journal(&project, 2), indexes(&project)), ("1 failed".into(), "a_x!".into()));
        let second = project.run(&["migrate", "--lock-timeout", "1"]);
        let said =
            "drop index concurrently if exists public.a_x: canceling statement due to lock timeout";
        assert!(second.stderr.contains(said), "{second:?}");
        runtime.block_on(writer.batch("commit")).unwrap();
        // A machine that is busy may take longer than the file allows.
        wait(|| project.run(&["migrate"]).code == Some(0));
        assert_eq!((project.history().as_str(), indexes(&project).as_str()), ("1,2", "a_x"));
    }
}

/// It is INVALID too, and on the same table, as long as its own session builds it.
#[test]
fn an_index_that_somebody_else_builds_is_left_alone() {
    for major in MAJORS {
        let pieces = "-- momni-db: no transaction\ncreate index concurrently a_x on a (x);\n";
        let project = Project::new(major, "pieces_others", &[TABLE, pieces]);
        assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
        while_it_waits(&project, "begin; update a set x = x", "create index", kill);
        assert_eq!(indexes(&project), "a_x!");
        let runtime = crate::support::runtime();
        let writer = runtime.block_on(session(&project.target));
        runtime.block_on(writer.batch("begin; update a set x = x")).unwrap();
        let target = project.target.clone();
        let builder = std::thread::spawn(move || {
            execute(&target, "create index concurrently a_a on a (id)");
        });
        wait(|| indexes(&project) == "a_a! a_x!");
        let ran = project.run(&["migrate", "--lock-timeout", "1"]);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        let said = ", which builds an index on the same table\n";
        assert!(ran.stderr.contains("migrations/V2__m2.sql: waits for process "), "{ran:?}");
        assert!(ran.stderr.contains(said) && ran.stderr.contains("SQLSTATE 55P03"), "{ran:?}");
        for part in
            ["error: drop index concurrently if exists public.a_x: ", "it waited for process "]
        {
            assert!(ran.stderr.contains(part), "{part}: {ran:?}");
        }
        let left = project.value("select remains::text from momni_db.migration_journal");
        assert_eq!(left.as_deref(), Some("{public.a_x}"));
        let child = project.spawn(&["migrate"]);
        let asks = "select count(*)::text from pg_stat_activity where datname = current_database()
                    and application_name = 'momni-db' and query like 'select p.pid, c.relname%' and state = 'idle'";
        wait(|| project.value(asks).as_deref() == Some("1"));
        runtime.block_on(writer.batch("commit")).unwrap();
        builder.join().unwrap();
        let ran = ended(child);
        assert!(ran.stderr.contains("dropped public.a_x,") && ran.stderr.contains(said), "{ran:?}");
        assert!(!ran.stderr.contains("tried again"), "{ran:?}");
        assert_eq!((project.history().as_str(), indexes(&project).as_str()), ("1,2", "a_a a_x"));
    }
}

#[test]
fn an_index_that_was_half_dropped_is_dropped() {
    for major in MAJORS {
        let pieces = "-- momni-db: no transaction\ndrop index concurrently a_x;\n";
        let first = format!("{TABLE}create index a_x on a (x);\n");
        let project = Project::new(major, "pieces_drop", &[&first, pieces]);
        assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
        while_it_waits(&project, "begin; select * from a", "drop index", kill);
        assert_eq!((journal(&project, 2), indexes(&project)), ("1 running".into(), "a_x!".into()));
        project.migrate();
        assert_eq!((project.history().as_str(), indexes(&project).as_str()), ("1,2", ""));
    }
}

#[test]
fn an_index_that_was_half_rebuilt_is_rebuilt() {
    for major in MAJORS {
        let pieces = "-- momni-db: no transaction\nreindex index concurrently a_x;\n";
        let first = format!("{TABLE}create index a_x on a (x);\n");
        let project = Project::new(major, "pieces_reindex", &[&first, pieces]);
        assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
        let other = "begin; update a set x = x where id = 1";
        while_it_waits(&project, other, "reindex", kill);
        assert_eq!(indexes(&project), "a_x a_x_ccnew!");
        let ran = project.migrate();
        assert!(ran.stderr.contains("dropped public.a_x_ccnew"), "{ran:?}");
        assert_eq!((project.history().as_str(), indexes(&project).as_str()), ("1,2", "a_x"));
    }
}

#[test]
fn a_partition_that_was_half_detached_is_detached() {
    for major in MAJORS {
        let pieces =
            "-- momni-db: no transaction\nalter table p detach partition p1 concurrently;\n";
        let first = "create table p (id int) partition by list (id);\n\
                     create table p1 partition of p for values in (1);\n";
        let project = Project::new(major, "pieces_detach", &[first, pieces]);
        assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
        while_it_waits(&project, "begin; select * from p", "alter table p detach", kill);
        let pending = "select string_agg(inhdetachpending::text, ' ') from pg_inherits";
        assert_eq!(project.value(pending).as_deref(), Some("true"));
        let ran = project.migrate();
        assert!(ran.stderr.contains("public.p1 was half detached, and is now"), "{ran:?}");
        assert_eq!((project.history().as_str(), project.value(pending)), ("1,2", None));
    }
}

/// A run that was killed between the end of a statement and its line in the journal: the line says `running`, with what
/// the catalog held before.
#[test]
fn what_was_done_and_not_journalled_is_not_done_again() {
    for major in MAJORS {
        for (statement, said) in [
            ("create index concurrently a_x on a (x)", "public.a_x was made already"),
            ("create index concurrently on a (x)", "public.a_x_idx was made already"),
            ("drop index concurrently a_id", "statement 1 was done already"),
            (
                "alter table p detach partition p1 concurrently",
                "the partition was detached already",
            ),
            ("create database pieces_made template template0", "statement 1 was done already"),
        ] {
            let pieces = format!("-- momni-db: no transaction\n{statement};\ncreate table b ();\n");
            let first = format!(
                "{TABLE}create index a_id on a (id);\ncreate table p (id int) partition by list (id);\n\
                 create table p1 partition of p for values in (1);\n"
            );
            let project = Project::new(major, "pieces_unknown", &[&first, &pieces]);
            assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
            execute(&project.target, "drop database if exists pieces_made");
            let before = project.value(
                "select format('indexes = %L, invalid = %L, partitions = %L', array(select indexrelid from pg_index),
                 array(select indexrelid from pg_index where not indisvalid), array(select inhrelid from pg_inherits))",
            );
            project.migrate();
            execute(
                &project.target,
                &format!(
                    "delete from momni_db.refinery_schema_history where version = 2;
                     delete from momni_db.migration_journal where statement = 2; drop table b;
                     update momni_db.migration_journal set state = 'running', {}",
                    before.unwrap()
                ),
            );
            let at_first = indexes(&project);
            let ran = project.migrate();
            assert!(ran.stderr.contains(said), "{statement}: {ran:?}");
            assert_eq!((project.history().as_str(), project.tables().as_str()), ("1,2", "a b p1"));
            assert_eq!(indexes(&project), at_first, "{statement}");
        }
    }
}

/// The same, where the statement was never begun: it is run, and its own fault is told.
#[test]
fn what_was_journalled_and_not_begun_is_done() {
    let pieces = "-- momni-db: no transaction\ndrop index concurrently missing;\n";
    let first = format!("{TABLE}create index missing on a (x);\n");
    let project = Project::new(15, "pieces_begun", &[&first, pieces]);
    assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
    execute(&project.target, "drop index missing");
    assert_eq!(project.run(&["migrate"]).code, Some(3));
    execute(&project.target, "update momni_db.migration_journal set state = 'running'");
    let ran = project.run(&["migrate"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.stderr.contains("SQLSTATE 42704"), "{ran:?}");
    assert_eq!(project.history(), "1");
    execute(&project.target, "create index missing on a (x)");
    project.migrate();
    assert_eq!((project.history().as_str(), indexes(&project).as_str()), ("1,2", ""));
}

#[test]
fn killed_at_any_moment_the_file_comes_to_its_end() {
    for major in MAJORS {
        let mut pieces = "-- momni-db: no transaction\nset search_path = public;\n".to_owned();
        for n in 1..=6 {
            pieces.push_str(&format!(
                "create index concurrently a_x{n} on a (x, (id + {n}));\ninsert into b values ({n});\n\
                 create index concurrently on a ((x + {n}));\ndrop index concurrently old{n};\n"
            ));
        }
        let mut first = format!("{TABLE}create table b (n int);\n");
        for n in 1..=6 {
            first.push_str(&format!("create index old{n} on a ((id - {n}));\n"));
        }
        // Parts of what a run takes that nobody kills, so that most of them fall within it on any machine.
        let undisturbed = Project::new(major, "pieces_kill", &[&first, &pieces]);
        assert_eq!(undisturbed.run(&["migrate", "--target", "1"]).code, Some(0));
        let begun = std::time::Instant::now();
        undisturbed.migrate();
        let whole = begun.elapsed();
        let mut cut = 0;
        for moment in (1..=8).map(|part| whole * part / 10) {
            let project = Project::new(major, "pieces_kill", &[&first, &pieces]);
            assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
            let mut child = project.spawn(&["migrate"]);
            std::thread::sleep(moment);
            child.kill().unwrap();
            cut += usize::from(ended(child).code.is_none());
            let ran = project.migrate();
            let rows = project.value("select string_agg(n::text, '' order by n) from b");
            assert_eq!(rows.as_deref(), Some("123456"), "{moment:?} {ran:?}");
            let expected = "a_expr_idx a_expr_idx1 a_expr_idx2 a_expr_idx3 a_expr_idx4 a_expr_idx5 \
                            a_x1 a_x2 a_x3 a_x4 a_x5 a_x6";
            assert_eq!(indexes(&project), expected, "{moment:?} {ran:?}");
        }
        assert!(cut >= 1, "no run was killed before its end");
    }
}

/// What has failed once is begun again, and a run that is killed then leaves it as unknown as any other.
#[test]
fn what_failed_and_was_begun_again_is_unknown_again() {
    for major in MAJORS {
        let pieces = "-- momni-db: no transaction\ncreate index concurrently on a (y);\n";
        let first = format!("{TABLE}alter table a add column y int;\n");
        let project = Project::new(major, "pieces_again", &[&first, pieces]);
        assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
        execute(&project.target, "alter table a drop column y");
        assert_eq!(project.run(&["migrate"]).code, Some(3));
        assert_eq!(journal(&project, 2), "1 failed");
        execute(&project.target, "alter table a add column y int");
        let other = "begin; update a set x = x where id = 1";
        while_it_waits(&project, other, "create index", |project, child| {
            assert_eq!(journal(project, 2), "1 running");
            child.kill().unwrap();
        });
        // It has come to its end after all, in a session that nobody listens to.
        execute(&project.target, "drop index a_y_idx; create index on a (y)");
        let ran = project.migrate();
        assert!(ran.stderr.contains("public.a_y_idx was made already"), "{ran:?}");
        assert_eq!((project.history().as_str(), indexes(&project).as_str()), ("1,2", "a_y_idx"));
    }
}

#[test]
fn a_file_that_changed_in_its_middle_is_refused() {
    let good = "-- momni-db: no transaction\ncreate table b ();\ncreate table c (id nothing);\n";
    let project = Project::new(15, "pieces_changed", &[TABLE, good]);
    assert_eq!(project.run(&["migrate"]).code, Some(3));
    assert_eq!(journal(&project, 2), "1 done");
    let rewrite = |sql: &str| {
        std::fs::remove_dir_all(project.migrations()).unwrap();
        project.add("m1", TABLE);
        project.add("m2", sql);
    };
    rewrite("-- momni-db: no transaction\ncreate table bb ();\ncreate table c ();\n");
    let ran = project.run(&["migrate"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("was changed after a part of it was done: statement 1"), "{ran:?}");
    assert!(
        ran.stderr.contains("delete from momni_db.migration_journal where version = 2"),
        "{ran:?}"
    );
    assert_eq!(project.tables(), "a b");
    // What failed may be mended.
    rewrite("-- momni-db: no transaction\ncreate table b ();\ncreate table c (id int);\n");
    project.migrate();
    assert_eq!((project.history().as_str(), project.tables().as_str()), ("1,2", "a b c"));
    // A migration that was taken out of the history begins anew.
    execute(
        &project.target,
        "drop table b, c; delete from momni_db.refinery_schema_history where version = 2",
    );
    project.migrate();
    assert_eq!((project.history().as_str(), project.tables().as_str()), ("1,2", "a b c"));
}

#[test]
fn an_invalid_index_that_is_there_is_not_taken_for_the_new_one() {
    let pieces =
        "-- momni-db: no transaction\ncreate index concurrently if not exists a_x on a (x);\n";
    let project = Project::new(18, "pieces_exists", &[TABLE, pieces]);
    assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
    execute(
        &project.target,
        "create index a_x on a (x); update pg_index set indisvalid = false where indexrelid = 'a_x'::regclass",
    );
    let ran = project.run(&["migrate"]);
    assert_eq!((ran.code, project.history().as_str()), (Some(3), "1"), "{ran:?}");
    assert!(ran.stderr.contains("`drop index concurrently public.a_x`"), "{ran:?}");
    execute(&project.target, "drop index concurrently public.a_x");
    project.migrate();
    assert_eq!(indexes(&project), "a_x");
}

#[test]
fn a_dry_run_ends_before_it_and_says_so() {
    let pieces = "-- momni-db: no transaction\ncreate index concurrently a_x on a (x);\n";
    let project = Project::new(15, "pieces_dry", &[TABLE, pieces, "drop index a_x;"]);
    let ran = project.run(&["migrate", "--dry-run"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("dry run: 1 migration ran"), "{ran:?}");
    assert!(ran.stdout.contains("warning[dry-run-no-transaction]"), "{ran:?}");
    assert!(ran.stdout.contains("the dry run ends before `migrations/V2__m2.sql`"), "{ran:?}");
    let ran = project.run(&["migrate", "--dry-run", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let expected = serde_json::json!(["migrations/V2__m2.sql", "migrations/V3__m3.sql"]);
    assert_eq!(document["result"]["not_run"], expected);
    assert_eq!(document["result"]["to_version"], 1);
    let schema = project.value("select to_regnamespace('momni_db')::text");
    assert_eq!((schema, project.tables().as_str()), (None, ""));
}

#[test]
fn a_pooler_is_found_before_anything_is_done() {
    for major in MAJORS {
        let pieces = "-- momni-db: no transaction\ncreate table b ();\nvacuum;\n";
        let project = Project::new(major, "pieces_pooler", &[pieces]);
        let pooler = pooler(&project.target);
        let done = ran(&mut project.command_to(&pooler.target, &["migrate"]));
        assert_eq!(done.code, Some(3), "{done:?}");
        assert!(done.stderr.contains("a pooler in transaction mode stands between"), "{done:?}");
        assert_eq!((project.tables(), project.history()), (String::new(), "none".into()));
        // Nor is a hook run there.
        let hooks = "name: test\nhooks: { before_migrate: [ { command: touch hook } ] }\n";
        std::fs::write(project.folder.path().join("momni-db.yaml"), hooks).unwrap();
        let done = ran(&mut project.command_to(&pooler.target, &["migrate"]));
        assert!(done.stderr.contains("a pooler in transaction mode stands between"), "{done:?}");
        assert!(!project.folder.path().join("hook").exists(), "{done:?}");
    }
}

/// What the file sets ends with it, also its role, which has no right to the journal.
#[test]
fn a_role_that_the_file_sets_ends_with_it() {
    for major in MAJORS {
        let pieces = "-- momni-db: no transaction\nset role pieces_role;\ncreate table b ();\n\
                      create index concurrently on b ((1));\n";
        let first = "do $$ begin if to_regrole('pieces_role') is null then create role pieces_role; end if; end $$;\n\
                     grant create on schema public to pieces_role;\n";
        let third = "create table c ();";
        let project = Project::new(major, "pieces_role", &[first, pieces, third]);
        project.migrate();
        let owners = "select string_agg(relname || ' ' || (relowner = 'pieces_role'::regrole), ', ' order by relname)
                      from pg_class where relname in ('b', 'c')";
        assert_eq!(project.value(owners).as_deref(), Some("b true, c false"));
        execute(&project.target, "drop owned by pieces_role; drop role pieces_role");
    }
}

/// The migrations are replayed, and what they lead to is what is declared and what the database has.
#[test]
fn what_it_leads_to_is_known() {
    for major in MAJORS {
        let pieces = "-- momni-db: no transaction\ncreate index concurrently a_x on a (x);\n";
        let project = Project::new(major, "pieces_known", &[TABLE, pieces]);
        let declared = "tables: { a: { columns: { id: { type: int, null: true }, x: { type: int, null: true } }, \
                        indexes: { a_x: { columns: [x] } } } }\n";
        std::fs::write(project.folder.path().join("schema/ahead.yaml"), declared).unwrap();
        project.migrate();
        let url = project.target.to_string();
        for arguments in [&["generate"][..], &["generate", "--scratch-url", &url], &["drift"]] {
            let ran = project.run(arguments);
            assert_eq!(ran.code, Some(0), "{arguments:?}: {ran:?}");
        }
        assert_eq!(std::fs::read_dir(project.migrations()).unwrap().count(), 3);
    }
}

#[test]
fn a_lent_server_runs_what_has_a_form_for_it() {
    for major in MAJORS {
        let pieces = "-- momni-db: no transaction\ncreate index concurrently a_x on a (x);\n\
                      drop index concurrently a_id;\n";
        let first = format!("{TABLE}create index a_id on a (id);\n");
        let project = Project::new(major, "pieces_lent", &[&first, pieces]);
        let url = project.target.to_string();
        let ran = project.run(&["migrate", "--scratch-url", &url]);
        assert_eq!((ran.code, project.history().as_str()), (Some(0), "1,2"), "{ran:?}");
        assert!(!ran.stderr.contains("not compared"), "{ran:?}");
        project.add("m3", "-- momni-db: no transaction\n\nvacuum a;\n");
        let ran = project.run(&["migrate", "--scratch-url", &url]);
        assert_eq!((ran.code, project.history().as_str()), (Some(2), "1,2,3"), "{ran:?}");
        for part in
            ["`migrations/V3__m3.sql` cannot run on a lent server", "leave `--scratch-url` out"]
        {
            assert!(ran.stderr.contains(part), "{part}: {ran:?}");
        }
        assert_eq!(project.migrate().stdout, "nothing to do: the database has V3\n");
    }
}
