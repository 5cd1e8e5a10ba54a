//! Functions that promise more than they keep.

use super::super::names::{Uses, body_key, function_of, path_of, source, uses};
use super::super::sql::tokens;
use super::{Found, Needs, Rule, Subject};
use crate::catalog::{Function, Volatility};
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "wrong-volatility",
    level: Level::Error,
    needs: Needs::Declared,
    about: "A function that is declared IMMUTABLE and reads tables, the clock or settings, or STABLE and writes.",
    why: "PostgreSQL computes an IMMUTABLE call once while it plans and keeps it in indexes, and reads a STABLE one's tables as they were before: results \
          are stale, indexes wrong, and a write in a STABLE function fails at run time (0A000).",
    fixes: false,
    run,
};

/// Functions of PostgreSQL that are not immutable, though often taken for it.
const CHANGING: [&str; 10] = [
    "now",
    "clock_timestamp",
    "statement_timestamp",
    "transaction_timestamp",
    "timeofday",
    "random",
    "gen_random_uuid",
    "current_setting",
    "nextval",
    "set_config",
];
/// The same without parentheses.
const CHANGING_WORDS: [&str; 7] = [
    "current_timestamp",
    "current_date",
    "current_time",
    "localtimestamp",
    "localtime",
    "current_user",
    "session_user",
];

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let promising = subject.functions().filter(|(_, _, it)| it.volatility != Volatility::Volatile);
    for (id, _, function) in promising {
        let Some(body) = source(function) else { continue };
        let declared =
            if function.volatility == Volatility::Stable { "STABLE" } else { "IMMUTABLE" };
        let wrong = writes(body).or_else(|| match function.volatility {
            Volatility::Immutable => changes(subject, function, body),
            _ => None,
        });
        if let Some((words, why)) = wrong {
            let what = format!("this function is declared {declared} and {why}");
            let help = match why.starts_with("writes") {
                true => "remove `volatility:`: it is volatile",
                false => {
                    "declare it `volatility: stable`, and volatile where it writes; give what changes as an argument where it must be immutable"
                }
            };
            found.push(Found::on(id, what, help).at(body_key(function)).around(words));
        }
    }
    found
}

/// A statement that writes.
pub(super) fn writes(body: &str) -> Option<(String, String)> {
    let tokens = tokens(body);
    let starts = |at: usize| {
        let before = at.checked_sub(1).map(|at| &tokens[at]);
        before.is_none_or(|it| {
            it.is_any(&[";", "begin", "then", "else", "loop", "(", "as", "atomic"])
        })
    };
    tokens.iter().enumerate().find_map(|(at, token)| {
        let next = tokens.get(at + 1);
        let is_write = match () {
            () if token.is("insert") => next.is_some_and(|it| it.is("into")),
            () if token.is("delete") => next.is_some_and(|it| it.is("from")),
            () if token.is("update") => next.is_some_and(|it| it.name().is_some()),
            () => false,
        };
        (is_write && starts(at)).then(|| {
            (token.text.to_owned(), format!("writes: {}", token.text.to_ascii_uppercase()))
        })
    })
}

/// What an immutable function depends on beside its arguments.
fn changes(subject: &Subject<'_>, function: &Function, body: &str) -> Option<(String, String)> {
    let Uses { relations, functions } = uses(subject, body, &path_of(function, subject));
    if let Some(id) = relations.first() {
        return Some((id.name.to_string(), format!("reads {}", id.qname())));
    }
    let other = functions.iter().find_map(|id| Some((id, function_of(subject, id)?)));
    if let Some((id, _)) = other.filter(|(_, it)| it.volatility != Volatility::Immutable) {
        return Some((id.name.to_string(), format!("calls {}, which is not", id.qname())));
    }
    let tokens = tokens(body);
    let word = tokens.iter().zip(1..).find(|(token, next)| {
        let is_called = tokens.get(*next).is_some_and(|it| it.is("("));
        (is_called && token.is_any(&CHANGING)) || (!is_called && token.is_any(&CHANGING_WORDS))
    });
    word.map(|(it, _)| (it.text.to_owned(), format!("calls {}, which is not", it.text)))
}
