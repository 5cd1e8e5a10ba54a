//! What happens to a kind of migration, and where.

use super::case::Case;
use super::fault::Fault;
use super::random::Random;
use super::tap::Moment;

/// Faults for one database each: mostly one, sometimes one in the first run and another in the second.
pub(crate) type Faults = Vec<(Fault, Moment)>;

/// Every boundary after which something is other than before it with one of the faults, a moment within a statement of one run and of the next, and some of the waits. Of
/// two servers each has every other boundary.
pub(crate) fn some(case: &Case, server: usize, random: &mut Random) -> Vec<Faults> {
    let first = random.below(Fault::ALL.len());
    let turn = |at: usize| Fault::ALL[(first + at) % Fault::ALL.len()];
    let mut all: Vec<Faults> =
        vec![vec![(turn(0), Moment::Boundary(random.below(case.changes[0])))]];
    let boundaries = case.changes.iter().skip(server % 2).step_by(2);
    for (at, boundary) in boundaries.enumerate() {
        all.push(vec![(turn(at), Moment::Boundary(*boundary))]);
    }
    all.push(vec![(turn(server), inside(case, random)), (turn(server + 2), inside(case, random))]);
    for at in waits(case, 3) {
        all.push(vec![(turn(at + 3 * server), waiting(random))]);
    }
    all
}

/// Every fault at every boundary and in the waits, and at so many moments within statements.
pub(crate) fn every(case: &Case, inside_each: usize, random: &mut Random) -> Vec<Faults> {
    let mut all = Vec::new();
    for fault in Fault::ALL {
        all.extend((0..case.answers.len()).map(|at| vec![(fault, Moment::Boundary(at))]));
        all.extend(waits(case, 1).map(|_| vec![(fault, waiting(random))]));
        for _ in 0..inside_each {
            let next = Fault::ALL[random.below(Fault::ALL.len())];
            all.push(vec![(fault, inside(case, random)), (next, inside(case, random))]);
        }
    }
    all
}

fn waits(case: &Case, how_many: usize) -> std::ops::Range<usize> {
    0..if case.hold.is_some() { how_many } else { 0 }
}

fn waiting(random: &mut Random) -> Moment {
    Moment::Waiting { until_noticed: random.below(2) == 0 }
}

/// A moment within a statement that changes something.
fn inside(case: &Case, random: &mut Random) -> Moment {
    let after = case.changes[random.below(case.changes.len())] - 1;
    Moment::Inside(after, case.answers[after + 1].mul_f64(random.part()))
}
