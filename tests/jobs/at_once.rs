//! Several runners at once.

use crate::shop::Shop;
use crate::support::{MAJORS, run, session};
use futures_util::future::join_all;
use momni_db::jobs::{Silent, Stop, Tally, drain};

/// Runs what is due by so many runners at once.
fn together(shop: &Shop, runners: usize) -> Tally {
    run(async {
        let runs = (0..runners).map(async |_| {
            let session = session(&shop.target).await;
            drain(&session, &shop.setting(), &Stop::default(), &Silent).await.unwrap()
        });
        join_all(runs).await.into_iter().fold(Tally::default(), Tally::and)
    })
}

/// One job, whose runs do not overlap, 1,000 of them, and two runners. Where both reach for it at the same moment, two
/// due times may change places.
#[test]
fn a_thousand_runs_of_a_job_are_done_once_each() {
    for major in MAJORS {
        let job = "  work: { function: work, every: 1 minute, catch_up: all }\n";
        let shop = Shop::new(major, "jobs_thousand", job);
        assert_eq!(shop.drain(), Tally::default());
        shop.at("2026-01-01 16:40:00");
        let mut tally = together(&shop, 2);
        // A runner ends when it finds nothing that it may take, and the other goes on: together they leave nothing.
        tally = tally.and(shop.drain());
        assert_eq!(tally, Tally { done: 1000, ..Tally::default() });
        assert_eq!(shop.value("select count(*) from did"), "1000");
        let seen = "select count(*), count(distinct due), min(attempt), max(attempt), bool_and(state = 'done') from momni_db.job_runs";
        assert_eq!(shop.value(seen), "1000 1000 1 1 t");
        assert_eq!(shop.value("select count(*) from momni_db.job_queue"), "0");
    }
}

/// Fifty jobs with twenty due runs each, and four runners: they share the work.
#[test]
fn a_thousand_runs_of_many_jobs_are_shared() {
    for major in MAJORS {
        let job = |n: usize| {
            format!(
                "  job{n}: {{ function: work, args: {{ what: job{n} }}, every: 1 hour, catch_up: all }}\n"
            )
        };
        let shop = Shop::new(major, "jobs_shared", &(0..50).map(job).collect::<String>());
        shop.drain();
        shop.at("2026-01-01 20:00:00");
        let tally = together(&shop, 4).and(shop.drain());
        assert_eq!(tally, Tally { done: 1000, ..Tally::default() });
        let seen = "select count(*), count(distinct job), min(count), max(count)
                    from (select job, count(*) over (partition by job) from did) it";
        assert_eq!(shop.value(seen), "1000 50 20 20");
        let sessions: usize = shop.value("select count(distinct pid) from did").parse().unwrap();
        assert!(sessions >= 2, "{sessions} session did everything");
        let twice = "select count(*) from (select from momni_db.job_runs group by job, due having count(*) > 1) it";
        assert_eq!(shop.value(twice), "0");
    }
}
