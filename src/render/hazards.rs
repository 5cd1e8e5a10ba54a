//! Locks and hazards, in words.

use super::summary::phrase;
use crate::catalog::QName;
use crate::hazard::{Lock, Mode, Verdict, Work};
use crate::plan::Plan;
use std::collections::{BTreeMap, BTreeSet};

/// The strongest lock on each relation, and the most that is done while it is held.
pub fn strongest<'v>(verdicts: impl IntoIterator<Item = &'v Verdict>) -> Vec<Lock> {
    let mut strongest: BTreeMap<&QName, (Mode, Work)> = BTreeMap::new();
    for Lock { relation, mode, work } in verdicts.into_iter().flat_map(|it| &it.locks) {
        let lock = strongest.entry(relation).or_insert((*mode, *work));
        *lock = (lock.0.max(*mode), lock.1.max(*work));
    }
    let lock =
        |(relation, (mode, work)): (&QName, _)| Lock { relation: relation.clone(), mode, work };
    strongest.into_iter().map(lock).collect()
}

/// A lock in words: `public.bookings: ACCESS EXCLUSIVE, every row is read`.
pub fn lock(lock: &Lock) -> String {
    let Lock { relation, mode, work } = lock;
    let work = match work {
        Work::Catalogs => "",
        Work::Rows => ", some rows are written",
        Work::Scan => ", every row is read",
        Work::Build => ", an index is built of every row",
        Work::Rewrite => ", every row is written anew",
    };
    format!("{relation}: {mode}{work}")
}

pub(super) fn locks(verdicts: &[Verdict]) -> Vec<String> {
    strongest(verdicts).iter().map(lock).collect()
}

/// The hazards of a plan, a line each; what several steps have in common is said once.
pub fn hazards(plan: &Plan, verdicts: &[Verdict]) -> Vec<String> {
    let mut lines = BTreeSet::new();
    for (step, verdict) in plan.steps.iter().zip(verdicts) {
        let harms = verdict.harms.iter();
        lines.extend(harms.map(|it| format!("{}: {}: {}", it.hazard, phrase(step), it.why)));
    }
    lines.into_iter().collect()
}
