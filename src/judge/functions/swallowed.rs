//! Errors that nobody gets to know.

use super::super::names::source;
use super::super::sql::{Token, tokens};
use super::{Found, Needs, Rule, Subject};
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "swallowed-error",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "An EXCEPTION block that takes every error (WHEN OTHERS) and raises none.",
    why: "A full disk, a lost lock and a mistake in the function all become the same quiet answer, and what was done before in the block is gone. Name the \
          errors that are expected, and let the rest through.",
    fixes: false,
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (id, _, function) in subject.functions().filter(|(_, _, it)| &*it.language == "plpgsql") {
        let Some(body) = source(function) else { continue };
        let tokens = tokens(body);
        for at in 0..tokens.len() {
            if let Some(then) = handler(&tokens, at)
                && !raises(&tokens, then + 1)
            {
                let words = &body[tokens[at].at.start..tokens[then].at.end];
                let what = "this takes every error, and raises none";
                let help = "name the errors that are expected (`when unique_violation then`), or end with `raise;`";
                found.push(Found::on(id, what, help).at("body").around(words));
            }
        }
    }
    found
}

/// The THEN of a `WHEN OTHERS` that begins at a token.
fn handler(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    if !tokens[at].is("when") {
        return None;
    }
    let then = (at..tokens.len().min(at + 40)).find(|at| tokens[*at].is_any(&["then", ";"]))?;
    let is_all = tokens[at..then].iter().any(|it| it.is("others"));
    (is_all && tokens[then].is("then")).then_some(then)
}

/// Whether a handler raises an error before it ends.
fn raises(tokens: &[Token<'_>], from: usize) -> bool {
    let mut depth = 0;
    let mut at = from;
    while let Some(token) = tokens.get(at) {
        if token.is_any(&["begin", "if", "loop", "case"]) {
            depth += 1;
        } else if token.is("end") {
            depth -= 1;
            // END IF, END LOOP.
            if tokens.get(at + 1).is_some_and(|it| it.is_any(&["if", "loop", "case"])) {
                at += 1;
            }
        } else if token.is("raise") {
            let quiet = ["notice", "warning", "log", "info", "debug"];
            if !tokens.get(at + 1).is_some_and(|it| it.is_any(&quiet)) {
                return true;
            }
        }
        if depth < 0 || (depth == 0 && token.is("when")) {
            return false;
        }
        at += 1;
    }
    false
}
