//! Functions that a policy calls again for every row.

use super::super::names::{function_of, functions};
use super::super::sql::{Groups, alone, calls, tokens};
use super::conditions;
use super::{Found, Needs, Rule, Subject};
use crate::catalog::{Kind, ObjectId, Volatility};
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "policy-calls-per-row",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A policy that calls a function of which the result does not depend on the row, and not within a query of its own.",
    why: "PostgreSQL calls it for every row. As `(select uid())` it is an InitPlan and called once: with 100,000 rows 9 ms instead of 179 ms, and for \
          functions that read tables 7 ms instead of 11 s (published measurements of Supabase; a pinned search_path makes it worse, since the function is then never inlined).",
    fixes: false,
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (id, _, policy) in subject.policies() {
        for (key, text) in conditions(policy) {
            let tokens = tokens(text);
            let groups = Groups::of(&tokens);
            for (name, at) in calls(&tokens) {
                if groups.query(at).is_some() || !is_constant(subject, &name) {
                    continue;
                }
                let Some(open) = (at..tokens.len()).find(|at| tokens[*at].is("(")) else {
                    continue;
                };
                let Some(inside) = groups.opened_by(open) else { continue };
                let args = &tokens[inside.clone()];
                let column =
                    |name: &str| ObjectId::of_relation(Kind::Column, &id.relation_qname(), name);
                let of_row = |name: &str| subject.declared.get(&column(name)).is_some();
                let table = &*id.relation_qname().name;
                let depends = alone(args).iter().any(|(name, _)| of_row(name))
                    || args.windows(3).any(|it| it[0].is(table) && it[1].is("."));
                if depends {
                    continue;
                }
                let end = tokens.get(inside.end).map_or(text.len(), |it| it.at.end);
                let call = &text[tokens[at].at.start..end];
                let what =
                    format!("`{call}` is called for every row, and is the same for all of them");
                let help = format!("write `(select {call})`: it is then called once");
                found.push(Found::on(id, what, help).at(key).around(call));
            }
        }
    }
    found
}

/// Whether a function gives the same within a statement for the same arguments, and costs more than a constant.
fn is_constant(subject: &Subject<'_>, name: &[String]) -> bool {
    if matches!(name, [name] if name == "current_setting") {
        return true;
    }
    let found = functions(subject, name, subject.search_path);
    !found.is_empty()
        && found.iter().all(|id| {
            function_of(subject, id).is_some_and(|it| it.volatility != Volatility::Immutable)
        })
}
