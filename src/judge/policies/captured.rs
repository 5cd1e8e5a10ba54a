//! A column that PostgreSQL took from an inner table although the author meant the row: only the server's words, in which every
//! column of a query is qualified, tell.

use super::super::sql::{Groups, Kind, Token, alone, dotted, relations, tokens};
use super::conditions;
use super::{Found, Needs, Rule, Subject};
use crate::catalog::{Definition, Kind as Object, ObjectId, QName};
use crate::diagnostic::Level;
use std::collections::BTreeSet;

pub(super) const CAPTURED: Rule = Rule {
    id: "captured-column",
    level: Level::Error,
    needs: Needs::Built,
    about: "A column without its table's name, which PostgreSQL takes from a table of the subquery instead of the row outside.",
    why: "An unqualified name in a subquery belongs to the innermost table that has such a column. In a policy `m.family_id = id` then \
          compares two columns of the subquery's own table, so that the policy says nothing about the row and lets other rows through.",
    fixes: false,
    run: captured,
};

pub(super) const ITSELF: Rule = Rule {
    id: "compared-with-itself",
    level: Level::Error,
    needs: Needs::Built,
    about: "A column that is compared with itself.",
    why: "`x = x` is true for every row in which x is not NULL, and `x <> x` for none: something else was meant.",
    fixes: false,
    run: itself,
};

/// A comparison of two columns in the server's words.
struct Comparison {
    left: Vec<String>,
    right: Vec<String>,
    /// The query that it stands in, where there is one.
    query: Option<usize>,
}

/// A text of an object, in both wordings.
struct Wording<'a> {
    id: &'a ObjectId,
    key: &'static str,
    author: &'a str,
    server: &'a str,
    /// The table whose row it is about.
    table: Option<QName>,
}

/// Every text that may hold a query or a comparison.
fn wordings<'a>(subject: &Subject<'a>) -> Vec<Wording<'a>> {
    let Some(built) = subject.built else { return Vec::new() };
    let mut found = Vec::new();
    for (id, object) in subject.declared.iter() {
        let Some(other) = built.get(id) else { continue };
        match (&object.definition, &other.definition) {
            (Definition::Policy(author), Definition::Policy(server)) => {
                for ((key, author), (_, server)) in conditions(author).zip(conditions(server)) {
                    let table = Some(id.relation_qname());
                    found.push(Wording { id, key, author, server, table });
                }
            }
            (Definition::View(author), Definition::View(server)) => {
                let (author, server) = (&author.query, &server.query);
                found.push(Wording { id, key: "query", author, server, table: None });
            }
            (Definition::MaterializedView(author), Definition::MaterializedView(server)) => {
                let (author, server) = (&author.query, &server.query);
                found.push(Wording { id, key: "query", author, server, table: None });
            }
            (Definition::Constraint(author), Definition::Constraint(server)) => {
                use crate::catalog::ConstraintBody::Check;
                if let (Check { expression: author, .. }, Check { expression: server, .. }) =
                    (&author.body, &server.body)
                {
                    let table = Some(id.relation_qname());
                    found.push(Wording { id, key: "expression", author, server, table });
                }
            }
            _ => {}
        }
    }
    found
}

/// The comparisons of one column with another. The server puts each in parentheses of its own.
fn comparisons(tokens: &[Token<'_>], groups: &Groups) -> Vec<Comparison> {
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

/// The columns that a query sees from outside: those of the queries around it, and of the row.
fn outer_columns(
    subject: &Subject<'_>,
    tokens: &[Token<'_>],
    groups: &Groups,
    query: usize,
    table: Option<&QName>,
) -> BTreeSet<String> {
    let Some(built) = subject.built else { return BTreeSet::new() };
    let mut tables: Vec<QName> = table.cloned().into_iter().collect();
    let mut around = groups.around(query);
    while let Some(query) = around {
        tables.extend(of_query(tokens, groups, query).into_iter().map(|(_, table)| table));
        around = groups.around(query);
    }
    let columns = tables.iter().flat_map(|table| built.of_relation(Object::Column, table));
    columns.map(|(id, _)| id.name.to_string()).collect()
}

/// The relations of a query in the server's words, with the names that it calls them by.
fn of_query(tokens: &[Token<'_>], groups: &Groups, query: usize) -> Vec<(String, QName)> {
    let named = relations(tokens, groups).into_iter();
    named
        .filter(|(_, at)| groups.query(*at) == Some(query))
        .filter_map(|(name, at)| {
            let [schema, name] = name.as_slice() else { return None };
            let alias = tokens.get(at + 3).and_then(Token::name).map(|it| it.into_owned());
            let ends = [
                "where", "join", "left", "right", "full", "cross", "inner", "on", "group", "order",
                "limit", "union",
            ];
            let alias = alias.filter(|it| !ends.contains(&&**it));
            Some((alias.unwrap_or_else(|| name.clone()), QName::new(schema, name)))
        })
        .collect()
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

fn captured(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for wording in wordings(subject) {
        let tokens = tokens(wording.server);
        let groups = Groups::of(&tokens);
        for it in comparisons(&tokens, &groups) {
            if let Some(capture) = capture(subject, &wording, &tokens, &groups, &it) {
                let Capture { excerpt, column, inner } = capture;
                let what = format!(
                    "`{column}` in `{excerpt}` is {inner}.{column} here, not the column of the row outside: both sides are of the same table"
                );
                let outer = wording.table.as_ref().map_or("its table", |table| &table.name);
                let help = format!(
                    "qualify it: `{outer}.{column}`, or `{inner}.{column}` where that is meant"
                );
                found.push(Found::on(wording.id, what, help).at(wording.key).around(excerpt));
            }
        }
    }
    found
}

struct Capture {
    excerpt: String,
    column: String,
    inner: String,
}

/// Whether one side of a comparison was meant to be a column outside of the query.
fn capture(
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
        if outside.contains(own)
            && let Some(excerpt) = excerpt(wording.author, own, other)
        {
            return Some(Capture { excerpt, column: own.clone(), inner: table.clone() });
        }
    }
    None
}

fn itself(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for wording in wordings(subject) {
        let tokens = tokens(wording.server);
        let groups = Groups::of(&tokens);
        for it in comparisons(&tokens, &groups) {
            let is_captured = || capture(subject, &wording, &tokens, &groups, &it).is_some();
            if it.left == it.right && !is_captured() {
                let what = format!("`{}` is compared with itself", it.left.join("."));
                let help = "compare it with what is meant, qualified by its table; for a value that is not NULL write `is not null`";
                found.push(Found::on(wording.id, what, help).at(wording.key));
            }
        }
    }
    found
}
