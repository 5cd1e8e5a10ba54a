//! The verdicts in `docs/performance.md` follow from the measurements: each goal can be missed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "../benches/stages/goals.rs"]
mod goals;
#[path = "../benches/stages/measured.rs"]
mod measured;

use goals::{table, verdicts};
use measured::{APPLIED, CHECK, DUMP, INTROSPECTION, Measured, PSQL, Run, Size};

fn run(seconds: f64, megabytes: Option<f64>) -> Run {
    Run { seconds, megabytes }
}

/// What takes so long for so many tables; all goals are met by it.
fn size(tables: usize, unit: f64) -> Size {
    let (psql, dump) = (run(10.0 * unit, None), run(4.0 * unit, None));
    let stages = vec![
        Measured::plain(CHECK, run(0.29 * unit, Some(299.0 * unit))),
        Measured::plain(PSQL, psql),
        Measured::beside(APPLIED, run(11.9 * unit, None), PSQL, psql),
        Measured::plain(DUMP, dump),
        Measured::beside(INTROSPECTION, run(1.9 * unit, None), DUMP, dump),
    ];
    Size { tables, stages }
}

/// The goals that are met, by their place, after one measurement of the large size was changed.
fn met(stage: &str, change: impl Fn(&mut Measured)) -> Vec<bool> {
    let mut sizes = [size(100, 0.1), size(1_000, 1.0)];
    change(sizes[1].stages.iter_mut().find(|it| it.stage == stage).unwrap());
    verdicts(&sizes).iter().map(|verdict| verdict.met).collect()
}

#[test]
fn each_goal_is_missed_by_what_it_is_about() {
    assert_eq!(met(CHECK, |_| {}), [true; 5]);
    let slow = |it: &mut Measured| it.run.seconds = 0.3;
    assert_eq!(met(CHECK, slow), [false, true, true, true, false]);
    let twice = |it: &mut Measured| it.ratio = Some((DUMP, 0.51));
    assert_eq!(met(INTROSPECTION, twice), [true, false, true, true, true]);
    let longer = |it: &mut Measured| it.ratio = Some((PSQL, 1.21));
    assert_eq!(met(APPLIED, longer), [true, true, false, true, true]);
    let fat = |it: &mut Measured| it.run.megabytes = Some(300.0);
    assert_eq!(met(CHECK, fat), [true, true, true, false, true]);
    let steep = |it: &mut Measured| it.run.seconds *= 1.01;
    assert_eq!(met(CHECK, steep), [true, true, true, true, false]);
    assert_eq!(met(APPLIED, steep), [true; 5]);
}

#[test]
fn the_yardsticks_have_no_goals() {
    assert_eq!(met(PSQL, |it| it.run.megabytes = Some(300.0)), [true; 5]);
    assert_eq!(met(PSQL, |it| it.run.seconds *= 2.0), [true; 5]);
    assert_eq!(met(DUMP, |it| it.run.seconds *= 2.0), [true; 5]);
}

#[test]
fn the_worst_size_decides_a_ratio() {
    let mut sizes = [size(100, 0.1), size(1_000, 1.0)];
    sizes[0].stages[2].ratio = Some((PSQL, 1.4));
    let verdict = &verdicts(&sizes)[2];
    assert_eq!(verdict.decides.as_deref(), Some("1.40 at 100 tables"));
    assert!(!verdict.met);
}

#[test]
fn what_was_not_measured_is_not_met() {
    let verdicts = verdicts(&[size(20, 0.02)]);
    let known: Vec<bool> = verdicts.iter().map(|verdict| verdict.decides.is_some()).collect();
    assert_eq!(known, [false, true, true, false, false]);
    let text = table(&verdicts);
    assert_eq!(text.matches("| not in this run | unknown |").count(), 3, "{text}");
    assert_eq!(text.matches("| met |").count(), 2, "{text}");
}
