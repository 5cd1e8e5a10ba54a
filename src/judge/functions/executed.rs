//! Functions that call one which whoever they run as may not execute.

use super::super::access::{Access, others};
use super::super::names::{body_key, function_of, functions, path_of, source};
use super::super::sql::{calls, tokens};
use super::definer::is_trigger;
use super::{Found, Needs, Rule, Subject};
use crate::catalog::{Function, Object, Principal, Security};
use crate::diagnostic::Level;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    id: "function-calls-without-execute",
    level: Level::Error,
    needs: Needs::Declared,
    about: "A function that calls another which the role that it runs as may not execute: its owner if it is SECURITY DEFINER, and whoever may execute it if it is not.",
    why: "The call is refused with 42501. Where the other one is in SQL and PostgreSQL has written it into the statement that calls it, a plan that a session keeps from \
          somebody else's call hides that: it fails in some sessions alone.",
    fixes: false,
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let access = Access::of(subject);
    let mut found = Vec::new();
    for (id, object, function) in subject.functions() {
        let Some(body) = source(function) else { continue };
        let runners = runners(&access, object, function);
        if runners.is_empty() {
            continue;
        }
        let path = path_of(function, subject);
        let mut told = BTreeSet::new();
        for (name, _) in calls(&tokens(body)) {
            // Which one of an overloaded name is meant is not known: one that may be executed will do.
            let named = functions(subject, &name, &path);
            let Some(called) = named.first().filter(|it| told.insert((*it).clone())) else {
                continue;
            };
            // Nobody calls a trigger's function.
            if function_of(subject, called).is_none_or(is_trigger) {
                continue;
            }
            let refused: Vec<String> = runners
                .iter()
                .filter(|who| !access.may_execute(&named, who))
                .map(ToString::to_string)
                .collect();
            if !refused.is_empty() {
                let refused = refused.join(", ");
                let what = format!(
                    "this runs as {refused} and calls {}, which may not be executed then",
                    called.qname()
                );
                let help = format!("add {refused} to `execute` of {}", called.qname());
                let short = name.last().cloned().unwrap_or_default();
                let it = Found::on(id, what, help).at(body_key(function)).around(short);
                found.push(it.also(called, "the function"));
            }
        }
    }
    found
}

/// Those as whom a function runs, as far as that is declared: whose rights a trigger without rights of its own has is not, nor the
/// migrating role's.
fn runners<'a>(access: &Access<'_>, object: &'a Object, function: &Function) -> Vec<&'a Principal> {
    let is_bound = |who: &&Principal| match who {
        Principal::Role(role) => !access.is_superuser(role),
        Principal::Public => true,
        Principal::Migrator => false,
    };
    match function.security {
        Security::Definer => object.owner.iter().filter(is_bound).collect(),
        Security::Invoker if is_trigger(function) => Vec::new(),
        Security::Invoker => others(object).filter(is_bound).collect(),
    }
}
