//! A column that PostgreSQL took from an inner table although the author meant the row: only the server's words, in which every
//! column of a query is qualified, tell.

mod compared;
mod query;
mod written;

use super::super::sql::{Groups, tokens};
use super::{Found, Needs, Rule, Subject, conditions};
use crate::catalog::{Definition, ObjectId, QName};
use crate::diagnostic::Level;
use compared::{capture, comparisons};
use written::captures;

pub(super) const CAPTURED: Rule = Rule {
    id: "captured-column",
    level: Level::Error,
    needs: Needs::Built,
    about: "A column without its table's name, which PostgreSQL takes from a table of the subquery instead of the row outside.",
    why: "An unqualified name in a subquery belongs to the innermost table that has such a column. In a policy `m.family_id = id` then \
          compares two columns of the subquery's own table, so that the policy says nothing about the row and lets other rows through. Found are comparisons of two columns of one table, a column \
          beside one that is qualified (`may_see(m.family_id, id)`), one alone in an EXISTS that otherwise says nothing about the row, and a test for NULL of what is never NULL there.",
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

/// A column that was meant to be outside.
struct Capture {
    /// Where the author wrote it.
    excerpt: String,
    column: String,
    /// The name of the relation that it is taken from.
    inner: String,
    /// By what it is told.
    why: &'static str,
}

fn captured(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for wording in wordings(subject) {
        let tokens = tokens(wording.server);
        let groups = Groups::of(&tokens);
        let compared = comparisons(&tokens, &groups);
        let mut told: Vec<Capture> = compared
            .iter()
            .filter_map(|it| capture(subject, &wording, &tokens, &groups, it))
            .collect();
        for it in captures(subject, &wording) {
            if !told.iter().any(|told| it.excerpt.contains(&told.excerpt)) {
                told.push(it);
            }
        }
        found.extend(told.into_iter().map(|it| it.told(&wording)));
    }
    found
}

impl Capture {
    fn told(self, wording: &Wording<'_>) -> Found {
        let Self { excerpt, column, inner, why } = self;
        let shown = excerpt.split_whitespace().collect::<Vec<_>>().join(" ");
        let what = format!(
            "`{column}` in `{shown}` is {inner}.{column} here, not the column of the row outside: {why}"
        );
        let outer = wording.table.as_ref().map_or("its table", |table| &table.name);
        let help =
            format!("qualify it: `{outer}.{column}`, or `{inner}.{column}` where that is meant");
        Found::on(wording.id, what, help).at(wording.key).around(excerpt)
    }
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
