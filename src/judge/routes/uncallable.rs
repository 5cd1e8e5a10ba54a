//! Routes to functions that nobody may call.

use super::{Found, Needs, Rule, Subject, routed};
use crate::catalog::Privilege;
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "uncallable-route",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A route to a function that nobody but its owner may execute.",
    why: "A REST server calls a function as the role that the token names. Without EXECUTE for any of these every request is 403, and the OpenAPI document does not have it.",
    fixes: false,
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for it in routed(subject) {
        let owner = it.object.owner.as_ref();
        let may = |privileges: &std::collections::BTreeMap<Privilege, bool>| {
            privileges.contains_key(&Privilege::Execute)
        };
        let others = it.object.grants.iter().any(|(who, held)| Some(who) != owner && may(held));
        if !others {
            let what = format!("{} has a route, and nobody may execute it", it.id.qname());
            let help = "name the roles that call it under `execute`, or remove the route";
            found.push(Found::on(it.id, what, help).at("route"));
        }
    }
    found
}
