//! Errors that reach a caller who was not told of them.

use super::super::access::Access;
use super::super::names::source;
use super::definer::is_trigger;
use super::{Found, Needs, Rule, Subject};
use crate::catalog::{ObjectId, Privilege};
use crate::diagnostic::Level;
use crate::secure::raised;

pub(super) const RULE: Rule = Rule {
    id: "undeclared-sqlstate",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A function that clients call and that raises an SQLSTATE which it does not declare, in a project where other functions declare theirs.",
    why: "The client and the documentation know the errors under `errors`; another one is a failure of the server to them. A function that has `errors` may raise no other: that is refused.",
    fixes: false,
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let declares = |id: &ObjectId| subject.secured.get(id).is_some_and(|it| !it.errors.is_empty());
    if !subject.secured.keys().any(|id| declares(id)) {
        return Vec::new();
    }
    let access = Access::of(subject);
    let mut found = Vec::new();
    for (id, object, function) in
        subject.functions().filter(|(_, _, it)| &*it.language == "plpgsql")
    {
        let mut callers =
            object.grants.iter().filter(|(_, it)| it.contains_key(&Privilege::Execute));
        if !callers.any(|(who, _)| access.is_client(who)) || is_trigger(function) {
            continue;
        }
        let Some(body) = source(function) else { continue };
        let errors = subject.secured.get(id).map(|it| &it.errors);
        let mut told = Vec::new();
        for it in raised(body) {
            let is_declared = errors.is_some_and(|errors| errors.contains_key(&it.code));
            if is_declared || told.contains(&it.code) {
                continue;
            }
            let line = body[..it.at.start].matches('\n').count() + 1;
            let what = format!(
                "clients get the error {} from this function, which does not declare it",
                it.code
            );
            let help = format!("add `errors: {{ {}: … }}` with what the caller reads", it.code);
            found.push(Found::on(id, what, help).line(Some(line)));
            told.push(it.code);
        }
    }
    found
}
