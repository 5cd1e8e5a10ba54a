//! Runners that are killed, or lose their connection, half-way.

use crate::shop::Shop;
use crate::support::MAJORS;
use crate::support::project::{ended, wait};
use rustix::process::{Pid, Signal, kill_process};
use std::process::Child;

const SLOW: &str = "  slow: { function: work, args: { takes: 600 }, every: 1 second, catch_up: one, retries: { first: 1s, longest: 1s } }\n";

fn is_under_way(shop: &Shop) {
    wait(|| {
        let there = "select to_regclass('momni_db.job_runs') is not null";
        shop.value(there) == "t"
            && shop.value("select count(*) from momni_db.job_runs where state = 'running'") == "1"
    });
    wait(|| {
        let runs = "select count(*) from pg_stat_activity where datname = current_database() and query like '%work(%'
                    and state = 'active' and pid <> pg_backend_pid()";
        shop.value(runs) != "0"
    });
}

fn signal(child: &Child, signal: Signal) {
    kill_process(Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap(), signal).unwrap();
}

/// A runner is killed in the middle of a run; another one begins the run again, and it counts as an attempt.
#[test]
fn a_runner_that_dies_loses_nothing() {
    for major in MAJORS {
        let shop = Shop::new(major, "jobs_killed", SLOW);
        let mut first = shop.spawn(&["jobs", "--workers", "1"]);
        is_under_way(&shop);
        first.kill().unwrap();
        first.wait().unwrap();
        // Nothing is to take so long this time.
        shop.run(
            "create or replace function work(what text default 'work', takes double precision default 0) returns integer
             language sql as $$ insert into did (job) values (what); select 7 $$",
        );
        let second = shop.spawn(&["jobs", "--workers", "2"]);
        wait(|| {
            shop.value(
                "select count(*) from momni_db.job_runs where state = 'done' and attempt = 2",
            ) == "1"
        });
        signal(&second, Signal::TERM);
        let second = ended(second);
        assert_eq!(second.code, Some(0), "{second:?}");
        let lost = "select attempt, state, message from momni_db.job_runs order by id limit 1";
        assert_eq!(shop.lines(lost), ["1 lost the session of the runner ended"]);
        let same =
            "select count(distinct due) from momni_db.job_runs where attempt = 2 or state = 'lost'";
        assert_eq!(shop.value(same), "1");
        let done = "select count(*) from momni_db.job_runs where state = 'done'";
        assert_eq!(shop.value("select count(*) from did"), shop.value(done));
    }
}

/// The server ends the sessions: the runner connects again and goes on.
#[test]
fn a_runner_whose_connection_is_lost_connects_again() {
    let shop = Shop::new(
        18,
        "jobs_lost",
        "  work: { function: work, every: 1 second, retries: { first: 1s, longest: 1s } }\n",
    );
    let runner = shop.spawn(&["jobs", "--workers", "2"]);
    let done = || {
        let there = "select to_regclass('momni_db.job_runs') is not null";
        match shop.value(there) == "t" {
            true => shop
                .value("select count(*) from momni_db.job_runs where state = 'done'")
                .parse()
                .unwrap(),
            false => 0,
        }
    };
    for _ in 0..3 {
        let before: usize = done();
        wait(|| done() > before);
        shop.run(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
        );
    }
    let before = done();
    wait(|| done() > before);
    signal(&runner, Signal::TERM);
    let runner = ended(runner);
    assert_eq!(runner.code, Some(0), "{runner:?}");
    assert!(runner.stderr.contains("connecting again"), "{runner:?}");
    assert_eq!(shop.value("select count(*) from did"), done().to_string());
}

#[test]
fn the_first_signal_waits_and_the_second_cancels() {
    let shop = Shop::new(15, "jobs_signals", SLOW);
    let runner = shop.spawn(&["jobs", "--workers", "1"]);
    is_under_way(&shop);
    signal(&runner, Signal::TERM);
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(shop.value("select state from momni_db.job_runs"), "running");
    signal(&runner, Signal::TERM);
    let runner = ended(runner);
    assert_eq!(runner.code, Some(0), "{runner:?}");
    assert!(runner.stdout.contains("1 run: 1 cancelled"), "{runner:?}");
    assert_eq!(shop.value("select state from momni_db.job_runs"), "cancelled");
    // It is run again, and this was no attempt of its own.
    let queue = "select attempts, run is null from momni_db.job_queue";
    assert_eq!(shop.lines(queue), ["0 t"]);
}
