//! Comparisons of two columns, as the server words them.

use super::super::super::sql::{Groups, Kind, Token, alone, dotted, tokens};
use super::query::{of_query, outer_columns};
use super::{Capture, Subject, Wording};

/// A comparison of two columns in the server's words.
pub(super) struct Comparison {
    pub(super) left: Vec<String>,
    pub(super) right: Vec<String>,
    /// The query that it stands in, where there is one.
    query: Option<usize>,
}

/// The comparisons of one column with another. The server puts each in parentheses of its own.
pub(super) fn comparisons(tokens: &[Token<'_>], groups: &Groups) -> Vec<Comparison> {
    let mut found = Vec::new();
    for open in (0..tokens.len()).filter(|at| tokens[*at].is("(")) {
        if let Some((left, next)) = dotted(tokens, open + 1)
            && let Some(operator) = tokens.get(next)
            && operator.is_any(&["=", "<>", "<", ">", "<=", ">="])
            && let Some((right, end)) = dotted(tokens, next + 1)
            && tokens.get(end).is_some_and(|it| it.is(")"))
            && tokens[open + 1].kind != Kind::Text
        {
            found.push(Comparison { left, right, query: groups.query(open) });
        }
    }
    found
}

/// Whether one side of a comparison was meant to be a column outside of the query.
pub(super) fn capture(
    subject: &Subject<'_>,
    wording: &Wording<'_>,
    tokens: &[Token<'_>],
    groups: &Groups,
    it: &Comparison,
) -> Option<Capture> {
    let query = it.query?;
    let ([table, left], [same, right]) = (it.left.as_slice(), it.right.as_slice()) else {
        return None;
    };
    if table != same || !of_query(tokens, groups, query).iter().any(|(alias, _)| alias == table) {
        return None;
    }
    let outside = outer_columns(subject, tokens, groups, query, wording.table.as_ref());
    for (own, other) in [(right, left), (left, right)] {
        if outside.contains_key(own)
            && let Some(excerpt) = excerpt(wording.author, own, other)
        {
            let (column, inner) = (own.clone(), table.clone());
            return Some(Capture {
                excerpt,
                column,
                inner,
                why: "both sides are of the same table",
            });
        }
    }
    None
}

/// What the author wrote, where it compares an unqualified column with the other one.
fn excerpt(author: &str, own: &str, other: &str) -> Option<String> {
    let tokens = tokens(author);
    let groups = Groups::of(&tokens);
    let written =
        alone(&tokens).into_iter().filter(|(name, at)| name == own && groups.query(*at).is_some());
    let mut nearest = None;
    for (_, at) in written {
        let is_compared = |at: usize| {
            tokens.get(at).is_some_and(|it| it.is_any(&["=", "<>", "!=", "<", ">", "<=", ">="]))
        };
        let text =
            |from: usize, to: usize| author[tokens[from].at.start..tokens[to].at.end].to_owned();
        if at > 1 && is_compared(at - 1) {
            let mut from = at - 2;
            while from > 1 && tokens[from - 1].is(".") {
                from -= 2;
            }
            if tokens[at - 2].name().is_some_and(|it| it == *other) {
                return Some(text(from, at));
            }
        }
        if is_compared(at + 1)
            && let Some((name, end)) = dotted(&tokens, at + 2)
            && name.last().is_some_and(|it| it == other)
        {
            return Some(text(at, end - 1));
        }
        nearest = nearest.or(Some(own.to_owned()));
    }
    nearest.filter(|_| other.is_empty())
}
