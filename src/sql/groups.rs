//! What stands in parentheses, and in whose.

use super::{Kind, Token, tokens};
use std::borrow::Cow;
use std::ops::Range;

/// The groups of parentheses of a text.
#[derive(Debug)]
pub(crate) struct Groups {
    all: Vec<Group>,
    /// The innermost group of each token.
    of: Vec<usize>,
}

#[derive(Debug)]
struct Group {
    within: Option<usize>,
    is_query: bool,
    /// Its tokens, without the parentheses.
    tokens: Range<usize>,
}

impl Groups {
    /// Those of these tokens. The text as a whole is a group too.
    pub(crate) fn of(tokens: &[Token<'_>]) -> Self {
        let is_query = |at: usize| {
            tokens.get(at).is_some_and(|token| token.is_any(&["select", "with", "values"]))
        };
        let whole = Group { within: None, is_query: is_query(0), tokens: 0..tokens.len() };
        let (mut all, mut of, mut open) = (vec![whole], Vec::new(), 0);
        for (at, token) in tokens.iter().enumerate() {
            if token.is(")") && open != 0 {
                all[open].tokens.end = at;
                open = all[open].within.unwrap_or_default();
            }
            of.push(open);
            if token.is("(") {
                let tokens = at + 1..tokens.len();
                all.push(Group { within: Some(open), is_query: is_query(at + 1), tokens });
                open = all.len() - 1;
            }
        }
        Self { all, of }
    }

    /// The innermost group of a token, by number.
    pub(crate) fn innermost(&self, token: usize) -> usize {
        self.of.get(token).copied().unwrap_or_default()
    }

    /// The query that a token stands in, by number; `None` outside of any in parentheses.
    pub(crate) fn query(&self, token: usize) -> Option<usize> {
        let mut group = *self.of.get(token)?;
        while !self.all[group].is_query {
            group = self.all[group].within?;
        }
        Some(group)
    }

    /// The query around a query.
    pub(crate) fn around(&self, query: usize) -> Option<usize> {
        let mut group = self.all[query].within?;
        while !self.all[group].is_query {
            group = self.all[group].within?;
        }
        Some(group)
    }

    /// The queries, by number, in the order in which they begin.
    pub(crate) fn queries(&self) -> Vec<usize> {
        (0..self.all.len()).filter(|it| self.all[*it].is_query).collect()
    }

    /// The tokens of a group.
    pub(crate) fn tokens(&self, group: usize) -> Range<usize> {
        self.all[group].tokens.clone()
    }

    /// The tokens of the group that an opening parenthesis opens, without the parentheses.
    pub(crate) fn opened_by(&self, token: usize) -> Option<Range<usize>> {
        // They stand in the order in which they begin.
        let at = self.all[1..].binary_search_by_key(&(token + 1), |it| it.tokens.start).ok()?;
        Some(self.all[at + 1].tokens.clone())
    }

    /// The tokens of the group that a closing parenthesis closes, without the parentheses.
    pub(crate) fn closed_by(&self, token: usize) -> Option<Range<usize>> {
        self.all.iter().skip(1).find(|it| it.tokens.end == token).map(|it| it.tokens.clone())
    }

    /// Where what begins at a token ends: before the semicolon of its statement, one of these words, or the end of its group.
    pub(crate) fn end(&self, tokens: &[Token<'_>], at: usize, words: &[&str]) -> usize {
        if tokens.get(at).is_some_and(|it| it.is(")")) {
            return at;
        }
        let group = self.innermost(at);
        let is_end = |it: &usize| {
            self.of[*it] == group && (tokens[*it].is(";") || tokens[*it].is_any(words))
        };
        let whole = self.tokens(group);
        (at..whole.end).find(is_end).unwrap_or(whole.end)
    }

    /// The parts of what stands there between the commas that are in no parentheses of its own.
    pub(crate) fn list(&self, tokens: &[Token<'_>], of: Range<usize>) -> Vec<Range<usize>> {
        let (group, mut start, mut found) = (self.innermost(of.start), of.start, Vec::new());
        for at in of.clone().filter(|it| self.of[*it] == group && tokens[*it].is(",")) {
            found.push(start..at);
            start = at + 1;
        }
        found.push(start..of.end);
        found
    }
}

/// The dotted name that begins at a token, and the token after it: `app.users.id`.
pub(crate) fn dotted(tokens: &[Token<'_>], at: usize) -> Option<(Vec<String>, usize)> {
    let end = dotted_end(tokens, at)?;
    let parts = tokens[at..end].iter().step_by(2).filter_map(Token::name);
    Some((parts.map(Cow::into_owned).collect(), end))
}

/// The token after the dotted name that begins at a token.
pub(crate) fn dotted_end(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let is_name =
        |at: usize| tokens.get(at).is_some_and(|it| matches!(it.kind, Kind::Word | Kind::Quoted));
    let mut end = is_name(at).then_some(at + 1)?;
    while tokens.get(end).is_some_and(|token| token.is(".")) && is_name(end + 1) {
        end += 2;
    }
    Some(end)
}

/// An expression without the parentheses around the whole of it.
pub(crate) fn unwrapped(expression: &str) -> &str {
    let text = expression.trim();
    let tokens = tokens(text);
    // A query is an expression only with its parentheses.
    let is_query = tokens.get(1).is_some_and(|it| it.is_any(&["select", "with", "values"]));
    let whole = !is_query
        && tokens.first().is_some_and(|it| it.is("("))
        && Groups::of(&tokens).opened_by(0).is_some_and(|inside| inside.end + 1 == tokens.len());
    match whole {
        true => text[1..text.len() - 1].trim(),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::tokens;
    use super::*;

    #[test]
    fn queries_are_told_from_other_parentheses() {
        let text = "(a) = any (select (b) from c where exists (select d))";
        let found = tokens(text);
        let groups = Groups::of(&found);
        let query = |name: &str| groups.query(found.iter().position(|it| it.is(name)).unwrap());
        assert_eq!(query("a"), None);
        assert!(query("b").is_some() && query("b") == query("c"));
        assert_eq!(groups.around(query("d").unwrap()), query("c"));
        // None is closed, or too many are.
        assert_eq!(Groups::of(&tokens("(((")).query(2), None);
        assert_eq!(Groups::of(&tokens(")))")).query(2), None);
    }

    #[test]
    fn names_are_dotted() {
        let found = tokens("app.\"Odd\" . id + 1");
        assert_eq!(dotted(&found, 0).unwrap(), (vec!["app".into(), "Odd".into(), "id".into()], 5));
        assert!(dotted(&found, 5).is_none());
    }
}
