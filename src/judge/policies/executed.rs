//! Functions that a policy calls and the roles that it binds may not.

use super::super::access::Access;
use super::super::names::functions;
use super::super::sql::{calls, tokens};
use super::conditions;
use super::{Found, Needs, Rule, Subject};
use crate::catalog::Principal;
use crate::diagnostic::Level;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    id: "policy-calls-without-execute",
    level: Level::Error,
    needs: Needs::Declared,
    about: "A policy that calls a function which a role that it is for may not execute.",
    why: "The condition of a policy is computed as the role that asks. Without EXECUTE every query of that role on the table is refused with 42501.",
    fixes: false,
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let access = Access::of(subject);
    let mut found = Vec::new();
    for (id, _, policy) in subject.policies() {
        let mut told = BTreeSet::new();
        // What everybody may do only some do: whether the others ever ask is not said.
        let roles = policy
            .roles
            .iter()
            .filter(|who| matches!(who, Principal::Role(role) if !access.is_free(role)));
        let roles: Vec<&Principal> = roles.collect();
        for (key, text) in conditions(policy) {
            for (name, _) in calls(&tokens(text)) {
                let named = functions(subject, &name, subject.search_path);
                let Some(function) = named.first() else { continue };
                let Some(who) = roles.iter().find(|who| !access.may_execute(&named, who)) else {
                    continue;
                };
                if told.insert(function.clone()) {
                    let what = format!(
                        "{who} may not execute {}, which this policy calls",
                        function.qname()
                    );
                    let help = format!("add {who} to `execute` of {}", function.qname());
                    let short = name.last().cloned().unwrap_or_default();
                    found.push(
                        Found::on(id, what, help)
                            .at(key)
                            .around(short)
                            .also(function, "the function"),
                    );
                }
            }
        }
    }
    found
}
