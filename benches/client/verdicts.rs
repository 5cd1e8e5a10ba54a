//! The goals of the client, and whether they are met.

use super::compared::{Compared, WITH_TRANSACTION};
use super::goals::Verdict;

/// How many times as long as by hand a call within a transaction may take.
const BY_HAND: f64 = 1.05;

/// The same of a call by itself, which takes its connection from a pool: by hand there is none.
const ALONE: f64 = 1.1;

/// A difference is noise as far as by hand over one connection differs from by hand over another, and never beyond this.
const NOISE: f64 = 0.02;

/// Every goal of the client.
pub(crate) fn verdicts(compared: &[Compared]) -> Vec<Verdict> {
    let (alone, within) =
        compared.iter().partition::<Vec<_>, _>(|it| it.least.what == WITH_TRANSACTION);
    vec![
        worst(
            "no call by the client within a transaction takes more than 1.05 times as long as by hand",
            &within,
            |it| it.by_hand,
            |_| BY_HAND,
        ),
        worst(
            "a call by itself, with its transaction, takes at most 1.1 times as long as by hand without a pool",
            &alone,
            |it| it.by_hand,
            |_| ALONE,
        ),
        worst(
            "no call by the client takes longer than by Cornucopia, beyond what by hand differs from itself (2 % at most)",
            &compared.iter().collect::<Vec<_>>(),
            |it| it.cornucopia,
            |it| 1.0 + (it.again - 1.0).abs().min(NOISE),
        ),
    ]
}

/// The one that comes nearest to what it may be, or is farthest beyond it, decides.
fn worst(
    goal: &'static str,
    compared: &[&Compared],
    ratio: impl Fn(&Compared) -> f64,
    at_most: impl Fn(&Compared) -> f64,
) -> Verdict {
    let beyond = |it: &Compared| ratio(it) - at_most(it);
    let worst = compared.iter().max_by(|one, other| beyond(one).total_cmp(&beyond(other)));
    Verdict {
        goal,
        decides: worst.map(|it| format!("{:.3}: {}", ratio(it), it.least.what)),
        met: worst.is_some_and(|it| beyond(it) <= 0.0),
    }
}
