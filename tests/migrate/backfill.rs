//! Data steps: statements that run in batches.

use crate::project::{Project, ended, wait};
use crate::support::cluster::Cluster;
use crate::support::{MAJORS, execute, server, session};
use momni_db::connect::Target;
use rustix::process::{Pid, Signal, kill_process};
use std::time::{Duration, Instant};

const TABLE: &str = "create table t (id int primary key, x int, y int);
    insert into t select n, n, 0 from generate_series(1, 10000) n;\n";

/// A data step over `t`.
fn step(more: &str, statement: &str) -> String {
    format!(
        "-- momni-db: no transaction\n-- momni-db: batches of 700 over t by id\n{more}{statement};\n"
    )
}

/// What the database has of the step of a version: `rows of total to key in batches`.
fn line(project: &Project, version: i32) -> String {
    let sql = format!(
        "select (select concat_ws(' ', rows, last::text, until::text, batches) from momni_db.migration_batches where version = {version})"
    );
    project.value(&sql).unwrap_or_default()
}

/// How often each row was changed: `count x times`, with commas.
fn times(project: &Project) -> String {
    let sql = "select string_agg(n || ' x ' || y, ', ' order by y) from (select y, count(*) as n from t group by y) s";
    project.value(sql).unwrap_or_default()
}

#[test]
fn every_row_is_in_one_batch() {
    for major in MAJORS {
        let step = step("", "update t set y = y + 1 where id between $1 and $2");
        let project =
            Project::new(major, "backfill_all", &[TABLE, &step, "create table after ();"]);
        assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
        let ran = project.migrate();
        assert!(ran.stderr.contains("migrations/V2__m2.sql"), "{ran:?}");
        assert_eq!((project.history().as_str(), times(&project).as_str()), ("1,2,3", "10000 x 1"));
        assert!(line(&project, 2).starts_with("10000 {10000} {10000} "), "{}", line(&project, 2));
        // Each batch is a transaction of its own.
        let transactions = project.value("select count(distinct xmin::text)::text from t");
        let batches = line(&project, 2).rsplit(' ').next().map(str::to_owned);
        assert_eq!(transactions, batches);
        assert!(batches.is_some_and(|it| it.parse::<u32>().unwrap() >= 15));
        assert_eq!(crate::basics::plain_refinery(&project), 0);
    }
}

#[test]
fn an_empty_table_has_no_batches() {
    for major in MAJORS {
        let step = step("", "update t set y = id / 0 where id between $1 and $2");
        let table = "create table t (id int primary key, y int);";
        let project = Project::new(major, "backfill_empty", &[table, &step]);
        project.migrate();
        assert_eq!((project.history().as_str(), line(&project, 2).as_str()), ("1,2", "0 0"));
    }
}

/// Keys of any type and of several columns, with values that are hard to write; every row is changed once.
#[test]
fn keys_of_any_kind() {
    for major in MAJORS {
        for (columns, key, values, condition) in [
            (
                "k uuid primary key",
                "k",
                "gen_random_uuid() from generate_series(1, 3000)",
                "k between $1 and $2",
            ),
            (
                "\"K\" text primary key",
                "\"K\"",
                r"E'\'\\$1;--ä' || n || E'\n' from generate_series(1, 3000) n union all select ''",
                "\"K\" between $1 and $2",
            ),
            (
                "k varchar(40) collate \"C\" primary key",
                "k",
                "n from generate_series(1, 3000) n",
                "t.k between $1 and $2",
            ),
            (
                "k char(9) primary key",
                "k",
                "n from generate_series(1, 3000) n",
                "t.k between $1 and $2",
            ),
            (
                "k timestamptz primary key",
                "k",
                "'2024-03-01'::timestamptz + n * interval '1.000001 h' from generate_series(1, 3000) n union all select 'infinity'",
                "k between $1 and $2",
            ),
            (
                "k bytea primary key",
                "k",
                "decode(md5(n::text), 'hex') from generate_series(1, 3000) n",
                "k between $1 and $2",
            ),
            (
                "k float8 primary key",
                "k",
                "n / 7.0 from generate_series(1, 3000) n union all select 'NaN'",
                "k between $1 and $2",
            ),
            (
                "k numeric(20, 3) primary key",
                "k",
                "n / 7.0 from generate_series(-1000, 2000) n",
                "k between $1 and $2",
            ),
            (
                "k d primary key",
                "k",
                "n from generate_series(-1000, 2000) n",
                "k between $1 and $2",
            ),
            ("k e not null unique", "k", "unnest(array['b', 'a']::e[])", "k between $1 and $2"),
            (
                "k date, l text, m int, primary key (k, l)",
                "k, l",
                "date '2024-01-01' + n / 9, 'x' || n % 9, n from generate_series(1, 3000) n",
                "(k, l) >= ($1, $2) and (k, l) <= ($3, $4)",
            ),
            // A key that is not unique: a batch has all rows of its last value.
            (
                "k int not null, m int",
                "k",
                "n / 1000, n from generate_series(1, 3000) n",
                "k between $1 and $2",
            ),
        ] {
            let index = if columns.contains("not null, m") { "create index on t (k);" } else { "" };
            let table = format!(
                "create domain d as int; create type e as enum ('b', 'a'); create table t ({columns}, y int default 0); {index}
                 insert into t select {values};"
            );
            // Its settings are those of the statement; the key is read as if there were none.
            let step = format!(
                "-- momni-db: no transaction\n-- momni-db: batches of 400 over public.t by {key}\n\
                 set datestyle = 'SQL, DMY'; set timezone = 'Asia/Kolkata'; set extra_float_digits = -5;
                 set bytea_output = 'escape'; set standard_conforming_strings = off;
                 update t set y = y + 1 where {condition};"
            );
            let project = Project::new(major, "backfill_keys", &[&table, &step]);
            let ran = project.run(&["migrate"]);
            assert_eq!(ran.code, Some(0), "{columns}: {ran:?}");
            let all = project.value("select bool_and(y = 1)::text from t");
            assert_eq!(all.as_deref(), Some("true"), "{columns}: {}", times(&project));
        }
    }
}

/// Kills the run again and again; every row is changed once all the same.
#[test]
fn a_run_that_is_killed_goes_on_where_it_was() {
    for major in MAJORS {
        let step = step(
            "-- momni-db: pause = 5ms\n",
            // However short, a sleep takes a millisecond and more: 150 of them in a batch.
            "update t set y = y + 1 where id between $1 and $2 and (id % 5 > 0 or pg_sleep(0.00002) is not null)",
        );
        let project = Project::new(major, "backfill_killed", &[TABLE, &step]);
        assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
        let done = || -> i64 {
            match project.value("select to_regclass('momni_db.migration_batches')::text") {
                None => 0,
                Some(_) => line(&project, 2).split(' ').next().unwrap().parse().unwrap_or(0),
            }
        };
        let mut rows = 0;
        for _ in 0..3 {
            let mut child = project.spawn(&["migrate"]);
            let before = rows;
            wait(|| done() > before);
            child.kill().unwrap();
            ended(child);
            rows = done();
        }
        assert!(rows > 0 && rows < 10_000, "{rows}");
        assert_eq!(project.history(), "1");
        project.migrate();
        assert_eq!((project.history().as_str(), times(&project).as_str()), ("1,2", "10000 x 1"));
        assert!(line(&project, 2).starts_with("10000 {10000}"), "{}", line(&project, 2));
    }
}

#[test]
fn an_interrupt_ends_between_batches() {
    let step =
        step("-- momni-db: rate = 1000/s\n", "update t set y = y + 1 where id between $1 and $2");
    let project = Project::new(18, "backfill_interrupt", &[TABLE, &step]);
    assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
    let child = project.spawn(&["migrate"]);
    wait(|| times(&project).contains(", "));
    kill_process(Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap(), Signal::INT).unwrap();
    let ran = ended(child);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    for part in ["interrupted during statement 1 of 1", "what came before stays done"] {
        assert!(ran.stderr.contains(part), "{part}: {ran:?}");
    }
    assert!(times(&project).contains(", "), "{}", times(&project));
}

#[test]
fn a_rate_is_kept_and_told() {
    let more = "-- momni-db: rate = 4000/s\n";
    let step = step(more, "update t set y = y + 1 where id between $1 and $2");
    let analyzed = format!("{TABLE}analyze t;");
    let project = Project::new(18, "backfill_rate", &[&analyzed, &step]);
    assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
    let begin = Instant::now();
    let ran = project.migrate();
    assert!(begin.elapsed() > Duration::from_millis(2300), "{:?}", begin.elapsed());
    assert!(ran.stderr.contains(" rows of about 10000 ("), "{ran:?}");
    assert!(ran.stderr.contains(" rows/s, ") && ran.stderr.contains(" s left"), "{ran:?}");
}

#[test]
fn a_batch_that_meets_a_lock_waits_for_it_alone() {
    for major in MAJORS {
        let step = step("", "update t set y = y + 1 where id between $1 and $2");
        let project = Project::new(major, "backfill_locked", &[TABLE, &step]);
        assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
        let runtime = crate::support::runtime();
        let other = runtime.block_on(session(&project.target));
        runtime.block_on(other.batch("begin; update t set x = -x where id = 6000")).unwrap();
        let child = project.spawn(&["migrate"]);
        wait(|| {
            project.value("select (count(*) > 4000)::text from t where y = 1").as_deref()
                == Some("true")
        });
        std::thread::sleep(Duration::from_millis(700));
        // What is done is free meanwhile.
        execute(&project.target, "set lock_timeout = '5s'; update t set x = x + 1 where id = 1");
        assert_eq!(
            project
                .value("select max(id)::text from t where y = 1 and id < 6000")
                .as_deref()
                .map(|it| it < "6000"),
            Some(true)
        );
        runtime.block_on(other.batch("commit")).unwrap();
        let ran = ended(child);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        for part in ["waits for process", "met a lock of another session and is tried again"] {
            assert!(ran.stderr.contains(part), "{part}: {ran:?}");
        }
        assert_eq!(times(&project), "10000 x 1");
        // The other's change is there, and so is the one on top of it.
        assert_eq!(
            project.value("select x::text from t where id = 6000").as_deref(),
            Some("-6000")
        );
    }
}

#[test]
fn a_lock_that_stays_ends_the_run_and_the_next_goes_on() {
    let step = step("", "update t set y = y + 1 where id between $1 and $2");
    let project = Project::new(15, "backfill_stays", &[TABLE, &step]);
    assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
    let runtime = crate::support::runtime();
    let other = runtime.block_on(session(&project.target));
    runtime.block_on(other.batch("begin; update t set x = -x where id = 6000")).unwrap();
    let ran = project.run(&["migrate", "--lock-timeout", "1"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    for part in [
        "migrations/V2__m2.sql:3:",
        "SQLSTATE 55P03",
        "it waited for process",
        "what came before stays done",
    ] {
        assert!(ran.stderr.contains(part), "{part}: {ran:?}");
    }
    runtime.block_on(other.batch("rollback")).unwrap();
    project.migrate();
    assert_eq!(times(&project), "10000 x 1");
}

/// Rows that come while the step runs are no business of it, and do not keep it from its end.
#[test]
fn the_end_is_where_the_table_ended() {
    let step =
        step("-- momni-db: rate = 5000/s\n", "update t set y = y + 1 where id between $1 and $2");
    let project = Project::new(18, "backfill_end", &[TABLE, &step]);
    assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
    let child = project.spawn(&["migrate"]);
    wait(|| times(&project).contains(", "));
    execute(&project.target, "insert into t select n, n, 7 from generate_series(10001, 20000) n");
    let ran = ended(child);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(times(&project), "10000 x 1, 10000 x 7");
}

/// What is wrong with a step is said at its place, before anything is done.
#[test]
fn steps_that_cannot_be_run() {
    for major in MAJORS {
        for (over, statement, place, said) in [
            (
                "nowhere by id",
                "update t set y = 1 where id between $1 and $2",
                "2:14",
                "relation \"nowhere\" does not exist (SQLSTATE 42P01)",
            ),
            (
                "t by nothing",
                "update t set y = 1 where id between $1 and $2",
                "2:14",
                "public.t has no column nothing",
            ),
            (
                "v by id",
                "update t set y = 1 where id between $1 and $2",
                "2:14",
                "public.v is no table that has rows here",
            ),
            (
                "t by x",
                "update t set y = 1 where x between $1 and $2",
                "2:14",
                "public.t.x may be null",
            ),
            (
                "t by z",
                "update t set y = 1 where z between $1 and $2",
                "2:14",
                "no index of public.t begins with (z)",
            ),
            (
                "t by id",
                "update t set y = 1",
                "3:1",
                "the statement has 0 parameters, and a batch of this key has 2",
            ),
            (
                "t by id",
                "update t set y = 1 where id > $1",
                "3:1",
                "the statement has 1 parameters",
            ),
            (
                "t by id",
                "update t set y = 1 where id::text between $1 and $2",
                "3:1",
                "parameter $1 is compared with another type",
            ),
            (
                "t by id",
                "update t set w = 1 where id between $1 and $2",
                "3:14",
                "column \"w\" of relation \"t\" does not exist (SQLSTATE 42703)",
            ),
            ("t by id", "vacuum t", "3:1", "syntax error at or near \"vacuum\""),
        ] {
            let step = format!(
                "-- momni-db: no transaction\n-- momni-db: batches of 9 over {over}\n{statement};\n"
            );
            let table = format!(
                "{TABLE}alter table t add z int not null default 0; create view v as select * from t;"
            );
            let project = Project::new(major, "backfill_wrong", &[&table, &step]);
            let ran = project.run(&["migrate"]);
            assert_eq!((ran.code, project.history().as_str()), (Some(3), "1"), "{ran:?}");
            assert!(ran.stderr.contains(said), "{said}: {ran:?}");
            assert!(
                ran.stderr.contains(&format!("migrations/V2__m2.sql:{place}")),
                "{place}: {ran:?}"
            );
            assert_eq!(times(&project), "10000 x 0");
        }
    }
}

/// A batch that fails takes nothing of the others along; the statement may be mended, and goes on.
#[test]
fn a_statement_that_fails_is_mended_and_goes_on() {
    let wrong = step("", "update t set y = y + 1 / (id - 5000) * 0 + 1 where id between $1 and $2");
    let project = Project::new(15, "backfill_mended", &[TABLE, &wrong]);
    let ran = project.run(&["migrate"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    for part in [
        "division by zero (SQLSTATE 22012)",
        "what came before stays done",
        "migrations/V2__m2.sql:3:1",
    ] {
        assert!(ran.stderr.contains(part), "{part}: {ran:?}");
    }
    let before: i64 =
        project.value("select count(*)::text from t where y = 1").unwrap().parse().unwrap();
    assert!(before > 0 && before < 5000, "{before}");
    let right = step("", "update t set y = y + 1 where id between $1 and $2");
    std::fs::remove_dir_all(project.migrations()).unwrap();
    project.add("m1", TABLE);
    project.add("m2", &right);
    project.migrate();
    assert_eq!(times(&project), "10000 x 1");
}

#[test]
fn what_must_hold_at_the_end_is_asked_there() {
    for major in MAJORS {
        let more = "-- momni-db: assert_after select not exists (select from t where y = 0)\n";
        let step = step(more, "update t set y = y + 1 where id between $1 and $2 and id <> 77");
        let project = Project::new(major, "backfill_after", &[TABLE, &step]);
        let ran = project.run(&["migrate"]);
        assert_eq!((ran.code, project.history().as_str()), (Some(3), "1"), "{ran:?}");
        assert!(
            ran.stderr.contains("an assertion of `migrations/V2__m2.sql`, line 3, does not hold"),
            "{ran:?}"
        );
        execute(&project.target, "update t set y = 1 where id = 77");
        project.migrate();
        assert_eq!((project.history().as_str(), times(&project).as_str()), ("1,2", "10000 x 1"));
        let whole = "-- momni-db: assert_after select count(*) = 1 from u\ncreate table u (x int);\ninsert into u values (1);\n";
        project.add("m3", whole);
        project.migrate();
        let wrong =
            "-- momni-db: assert_after select count(*) = 1 from u\ninsert into u values (1);\n";
        project.add("m4", wrong);
        let ran = project.run(&["migrate"]);
        assert_eq!((ran.code, project.history().as_str()), (Some(3), "1,2,3"), "{ran:?}");
        assert_eq!(project.value("select count(*)::text from u").as_deref(), Some("1"));
    }
}

/// The primary writes on when the standby has caught up.
#[test]
fn it_waits_for_a_standby_that_is_behind() {
    for major in MAJORS {
        let bin = server(major, &[]).bin.clone();
        let hba = "local replication admin trust\n";
        let primary = Cluster::start(&bin, hba, &["wal_receiver_status_interval=1"]);
        let standby = primary.standby();
        let target = |cluster: &Cluster| {
            let environment = std::collections::BTreeMap::new();
            Target::resolve(Some(&cluster.admin()), &environment).unwrap()
        };
        let step = step(
            "-- momni-db: max_lag = 500ms\n-- momni-db: pause = 200ms\n",
            "update t set y = y + 1 where id between $1 and $2",
        );
        let project = Project::with_target(target(&primary), &[TABLE, &step]);
        assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
        execute(&target(&standby), "select pg_wal_replay_pause()");
        let child = project.spawn(&["migrate"]);
        let behind = "select coalesce(max(extract(epoch from replay_lag)), 0) > 0.5 from pg_stat_replication";
        wait(|| project.value(behind).as_deref() == Some("t"));
        // It looks once in a second.
        std::thread::sleep(Duration::from_secs(2));
        let stopped = line(&project, 2);
        std::thread::sleep(Duration::from_secs(2));
        assert_eq!(line(&project, 2), stopped, "it went on");
        assert!(times(&project).contains(", "), "nothing was left to wait with: {stopped}");
        execute(&target(&standby), "select pg_wal_replay_resume()");
        let ran = ended(child);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.stderr.contains("waits for a standby that is"), "{ran:?}");
        assert_eq!(times(&project), "10000 x 1");
    }
}
