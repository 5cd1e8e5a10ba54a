//! How often things are run, and in which order.

use super::measured::Run;
use std::time::{Duration, Instant};

/// Between two turns.
const PAUSE: Duration = Duration::from_millis(100);

/// Runs several things by turns, every other round backwards, so that what else the machine does falls on all of
/// them. Of the times the least counts, as whatever else the machine does only adds to it (so advises the documentation of
/// Python's `timeit`, too); of the memory the most.
///
/// Three rounds at least; more, as long as all of it takes no more than ten seconds; fewer where a round takes over that.
pub(crate) fn by_turns<const N: usize>(subjects: [&mut dyn FnMut() -> Run; N]) -> [Run; N] {
    let mut runs: [Vec<Run>; N] = [const { Vec::new() }; N];
    let mut spent = 0.0;
    for round in 0..25 {
        for turn in 0..N {
            let at = if round % 2 == 0 { turn } else { N - 1 - turn };
            // Processes of the turn before are still ending, which takes a processor for some milliseconds.
            std::thread::sleep(PAUSE);
            let run = subjects[at]();
            spent += run.seconds;
            runs[at].push(run);
        }
        if spent > 30.0 || round >= 2 && spent > 10.0 {
            break;
        }
    }
    runs.map(best)
}

/// The same for one thing alone.
pub(crate) fn alone(mut subject: impl FnMut() -> Run) -> Run {
    let [run] = by_turns([&mut subject]);
    run
}

/// How long a function takes.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> Run {
    let start = Instant::now();
    let value = work();
    let seconds = start.elapsed().as_secs_f64();
    // What becomes of the value is no part of it.
    drop(value);
    Run { seconds, megabytes: None }
}

fn best(runs: Vec<Run>) -> Run {
    let seconds = runs.iter().map(|run| run.seconds).fold(f64::INFINITY, f64::min);
    let megabytes = runs.iter().filter_map(|run| run.megabytes).max_by(f64::total_cmp);
    Run { seconds, megabytes }
}
