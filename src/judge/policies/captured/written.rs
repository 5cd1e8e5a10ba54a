//! Columns that the author wrote without a table, in any expression of a subquery's condition. Which of them were meant to be outside
//! three signs tell: a column of the same relation beside it that is qualified; a test for NULL that means something only outside;
//! an EXISTS that otherwise says nothing about the row.

use super::super::super::sql::{Groups, Kind, Token, alone, dotted, tokens};
use super::query::{Source, columns, outer_columns, sources};
use super::{Capture, Subject, Wording};
use crate::catalog::QName;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What an expression begins after.
const BEFORE: [&str; 9] = ["and", "or", "where", "on", "having", "when", "then", "else", "case"];
/// What it ends before.
const AFTER: [&str; 14] = [
    "and", "or", "then", "else", "when", "end", "where", "join", "left", "group", "order",
    "having", "limit", "for",
];

/// The columns of a text that PostgreSQL took from a relation of the subquery although the row outside was meant.
pub(super) fn captures(subject: &Subject<'_>, wording: &Wording<'_>) -> Vec<Capture> {
    let (author, server) = (tokens(wording.author), tokens(wording.server));
    let (groups, its_groups) = (Groups::of(&author), Groups::of(&server));
    let (queries, its_queries) = (groups.queries(), its_groups.queries());
    // The server keeps queries in their order.
    if queries.len() != its_queries.len() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (query, its_query) in queries.into_iter().zip(its_queries) {
        let table = wording.table.as_ref();
        let outside = outer_columns(subject, &server, &its_groups, its_query, table);
        let its_sources = sources(&server, &its_groups, its_query);
        let relations = sources(&author, &groups, query);
        if outside.is_empty() || relations.len() != its_sources.len() {
            continue;
        }
        let query = Query {
            all: &author,
            groups: &groups,
            query,
            relations: relations.into_iter().zip(its_sources).collect(),
            is_apart: is_apart(&server, &its_groups, its_query),
        };
        if !query.has(&["union", "intersect", "except"]) {
            found.extend(query.captures(subject, wording, &outside, &server));
        }
    }
    found
}

/// A query as its author wrote it.
struct Query<'t> {
    all: &'t [Token<'t>],
    groups: &'t Groups,
    query: usize,
    /// Its relations, and the same in the server's words.
    relations: Vec<(Source, Source)>,
    /// Nothing in it is of the row outside, as the server has it.
    is_apart: bool,
}

/// A column without a table.
struct Bare<'q> {
    at: usize,
    /// The relation that PostgreSQL took it from.
    of: &'q Source,
    /// It may be NULL there.
    null: bool,
    /// The expression that it stands in, between AND and OR.
    around: Range<usize>,
}

impl Query<'_> {
    fn captures(
        &self,
        subject: &Subject<'_>,
        wording: &Wording<'_>,
        outside: &BTreeMap<String, bool>,
        server: &[Token<'_>],
    ) -> Vec<Capture> {
        let mut inner: BTreeMap<String, Vec<(usize, bool)>> = BTreeMap::new();
        for (at, (_, its)) in self.relations.iter().enumerate() {
            let [schema, name] = its.name.as_slice() else { continue };
            for (name, column) in columns(subject, &QName::new(schema, name)) {
                inner.entry(name).or_default().push((at, column.null));
            }
        }
        let bare: Vec<(String, usize)> = self.bare(&inner);
        let mut found = Vec::new();
        for (name, at) in &bare {
            let Some([(of, null)]) = inner.get(name).map(Vec::as_slice) else { continue };
            let (of, its) = &self.relations[*of];
            let is_taken = server.windows(3).any(|it| {
                let is = |at: usize, what: &str| it[at].name().is_some_and(|it| it == what);
                is(0, &its.alias) && it[1].is(".") && is(2, name)
            });
            let (true, Some(may_be_null)) = (is_taken, outside.get(name)) else { continue };
            let Some(around) = self.around(*at) else { continue };
            let it = Bare { at: *at, of, null: *null, around };
            let others = bare.iter().filter(|(_, other)| other != at).count();
            if let Some(why) = self.why(&it, *may_be_null, others) {
                let all = &self.all[it.around.clone()];
                let (Some(first), Some(last)) = (all.first(), all.last()) else { continue };
                let excerpt = wording.author[first.at.start..last.at.end].to_owned();
                let (column, inner) = (name.clone(), of.alias.clone());
                found.push(Capture { excerpt, column, inner, why });
            }
        }
        found
    }

    /// Why the column outside was meant; `None` where it was not, or nobody knows.
    fn why(&self, it: &Bare<'_>, may_be_null_outside: bool, others: usize) -> Option<&'static str> {
        let qualifiers = self.qualifiers(&it.around);
        if self.is_null_test(it) && !it.null && may_be_null_outside && !self.is_outer_join() {
            return Some("there it is never NULL");
        }
        let is_own = |name: &str| self.relations.iter().any(|(own, _)| own.alias == name);
        if qualifiers.contains(&it.of.alias) && qualifiers.iter().all(|it| is_own(it)) {
            return Some("another column beside it is qualified");
        }
        let is_careful = others == 0 && self.qualifiers(&self.tokens()).contains(&it.of.alias);
        (self.is_exists() && self.is_apart && is_careful && self.is_asked_alone(it))
            .then_some("without it nothing in the subquery is of that row")
    }

    fn tokens(&self) -> Range<usize> {
        self.groups.tokens(self.query)
    }

    fn has(&self, words: &[&str]) -> bool {
        let own = self.tokens().filter(|at| self.groups.innermost(*at) == self.query);
        own.into_iter().any(|at| self.all[at].is_any(words))
    }

    fn is_outer_join(&self) -> bool {
        self.has(&["left", "right", "full"])
    }

    fn is_exists(&self) -> bool {
        let open = self.tokens().start.checked_sub(2).and_then(|at| self.all.get(at));
        open.is_some_and(|it| it.is("exists"))
    }

    /// The columns of its relations that stand alone in its conditions.
    fn bare(&self, inner: &BTreeMap<String, Vec<(usize, bool)>>) -> Vec<(String, usize)> {
        let is = |at: Option<usize>, words: &[&str]| {
            at.and_then(|at| self.all.get(at)).is_some_and(|it| it.is_any(words))
        };
        // `as id`, `id => 1`, `date '2026-01-01'`.
        let is_other = |at: usize| {
            is(at.checked_sub(1), &["as"])
                || is(Some(at + 1), &["=>", ":="])
                || self.all.get(at + 1).is_some_and(|it| it.kind == Kind::Text)
        };
        let all = alone(self.all).into_iter();
        all.filter(|(name, at)| {
            inner.contains_key(name)
                && self.groups.query(*at) == Some(self.query)
                && !is_other(*at)
                && self.is_in_condition(*at)
        })
        .collect()
    }

    /// Whether it stands after WHERE, ON or HAVING.
    fn is_in_condition(&self, at: usize) -> bool {
        let mut depth = 0;
        for at in (self.tokens().start..at).rev() {
            let token = &self.all[at];
            if token.is(")") {
                depth += 1;
            } else if token.is("(") {
                depth = usize::saturating_sub(depth, 1);
            } else if depth == 0 {
                if token.is_any(&["where", "on", "having"]) {
                    return true;
                }
                let is_distinct = at > 0 && self.all[at - 1].is("distinct");
                if token.is_any(&["select", "from", "group", "order", "limit", "using"])
                    && !is_distinct
                {
                    return false;
                }
            }
        }
        false
    }

    /// The expression around a token: as far as AND, OR or the clause reaches.
    fn around(&self, at: usize) -> Option<Range<usize>> {
        let whole = self.tokens();
        let (mut start, mut closed, mut left) = (at, 0, 0);
        while start > whole.start {
            let token = &self.all[start - 1];
            if token.is(")") {
                closed += 1;
            } else if token.is("(") && closed > 0 {
                closed -= 1;
            } else if token.is("(") {
                if self.is_bracket(start - 1, &whole) {
                    break;
                }
                left += 1;
            } else if closed == 0 && token.is_any(&BEFORE) {
                break;
            }
            start -= 1;
        }
        let (mut end, mut open) = (at, 0);
        while end < whole.end {
            let token = &self.all[end];
            if token.is("(") {
                open += 1;
            } else if token.is(")") {
                match (open, left) {
                    (0, 0) => break,
                    (0, _) => left -= 1,
                    _ => open -= 1,
                }
            } else if open == 0 && token.is_any(&AFTER) {
                break;
            }
            end += 1;
        }
        (left == 0 && start <= at && at < end).then_some(start..end)
    }

    /// Whether a parenthesis only holds a condition together: it begins no arguments and no list, and no operator follows it.
    fn is_bracket(&self, open: usize, whole: &Range<usize>) -> bool {
        let before = open.checked_sub(1).filter(|at| whole.contains(at)).map(|at| &self.all[at]);
        let begins = before.is_none_or(|it| it.is_any(&BEFORE) || it.is_any(&["not", "("]));
        let close = self.groups.opened_by(open).map_or(whole.end, |inside| inside.end);
        let after = Some(close + 1).filter(|at| whole.contains(at)).map(|at| &self.all[at]);
        begins && after.is_none_or(|it| it.is_any(&AFTER) || it.is(")"))
    }

    /// The names before the dots of columns, in what belongs to this query alone.
    fn qualifiers(&self, range: &Range<usize>) -> BTreeSet<String> {
        let relations: Vec<usize> = self.relations.iter().map(|(own, _)| own.at).collect();
        let mut found = BTreeSet::new();
        let mut at = range.start;
        while at < range.end {
            let Some((name, end)) = dotted(self.all, at) else {
                at += 1;
                continue;
            };
            let is_own = self.groups.query(at) == Some(self.query);
            let is_type = at > 0 && self.all[at - 1].is("::");
            let is_called = self.all.get(end).is_some_and(|it| it.is("("));
            if name.len() > 1 && is_own && !is_type && !is_called && !relations.contains(&at) {
                found.extend(name[..name.len() - 1].last().cloned());
            }
            at = end;
        }
        found
    }

    /// `id is not null`, and no more.
    fn is_null_test(&self, it: &Bare<'_>) -> bool {
        let rest: Vec<&Token<'_>> = self.all[it.around.clone()].iter().skip(1).collect();
        it.around.start == it.at
            && match rest.as_slice() {
                [is, null] => is.is("is") && null.is("null"),
                [is, not, null] => is.is("is") && not.is("not") && null.is("null"),
                _ => false,
            }
    }

    /// `may_see(id)`, `id in (select …)`, `id = any (array(select …))`, and no more: a condition on nothing but this column. One
    /// that compares it with a value (`user_id = me()`) is of the relation itself most often.
    fn is_asked_alone(&self, it: &Bare<'_>) -> bool {
        let mut start = it.around.start;
        while self.all[start].is("not") {
            start += 1;
        }
        if let Some((_, end)) = dotted(self.all, start)
            && start != it.at
            && self.all.get(end).is_some_and(|it| it.is("("))
        {
            let is_argument = self.groups.innermost(it.at) != self.groups.innermost(end)
                && self.groups.opened_by(end).is_some_and(|inside| {
                    inside.contains(&it.at) && inside.end + 1 == it.around.end
                });
            let beside = |at: usize, words: &[&str]| self.all[at].is_any(words);
            return is_argument && beside(it.at - 1, &["(", ","]) && beside(it.at + 1, &[")", ","]);
        }
        let rest = self.all[it.around.clone()].iter().skip(1);
        let words: Vec<&Token<'_>> =
            rest.filter(|it| !it.is("(") && !it.is("not")).take(4).collect();
        start == it.at
            && words.first().is_some_and(|it| it.is_any(&["in", "=", "<>"]))
            && words
                .iter()
                .skip(1)
                .find(|it| !it.is_any(&["any", "all", "array"]))
                .is_some_and(|it| it.is("select"))
    }
}

/// Whether nothing in a query of the server's words is of what is outside: each column is of a relation of its own, or of a
/// query in it.
fn is_apart(server: &[Token<'_>], groups: &Groups, query: usize) -> bool {
    let whole = groups.tokens(query);
    let mut own = BTreeSet::new();
    let mut named = BTreeSet::new();
    for inner in groups.queries().into_iter().filter(|it| {
        let inside = groups.tokens(*it);
        whole.start <= inside.start && inside.end <= whole.end
    }) {
        for it in sources(server, groups, inner) {
            own.insert(it.alias);
            named.insert(it.at);
        }
    }
    let mut at = whole.start;
    while at < whole.end {
        let Some((name, end)) = dotted(server, at) else {
            at += 1;
            continue;
        };
        let is_other = named.contains(&at)
            || at > 0 && server[at - 1].is("::")
            || server.get(end).is_some_and(|it| it.is("("));
        if let [qualifier, _] = name.as_slice()
            && !is_other
            && !own.contains(qualifier)
        {
            return false;
        }
        at = end;
    }
    true
}
