//! Policies that say the same.

use super::{Found, Needs, Rule, Subject};
use crate::catalog::{Definition, ObjectId};
use crate::diagnostic::Level;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    id: "duplicate-policy",
    level: Level::Warning,
    needs: Needs::Built,
    about: "Two policies of a table that are for the same roles and commands and have the same conditions.",
    why: "PostgreSQL asks both for every row, and whoever tightens one of them changes nothing.",
    fixes: false,
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let Some(built) = subject.built else { return Vec::new() };
    let mut first: BTreeMap<String, &ObjectId> = BTreeMap::new();
    let mut found = Vec::new();
    for (id, _, _) in subject.policies() {
        let Some(Definition::Policy(policy)) = built.get(id).map(|it| &it.definition) else {
            continue;
        };
        // Both are in the words of one server.
        let same = format!("{} {policy:?}", id.relation_qname());
        match first.get(&same) {
            Some(other) => {
                let what = format!("this policy says what {} says", other.name);
                found.push(
                    Found::on(id, what, "remove one of the two").also(other, "the other one"),
                );
            }
            None => {
                first.insert(same, id);
            }
        }
    }
    found
}
