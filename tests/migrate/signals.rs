//! Ctrl-C and SIGTERM.

use crate::project::{Project, ended, wait};
use crate::support::MAJORS;
use rustix::process::{Pid, Signal, kill_process};
use std::process::Child;

fn send(child: &Child, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    kill_process(pid, signal).unwrap();
}

#[test]
fn an_interrupted_migration_is_rolled_back_at_once() {
    for (major, signal, name) in [(15, Signal::INT, "interrupt"), (18, Signal::TERM, "terminate")] {
        let project = Project::new(
            major,
            "signals_interrupt",
            &[
                "create table a ();",
                "create table b ();\nselect pg_sleep(60);",
                "create table c ();",
            ],
        );
        let child = project.spawn(&["migrate", "--format", "json"]);
        project.wait_for_statement("%pg_sleep(60)%");
        let start = std::time::Instant::now();
        send(&child, signal);
        let ran = ended(child);
        assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert!(ran.stderr.contains(&format!("got the signal to {name}")), "{ran:?}");
        let said = "interrupted during `migrations/V2__m2.sql`, which is rolled back";
        assert!(ran.stderr.contains(said), "{ran:?}");
        let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(document["error"]["cause"], "interrupted");
        assert_eq!(document["result"]["to_version"], 1);
        assert_eq!((project.history().as_str(), project.tables().as_str()), ("1", "a"));
        let others = "select count(*) from pg_stat_activity
                      where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'";
        wait(|| project.value(others).as_deref() == Some("0"));
    }
}

#[test]
fn one_who_waits_for_the_lock_is_interrupted_too() {
    for major in MAJORS {
        let project = Project::new(major, "signals_waiting", &["select pg_sleep(60);"]);
        let first = project.spawn(&["migrate"]);
        project.wait_for_statement("%pg_sleep(60)%");
        let second = project.spawn(&["migrate"]);
        project.wait_for_idle_waiter();
        send(&second, Signal::INT);
        let ran = ended(second);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert!(ran.stderr.contains("interrupted; nothing was running"), "{ran:?}");
        send(&first, Signal::INT);
        assert_eq!(ended(first).code, Some(3));
    }
}

/// A server that answers nothing, not even a cancel request: the second signal ends the wait.
#[test]
fn the_second_signal_does_not_wait_for_the_server() {
    let project = Project::new(15, "signals_second", &["select pg_sleep(60);"]);
    let child = project.spawn(&["migrate"]);
    project.wait_for_statement("%pg_sleep(60)%");
    let backend = project
        .value(
            "select pid::text from pg_stat_activity where datname = current_database()
             and query like '%pg_sleep(60)%' and pid <> pg_backend_pid()",
        )
        .unwrap();
    let backend = Pid::from_raw(backend.parse().unwrap()).unwrap();
    kill_process(backend, Signal::STOP).unwrap();
    send(&child, Signal::INT);
    std::thread::sleep(std::time::Duration::from_millis(700));
    send(&child, Signal::INT);
    let ran = ended(child);
    kill_process(backend, Signal::CONT).unwrap();
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.stderr.contains("again: given up without an answer of the server"), "{ran:?}");
    wait(|| project.runs().is_empty());
    assert_eq!(project.history(), "");
}
