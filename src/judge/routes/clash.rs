//! Two functions for one request.

use super::{Found, Needs, Rule, Subject, routed};
use crate::catalog::ObjectId;
use crate::diagnostic::Level;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    id: "route-clash",
    level: Level::Error,
    needs: Needs::Declared,
    about: "Two functions with the same method and path, whatever the parameters in it are called.",
    why: "A request is one call: nobody can say which of the two is meant. `/stays/{id}` and `/stays/{number}` are one path (OpenAPI 3.1, Paths Object).",
    fixes: false,
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let mut first: BTreeMap<(&str, Vec<Option<&str>>), &ObjectId> = BTreeMap::new();
    let mut found = Vec::new();
    let all = routed(subject);
    for it in &all {
        match first.get(&(&*it.route.method, it.route.parts())) {
            Some(other) => {
                let what = format!("{} is what {} answers already", it.request(), other.qname());
                let help = "give one of them another path or method";
                found.push(Found::on(it.id, what, help).at("route").also(other, "the other one"));
            }
            None => {
                first.insert((&it.route.method, it.route.parts()), it.id);
            }
        }
    }
    found
}
