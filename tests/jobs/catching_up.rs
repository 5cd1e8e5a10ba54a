//! Due times that passed while nobody ran jobs, or while a run was not over.

use crate::shop::Shop;
use crate::support::MAJORS;

#[test]
fn what_was_missed_is_caught_up_with_as_it_is_declared() {
    for major in MAJORS {
        let shop = Shop::new(
            major,
            "jobs_missed",
            "  all: { function: work, every: 1 hour, catch_up: all }
  none: { function: work, every: 1 hour, catch_up: none }
  one: { function: work, every: 1 hour }
",
        );
        // Nothing is missed of a job that was not there before.
        shop.drain();
        assert_eq!(shop.history(), Vec::<String>::new());
        shop.at("2026-01-01 01:00:05");
        shop.drain();
        let mut history = shop.history();
        history.sort();
        assert_eq!(
            history,
            ["all 01-01 01:00 1 done", "none 01-01 01:00 1 done", "one 01-01 01:00 1 done"]
        );
        shop.run("truncate momni_db.job_runs");
        shop.at("2026-01-01 04:30:00");
        shop.drain();
        let mut history = shop.history();
        history.sort();
        assert_eq!(
            history,
            [
                "all 01-01 02:00 1 done",
                "all 01-01 03:00 1 done",
                "all 01-01 04:00 1 done",
                "none 01-01 02:00 0 skipped",
                "one 01-01 02:00 0 skipped",
                "one 01-01 04:00 1 done",
            ]
        );
        let why = "select message from momni_db.job_runs where state = 'skipped' order by job";
        assert_eq!(shop.lines(why), ["3 left out: it was missed", "2 left out: it was missed"]);
        // The clock goes back: nothing is done twice.
        shop.run("truncate momni_db.job_runs");
        shop.at("2026-01-01 02:30:00");
        shop.drain();
        shop.at("2026-01-01 04:40:00");
        shop.drain();
        assert_eq!(shop.history(), Vec::<String>::new());
    }
}

#[test]
fn a_fixed_time_is_due_once_on_the_days_when_clocks_change() {
    let shop = Shop::new(
        15,
        "jobs_dst",
        "  night: { function: work, schedule: 30 2 * * *, time_zone: Europe/Berlin, catch_up: all }\n",
    );
    shop.at("2026-03-27 12:00:00");
    shop.drain();
    shop.at("2026-03-30 12:00:00");
    shop.drain();
    let want = ["night 03-28 01:30 1 done", "night 03-29 01:00 1 done", "night 03-30 00:30 1 done"];
    assert_eq!(shop.history(), want);
    shop.run(
        "truncate momni_db.job_runs; update momni_db.job_planned set planned = '2026-10-24 12:00Z'",
    );
    shop.at("2026-10-26 12:00:00");
    shop.drain();
    assert_eq!(shop.history(), ["night 10-25 00:30 1 done", "night 10-26 01:30 1 done"]);
}

/// A run that waits to be tried again is not over.
#[test]
fn what_overlaps_is_left_out_or_waits() {
    let shop = Shop::new(
        15,
        "jobs_overlap",
        "  skip: { function: fail, every: 1 minute, retries: { first: 1h } }
  queue: { function: fail, every: 1 minute, retries: { first: 1h }, overlap: queue }
",
    );
    shop.drain();
    for minute in 1..=2 {
        shop.at(&format!("2026-01-01 00:0{minute}:00"));
        shop.drain();
    }
    let mut history = shop.history();
    history.sort();
    assert_eq!(
        history,
        [
            "queue 01-01 00:01 1 failed",
            "queue 01-01 00:02 1 failed",
            "skip 01-01 00:01 1 failed",
            "skip 01-01 00:02 0 skipped",
        ]
    );
    let why = "select message from momni_db.job_runs where state = 'skipped'";
    assert_eq!(shop.lines(why), ["left out: an earlier run is not over"]);
}

#[test]
fn the_history_is_kept_for_a_time() {
    let shop = Shop::new(15, "jobs_history", "  work: { function: work, every: 1 day }\n");
    shop.drain();
    shop.at("2026-01-02 00:00:00");
    shop.drain();
    shop.at("2026-01-31 00:00:00");
    shop.drain();
    assert_eq!(shop.history().len(), 3, "{:?}", shop.history());
    shop.at("2026-02-02 00:00:00");
    shop.drain();
    let left = shop.history();
    assert!(!left.iter().any(|it| it.contains("01-02")), "{left:?}");
    assert!(left.iter().any(|it| it.contains("01-31")), "{left:?}");
}
