//! Objects that exchange their names.
//!
//! Before and after, all of the names are there: the catalog does not tell whether the exchange is still to be done.
//! A migration that does it, or that makes the objects under the names that they have now, says so in a comment.

use super::{formerly, pairs};
use crate::catalog::{Intent, ObjectId};
use std::collections::{BTreeMap, BTreeSet};

/// One exchange of names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swap {
    /// The identities that take part.
    pub ids: BTreeSet<ObjectId>,
    /// What a migration says after which it is done.
    pub mark: String,
    /// The same, as it was said before the relation or the schema was renamed.
    pub former_marks: Vec<String>,
}

/// Every exchange of names that the declaration states.
pub fn swaps(intent: &Intent) -> Vec<Swap> {
    let pairs: BTreeMap<ObjectId, ObjectId> = pairs(intent).collect();
    let swaps = circles(&pairs).into_iter().map(|ids| {
        let former: Vec<Vec<ObjectId>> = ids.iter().map(|id| formerly(intent, id)).collect();
        let ways = former.iter().map(Vec::len).min().unwrap_or_default();
        let as_it_was = |way: usize| former.iter().filter_map(move |ids| ids.get(way));
        Swap {
            mark: mark(ids.iter()),
            former_marks: (1..ways).map(|way| mark(as_it_was(way))).collect(),
            ids,
        }
    });
    swaps.collect()
}

fn mark<'a>(ids: impl Iterator<Item = &'a ObjectId>) -> String {
    let names: Vec<String> = ids.map(ToString::to_string).collect();
    format!("-- names exchanged: {}", names.join(", ").replace(['\n', '\r'], " "))
}

/// The circles among pairs of a new and an old name.
pub(super) fn circles(pairs: &BTreeMap<ObjectId, ObjectId>) -> Vec<BTreeSet<ObjectId>> {
    let mut circles = Vec::new();
    let mut seen: BTreeSet<&ObjectId> = BTreeSet::new();
    for start in pairs.keys() {
        let mut circle = BTreeSet::from([start.clone()]);
        let mut at = start;
        while let Some(next) = pairs.get(at).filter(|next| *next != start) {
            if !circle.insert(next.clone()) {
                break;
            }
            at = next;
        }
        let closed = pairs.get(at) == Some(start) && circle.len() > 1;
        if closed && !circle.iter().any(|id| seen.contains(id)) {
            seen.extend(pairs.keys().filter(|id| circle.contains(*id)));
            circles.push(circle);
        }
    }
    circles
}
