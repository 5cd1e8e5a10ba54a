//! The order in which sets are made: what they take from others, and what foreign keys look at at once, comes before.

use super::{Body, Column, Count, Filling, Seeds, Set};
use crate::diagnostic::Diagnostic;
use std::collections::BTreeSet;

/// The places of the sets in the order in which they are made. `needs` are those that each takes from, by name.
pub(super) fn order(seeds: &Seeds, needs: &[BTreeSet<String>]) -> Result<Vec<usize>, Diagnostic> {
    let mut done: BTreeSet<&str> = BTreeSet::new();
    let known: BTreeSet<&str> = seeds.sets.iter().map(|it| it.name.as_str()).collect();
    let mut order = Vec::new();
    while order.len() < seeds.sets.len() {
        let next = (0..seeds.sets.len()).find(|at| {
            let open = |need: &String| known.contains(&**need) && !done.contains(&**need);
            !order.contains(at) && !needs[*at].iter().any(open)
        });
        let Some(next) = next else {
            let left = seeds.sets.iter().filter(|it| !done.contains(&*it.name));
            let names: Vec<&str> = left.clone().map(|it| it.name.as_str()).collect();
            let message = format!("each of these comes after another one: {}", names.join(", "));
            let at = left.map(|it| it.at.clone()).next();
            return Err(Diagnostic::error("seed-cycle", message).at(at).help(
                "a foreign key that leads back has to be deferred, or one of the sets takes its rows otherwise",
            ));
        };
        done.insert(&seeds.sets[next].name);
        order.push(next);
    }
    Ok(order)
}

/// The sets and tables that a set names.
pub(super) fn named(set: &Set, columns: &[Column]) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = set.after.iter().map(|(name, _)| name.clone()).collect();
    if let Body::Rows(rows) = &set.body {
        if let Count::Per { set, .. } = &rows.count {
            found.insert(set.clone());
        }
        for column in rows.keep.iter().chain(columns) {
            if let Filling::Of { set, .. } = &column.filling {
                found.insert(set.clone());
            }
        }
    }
    found
}
