//! Locks of other sessions.

use crate::project::{Project, ended, wait};
use crate::support::{MAJORS, execute, run, session};
use std::time::{Duration, Instant};

/// A migration that meets a lock lets go, pauses and tries again; readers never wait long.
#[test]
fn a_migration_gets_past_a_reader_that_ends() {
    for major in MAJORS {
        let project = Project::new(
            major,
            "locks_reader",
            &["create table a (id int);", "alter table a add column b int;"],
        );
        assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
        run(async {
            let reader = session(&project.target).await;
            reader.batch("begin; select * from a").await.unwrap();
            let child = project.spawn(&["migrate"]);
            tokio::time::sleep(Duration::from_millis(1500)).await;
            // Somebody who comes later is served although the migration wants the whole table.
            let later = session(&project.target).await;
            let start = Instant::now();
            later.batch("select * from a").await.unwrap();
            assert!(start.elapsed() < Duration::from_millis(2500), "{:?}", start.elapsed());
            reader.batch("commit").await.unwrap();
            let ran = ended(child);
            assert_eq!(ran.code, Some(0), "{ran:?}");
            assert!(ran.stderr.contains("V2__m2.sql met a lock of another session"), "{ran:?}");
        });
        assert_eq!(project.history(), "1,2");
    }
}

#[test]
fn patience_with_a_lock_ends() {
    let project = Project::new(
        15,
        "locks_patience",
        &["create table a (id int);", "create table b ();\nalter table a add column b int;"],
    );
    assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
    run(async {
        let reader = session(&project.target).await;
        reader.batch("begin; select * from a").await.unwrap();
        let ran = project.run(&["migrate", "--lock-timeout", "1"]);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert!(ran.stderr.contains("V2__m2.sql:2:1"), "{ran:?}");
        assert!(ran.stderr.contains("SQLSTATE 55P03"), "{ran:?}");
        assert!(ran.stderr.contains("--lock-timeout"), "{ran:?}");
    });
    assert_eq!((project.history().as_str(), project.tables().as_str()), ("1", "a"));
}

#[test]
fn the_one_who_waits_says_for_whom_and_for_how_long() {
    let project = Project::new(18, "locks_holder", &["select pg_sleep(600);"]);
    let first = project.spawn(&["migrate"]);
    project.wait_for_statement("%pg_sleep(600)%");
    let second = project.run(&["migrate", "--lock-timeout", "1"]);
    assert_eq!(second.code, Some(3), "{second:?}");
    let user = project.target.user();
    for part in
        ["waiting for another run: process ", "(momni-db)", &format!("of role {user}"), "for 1 s"]
    {
        assert!(second.stderr.contains(part), "{part}: {}", second.stderr);
    }
    let pid = project.runs().remove(0);
    assert!(second.stderr.contains(&format!("pg_terminate_backend({pid})")), "{}", second.stderr);
    project.value(&format!("select pg_cancel_backend({pid})::text"));
    assert_eq!(ended(first).code, Some(3));
    wait(|| project.runs().is_empty());
}

/// The lock is of one database.
#[test]
fn runs_in_two_databases_do_not_wait_for_each_other() {
    let slow = Project::new(15, "locks_slow", &["select pg_sleep(60);"]);
    let quick = Project::new(15, "locks_quick", &["select 1;"]);
    let mut first = slow.spawn(&["migrate"]);
    slow.wait_for_statement("%pg_sleep(60)%");
    let second = quick.migrate();
    assert!(!second.stderr.contains("waiting"), "{second:?}");
    assert!(first.try_wait().unwrap().is_none(), "the slow one is over already");
    execute(
        &slow.target,
        "select pg_cancel_backend(pid) from pg_stat_activity where query like '%pg_sleep(60)%' and pid <> pg_backend_pid() and datname = 'locks_slow'",
    );
    let ran = ended(first);
    // A cancel that nobody here asked for is the statement's failure.
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.stderr.contains("SQLSTATE 57014"), "{ran:?}");
}
