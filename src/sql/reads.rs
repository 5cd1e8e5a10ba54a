//! Which relations and functions a text names.

use super::groups::dotted_end;
use super::{Groups, Kind, Token, dotted};
use std::collections::BTreeSet;

/// A dotted name as a text has it, and its token.
pub(crate) type Named = (Vec<String>, usize);

/// Words that end a list of relations.
const ENDS: [&str; 13] = [
    "where",
    "group",
    "order",
    "having",
    "limit",
    "union",
    "except",
    "intersect",
    "set",
    "returning",
    "select",
    "values",
    "loop",
];

/// The names that stand where a relation is read or written: after FROM, JOIN, UPDATE, INTO, and in their lists.
pub(crate) fn relations(tokens: &[Token<'_>], groups: &Groups) -> Vec<Named> {
    let mut found = Vec::new();
    // The groups whose list of relations is open.
    let mut lists = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate() {
        let group = groups.innermost(at);
        let starts = token.is_any(&["from", "join", "update", "into", "using"]);
        // DISTINCT FROM, EXTRACT(… FROM …), FOR UPDATE, INSERT INTO.
        let before = at.checked_sub(1).map(|before| &tokens[before]);
        let is_other = before.is_some_and(|it| it.is_any(&["distinct", "for", "do", "key", "no"]));
        if starts && is_other {
            continue;
        }
        if token.is_any(&["from", "using"]) {
            lists.insert(group);
        } else if token.is_any(&ENDS) || token.is(";") {
            lists.remove(&group);
        }
        let continues = token.is(",") && lists.contains(&group);
        if !starts && !continues {
            continue;
        }
        let mut next = at + 1;
        while tokens.get(next).is_some_and(|it| it.is_any(&["only", "lateral", "(", "strict"])) {
            next += 1;
        }
        if let Some((name, end)) = dotted(tokens, next)
            && (token.is("into") || !tokens.get(end).is_some_and(|it| it.is("(")))
            && !tokens[next].is_any(&["select", "with", "values"])
        {
            found.push((name, next));
        }
    }
    found
}

/// The names that are called.
pub(crate) fn calls(tokens: &[Token<'_>]) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some(end) = dotted_end(tokens, at) else {
            at += 1;
            continue;
        };
        if tokens.get(end).is_some_and(|it| it.is("("))
            && let Some((name, _)) = dotted(tokens, at)
        {
            found.push((name, at));
        }
        at = end;
    }
    found
}

/// The names that stand alone: no part of a dotted name, and not called.
pub(crate) fn alone(tokens: &[Token<'_>]) -> Vec<(String, usize)> {
    let is = |at: Option<usize>, what: &str| {
        at.and_then(|at| tokens.get(at)).is_some_and(|token| token.is(what))
    };
    tokens
        .iter()
        .enumerate()
        .filter(|(at, token)| {
            matches!(token.kind, Kind::Word | Kind::Quoted)
                && !is(at.checked_sub(1), ".")
                && !is(at.checked_sub(1), "::")
                && !is(Some(at + 1), ".")
                && !is(Some(at + 1), "(")
        })
        .filter_map(|(at, token)| Some((token.name()?.into_owned(), at)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tokens;
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let found = tokens(text);
        relations(&found, &Groups::of(&found)).into_iter().map(|(name, _)| name.join(".")).collect()
    }

    #[test]
    fn relations_are_found_where_they_are_read() {
        assert_eq!(
            read("select a from app.b, c d join e on f = g where h, i"),
            ["app.b", "c", "e"]
        );
        assert_eq!(read("select a from f(b), (select c from d) x, e"), ["d", "e"]);
        assert_eq!(
            read("insert into a (x) select b from only c; update d set e = 1"),
            ["a", "c", "d"]
        );
        assert_eq!(read("a is distinct from b; select c from d for update"), ["d"]);
        assert_eq!(read("from (app.a b join app.c d on ((b.e = d.f)))"), ["app.a", "app.c"]);
    }

    #[test]
    fn calls_are_told_from_names() {
        let found = tokens("app.f(a, g(b.c)) and d");
        let names: Vec<String> = calls(&found).into_iter().map(|(it, _)| it.join(".")).collect();
        assert_eq!(names, ["app.f", "g"]);
        let names: Vec<String> = alone(&found).into_iter().map(|(it, _)| it).collect();
        assert_eq!(names, ["a", "and", "d"]);
    }
}
