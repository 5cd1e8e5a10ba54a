//! What the rounds say together.

use serde::Deserialize;

/// A call by itself, as `sides` names it.
pub(crate) const WITH_TRANSACTION: &str = "one row, with its transaction";

/// The least times of one round, in microseconds.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Times {
    pub(crate) what: String,
    pub(crate) client: f64,
    pub(crate) by_hand: f64,
    /// By hand over another connection.
    pub(crate) again: f64,
    pub(crate) cornucopia: f64,
}

/// One thing that is measured.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Compared {
    /// The least of all rounds.
    pub(crate) least: Times,
    /// How many times as long as by hand the client takes.
    pub(crate) by_hand: f64,
    /// How many times as long as Cornucopia.
    pub(crate) cornucopia: f64,
    /// How many times as long by hand takes as by hand over another connection.
    pub(crate) again: f64,
}

/// Ratios are taken within a round, where all sides ran by turns; the one in the middle counts.
pub(crate) fn of_rounds(rounds: &[Vec<Times>]) -> Vec<Compared> {
    let Some(first) = rounds.first() else { return Vec::new() };
    let compared = |at: usize| {
        let times: Vec<&Times> = rounds.iter().map(|round| &round[at]).collect();
        let least = |of: fn(&Times) -> f64| times.iter().map(|it| of(it)).fold(f64::MAX, f64::min);
        let ratio = |of: fn(&Times) -> f64| middle(times.iter().map(|it| of(it)).collect());
        Compared {
            least: Times {
                what: first[at].what.clone(),
                client: least(|it| it.client),
                by_hand: least(|it| it.by_hand),
                again: least(|it| it.again),
                cornucopia: least(|it| it.cornucopia),
            },
            by_hand: ratio(|it| it.client / it.by_hand),
            cornucopia: ratio(|it| it.client / it.cornucopia),
            again: ratio(|it| it.again / it.by_hand),
        }
    };
    (0..first.len()).map(compared).collect()
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
