//! Several runs at once, and runs that are killed.

use crate::project::{Project, ended, wait};
use crate::support::{MAJORS, Ran, database, server};
use std::process::Child;
use std::time::Duration;

/// Ten migrations that would fail if one were applied twice, or out of order.
fn ten() -> Vec<String> {
    (1..=10)
        .map(|n| match n {
            1 => "create table t1 (id int primary key);\ninsert into t1 values (1);\n".to_owned(),
            n => format!(
                "create table t{n} (id int primary key references t{});\nselect pg_sleep(0.01);\n\
                 insert into t{n} values (1);\n",
                n - 1
            ),
        })
        .collect()
}

fn project(major: u32, name: &str) -> Project {
    let migrations = ten();
    let migrations: Vec<&str> = migrations.iter().map(String::as_str).collect();
    Project::new(major, name, &migrations)
}

const END: &str = "t1 t10 t2 t3 t4 t5 t6 t7 t8 t9";

/// Files that write down that they ran, in transactions and outside of any.
const COUNTED: [&str; 5] = [
    "create table ran (what text);\ninsert into ran values ('1');\n",
    "insert into ran values ('2');\nselect pg_sleep(0.02);\n",
    "-- momni-db: no transaction\ninsert into ran values ('3a');\n\
     create index concurrently ran_what on ran (what);\ninsert into ran values ('3b');\n",
    "alter table ran add column at int default 4;\ninsert into ran values ('4');\n",
    "-- momni-db: no transaction\ninsert into ran values ('5a');\nselect pg_sleep(0.02);\n\
     drop index concurrently ran_what;\ninsert into ran values ('5b');\n",
];

/// Two to eight runs at once on an empty database, fifty times: each comes to its end, and each statement runs once.
///
/// Most of a round is waiting for the lock, so that two go on side by side, each in a database of its own.
fn many_at_once(major: u32) {
    std::thread::scope(|scope| {
        for side in 0..2 {
            scope.spawn(move || rounds(major, side));
        }
    });
}

/// Every other round.
fn rounds(major: u32, side: usize) {
    let name = format!("concurrency_many_{side}");
    let project = Project::new(major, &name, &COUNTED);
    for round in (side..50).step_by(2) {
        database(server(major, &[]), &name);
        let runs = 2 + round % 7;
        let runs: Vec<Child> = (0..runs).map(|_| project.spawn(&["migrate"])).collect();
        let runs: Vec<Ran> = runs.into_iter().map(ended).collect();
        let applied = |ran: &Ran| {
            let count = ran.stdout.strip_prefix("applied ").and_then(|it| it.split(' ').next());
            count.map_or(0, |count| count.parse::<usize>().unwrap())
        };
        assert!(runs.iter().all(|ran| ran.code == Some(0)), "round {round}: {runs:#?}");
        let sum: usize = runs.iter().map(applied).sum();
        assert_eq!(sum, COUNTED.len(), "round {round}: {runs:#?}");
        let ran = project.value("select string_agg(what, ' ' order by what) from ran");
        assert_eq!(ran.as_deref(), Some("1 2 3a 3b 4 5a 5b"), "round {round}: {runs:#?}");
        assert_eq!(project.history(), "1,2,3,4,5");
    }
}

#[test]
fn many_runs_at_once_apply_each_migration_once_on_15() {
    many_at_once(15);
}

#[test]
fn many_runs_at_once_apply_each_migration_once_on_18() {
    many_at_once(18);
}

/// A linear congruential generator: the same moments in every run of the test.
pub(crate) fn moments(seed: u64) -> impl Iterator<Item = Duration> {
    let mut state = seed;
    std::iter::from_fn(move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Some(Duration::from_millis((state >> 33) % 260))
    })
}

#[test]
fn killed_at_any_moment_the_next_run_comes_to_the_same_end() {
    for major in MAJORS {
        let mut cut_short = 0;
        for moment in moments(20_250_101 + u64::from(major)).take(10) {
            let project = project(major, "concurrency_kill");
            let mut child = project.spawn(&["migrate"]);
            std::thread::sleep(moment);
            child.kill().unwrap();
            if ended(child).code.is_none() {
                cut_short += 1;
            }
            let ran = project.migrate();
            assert_eq!(project.history(), "1,2,3,4,5,6,7,8,9,10", "{moment:?} {ran:?}");
            assert_eq!(project.tables(), END, "{moment:?} {ran:?}");
        }
        assert!(cut_short >= 5, "only {cut_short} of 10 runs were killed before their end");
    }
}

/// Without `client_connection_check_interval` the backend would run its statement to the end, with its locks.
#[test]
fn the_backend_of_a_killed_run_is_soon_gone() {
    for major in MAJORS {
        let project = Project::new(
            major,
            "concurrency_orphan",
            &["create table a ();\nselect pg_sleep(60);"],
        );
        let mut child = project.spawn(&["migrate"]);
        project.wait_for_statement("%pg_sleep(60)%");
        child.kill().unwrap();
        ended(child);
        let others = "select count(*) from pg_stat_activity
                      where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'";
        let start = std::time::Instant::now();
        wait(|| project.value(others).as_deref() == Some("0"));
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
        assert_eq!((project.history().as_str(), project.tables().as_str()), ("", ""));
    }
}
