//! Circles that PostgreSQL does not take. Foreign keys may well go in a circle.

use super::{Rule, Subject};
use crate::catalog::{Kind, Name};
use crate::diagnostic::{Diagnostic, Level};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const MEMBERSHIP: Rule = Rule {
    id: "membership-cycle",
    level: Level::Error,
    about: "A role that is, through others, a member of itself.",
    run,
};

fn run(rule: &Rule, subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let mut member_of: BTreeMap<&Name, Vec<&Name>> = BTreeMap::new();
    for (id, _) in subject.catalog.of_kind(Kind::Membership) {
        member_of.entry(&id.name).or_default().extend(&id.relation);
    }
    let mut reported: BTreeSet<&Name> = BTreeSet::new();
    for (id, _) in subject.catalog.of_kind(Kind::Membership) {
        let (member, Some(role)) = (&id.name, &id.relation) else { continue };
        if reported.contains(member) {
            continue;
        }
        let Some(way) = way(&member_of, role, member) else { continue };
        let names: Vec<&str> =
            std::iter::once(member).chain(way.iter().copied()).map(|it| &**it).collect();
        reported.extend(way);
        found.push(
            rule.found(format!("role {member} is a member of itself: {}", names.join(" in ")))
                .at(subject.origins.get(id).cloned())
                .help("take one of these memberships away"),
        );
    }
}

/// The roles from one to another along memberships, both included.
fn way<'a>(
    member_of: &BTreeMap<&'a Name, Vec<&'a Name>>,
    from: &'a Name,
    to: &Name,
) -> Option<Vec<&'a Name>> {
    let mut seen = BTreeSet::from([from]);
    let mut ways = vec![vec![from]];
    while let Some(way) = ways.pop() {
        let last = *way.last()?;
        if last == to {
            return Some(way);
        }
        for next in member_of.get(last).into_iter().flatten() {
            if seen.insert(next) {
                let mut way = way.clone();
                way.push(next);
                ways.push(way);
            }
        }
    }
    None
}
