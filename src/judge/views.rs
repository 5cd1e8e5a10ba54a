//! Views over tables with row security.

use super::access::{Access, others};
use super::names::uses;
use super::rule::Found;
use super::{Fix, Needs, Rule, Subject};
use crate::catalog::{Definition, Kind, ObjectId, QName};
use crate::diagnostic::Level;

pub(super) const RULES: &[Rule] = &[INVOKER, MATERIALIZED];

const INVOKER: Rule = Rule {
    id: "view-without-security-invoker",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A view over a table with row security that reads it as its owner, and that others may read.",
    why: "A view reads its tables with the rights of its owner unless it says `security_invoker: true` (PostgreSQL 15): the policies that bind the caller are \
          not asked, and whoever may read the view sees every row that its owner sees.",
    fixes: true,
    run: views,
};

const MATERIALIZED: Rule = Rule {
    id: "materialized-view-of-protected-rows",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A materialized view over a table with row security that clients may read.",
    why: "It holds the rows that its owner saw, and has no policies itself: every client sees all of them.",
    fixes: false,
    run: materialized,
};

/// A table with row security that a query reads, by itself or through views.
fn protected(subject: &Subject<'_>, query: &str) -> Option<QName> {
    let mut seen = std::collections::BTreeSet::new();
    let mut next = vec![query.to_owned()];
    while let Some(query) = next.pop() {
        for id in uses(subject, &query, subject.search_path).relations {
            if !seen.insert(id.clone()) {
                continue;
            }
            match subject.declared.get(&id).map(|it| &it.definition) {
                Some(Definition::Table(table)) if table.row_security => return Some(id.qname()),
                Some(Definition::View(view)) => next.push(view.query.clone()),
                _ => {}
            }
        }
    }
    None
}

fn views(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (id, object, view) in subject.views() {
        let is_callers = view.options.get("security_invoker").is_some_and(|it| it == "true");
        if is_callers || others(object).next().is_none() {
            continue;
        }
        if let Some(table) = protected(subject, &view.query) {
            let what =
                format!("this view reads {table}, which has row security, with its owner's rights");
            let found_here = Found::on(id, what, "add `security_invoker: true`")
                .also(&ObjectId::in_schema(Kind::Table, &table), "the table");
            found.push(match view.options.contains_key("security_invoker") {
                true => found_here,
                false => found_here.fix(Fix::Key("security_invoker", "true".to_owned())),
            });
        }
    }
    found
}

fn materialized(subject: &Subject<'_>) -> Vec<Found> {
    let access = Access::of(subject);
    let mut found = Vec::new();
    for (id, object) in subject.declared.of_kind(Kind::MaterializedView) {
        let Definition::MaterializedView(view) = &object.definition else { continue };
        let Some(who) = others(object).find(|who| access.is_client(who)) else { continue };
        if let Some(table) = protected(subject, &view.query) {
            let what =
                format!("{who} reads the rows of {table} here, and no policy chooses among them");
            let help = "grant a function or a view that chooses the caller's rows instead";
            found.push(Found::on(id, what, help).at("grants"));
        }
    }
    found
}
