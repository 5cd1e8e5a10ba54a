//! Runs that fail: tried again, given up, given another chance.

use crate::shop::Shop;
use crate::support::{MAJORS, run, session};
use momni_db::jobs::{JobsError, Tally, look, retry};

#[test]
fn what_fails_is_tried_again_and_is_a_dead_letter_in_the_end() {
    for major in MAJORS {
        let shop = Shop::new(
            major,
            "jobs_fails",
            "  fail: { function: fail, every: 1 hour, retries: { max: 2, first: 1 minute, factor: 3 } }\n",
        );
        shop.drain();
        shop.at("2026-01-01 01:00:00");
        assert_eq!(shop.drain(), Tally { failed: 1, ..Tally::default() });
        // What it did is gone; why it failed is kept, and no word of the row.
        assert_eq!(shop.value("select count(*) from did"), "0");
        let why = "select sqlstate, message from momni_db.job_runs";
        assert_eq!(shop.lines(why), ["ZZ001 it is broken"]);
        let waits =
            "select extract(epoch from not_before - now)::int from momni_db.job_queue, clock";
        let wait: i64 = shop.value(waits).parse().unwrap();
        assert!((45..=75).contains(&wait), "{wait}");
        // Not before its time.
        shop.at("2026-01-01 01:00:40");
        assert_eq!(shop.drain(), Tally::default());
        shop.at("2026-01-01 01:01:20");
        assert_eq!(shop.drain(), Tally { failed: 1, ..Tally::default() });
        let wait: i64 = shop.value(waits).parse().unwrap();
        assert!((135..=225).contains(&wait), "{wait}");
        shop.at("2026-01-01 01:10:00");
        assert_eq!(shop.drain(), Tally { failed: 1, ..Tally::default() });
        assert_eq!(shop.value("select count(*) from momni_db.job_queue"), "0");
        let dead = "select job, attempts, sqlstate, message from momni_db.job_dead";
        assert_eq!(shop.lines(dead), ["fail 3 ZZ001 it is broken"]);
        // The next due time is not held up.
        shop.at("2026-01-01 02:00:00");
        assert_eq!(shop.drain(), Tally { failed: 1, ..Tally::default() });
        // Mended, and put back: it is as if it had never been tried.
        shop.run("delete from broken; delete from momni_db.job_queue");
        let back = run(async {
            let session = session(&shop.target).await;
            let none = retry(&session, &shop.setting(), "work").await;
            assert!(matches!(none, Err(JobsError::NotDead(_))), "{none:?}");
            retry(&session, &shop.setting(), "fail").await.unwrap()
        });
        assert_eq!(back, [("1".to_owned(), "fail".to_owned())]);
        assert_eq!(shop.drain(), Tally { done: 1, ..Tally::default() });
        assert_eq!(shop.value("select count(*) from momni_db.job_dead"), "0");
        assert_eq!(shop.history().last().unwrap(), "fail 01-01 01:00 1 done");
    }
}

#[test]
fn a_run_is_ended_when_its_time_is_over() {
    let shop = Shop::new(
        15,
        "jobs_timeout",
        "  slow: { function: work, args: { takes: 60 }, every: 1 hour, timeout: 100ms, retries: { max: 0 } }\n",
    );
    shop.drain();
    shop.at("2026-01-01 01:00:00");
    assert_eq!(shop.drain(), Tally { failed: 1, ..Tally::default() });
    assert_eq!(shop.lines("select sqlstate from momni_db.job_dead"), ["57014"]);
    assert_eq!(shop.value("select count(*) from did"), "0");
}

/// A role, a setting, a lock, a constraint that speaks at the end: nothing of one run is left for the next.
#[test]
fn each_run_is_a_transaction_of_its_role() {
    for major in MAJORS {
        let shop = Shop::new(
            major,
            "jobs_roles",
            "  a_who: { function: whoami, every: 1 hour, role: jobs_worker }
  b_me: { function: whoami, every: 1 hour }
  c_procedure: { function: proceed, every: 1 hour }
  d_commits: { function: ends_it, every: 1 hour, retries: { max: 0 } }
  e_deferred: { function: deferred, every: 1 hour, retries: { max: 0 } }
  f_work: { function: work, args: { what: \"it's \\\\ \\\"\" }, every: 1 hour }
",
        );
        // A role belongs to the cluster, and another test may have made it.
        shop.run(
            "do $$ begin create role jobs_worker; exception when duplicate_object then null; end $$;
             grant insert on did to jobs_worker; revoke all on schema public from public; grant usage on schema public to jobs_worker",
        );
        shop.drain();
        shop.at("2026-01-01 01:00:00");
        assert_eq!(shop.drain(), Tally { done: 4, failed: 2, ..Tally::default() });
        let me = shop.value("select current_user");
        let did = shop.lines("select job from did order by at");
        assert_eq!(did, ["jobs_worker", &me, "proceed", "it's \\ \""]);
        let dead = "select job, sqlstate from momni_db.job_dead order by job";
        assert_eq!(shop.lines(dead), ["d_commits 2D000", "e_deferred 23505"]);
        let answers = "select job, answer from momni_db.job_runs where answer is not null";
        assert_eq!(shop.lines(answers), ["f_work 7"]);
        let look =
            run(async { look(&session(&shop.target).await, &shop.setting()).await.unwrap() });
        assert_eq!(look.dead.len(), 2);
        assert_eq!(look.next["f_work"][0], "2026-01-01T02:00:00Z");
        assert_eq!(look.last["f_work"].state, "done");
    }
}
