//! Guesses that nobody counts.

use super::super::names::source;
use super::{Found, Needs, Rule, Subject};
use crate::diagnostic::Level;
use crate::secure::raised;

pub(super) const RULE: Rule = Rule {
    id: "uncounted-guess",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A function with `rate_limit` that takes a secret and can answer a wrong one by an error alone.",
    why: "What a call has counted goes with the error, so that a code can be guessed without limit. Answer a wrong one with a value: `returns: boolean`, a value that may be \
          NULL, or no row. A code of 128 random bits and more needs no limit: allow the finding, and say how long it is.",
    fixes: false,
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (id, _, function) in subject.functions() {
        let Some(secured) = subject.secured.get(id) else { continue };
        // Of rows there may be none.
        let has_value = secured.may_be_null
            || function.returns.as_deref().is_some_and(|it| {
                it == "boolean" || it.starts_with("SETOF ") || it.starts_with("TABLE(")
            });
        let raises = source(function).is_some_and(|body| !raised(body).is_empty());
        if secured.rate_limit.is_none() || secured.secrets.is_empty() || has_value || !raises {
            continue;
        }
        let what =
            "a wrong secret ends in an error here, which takes the count of `rate_limit` with it";
        let help = "answer it with a value (`returns: boolean`), or allow this where the secret is too long to be guessed";
        found.push(Found::on(id, what, help).at("rate_limit"));
    }
    found
}
