//! Who may do what to an object, and what functions do with a relation.

use super::known::Known;
use crate::access::{Cell, Verdict};
use crate::catalog::{Kind, ObjectId, Principal, Privilege};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a role may do to an object.
#[derive(Serialize)]
pub(super) struct RightsView {
    role: String,
    /// What it may do itself.
    itself: String,
    /// What it does by functions and triggers, with the rights of others.
    by_others: String,
}

/// A function that does something to a relation.
#[derive(Serialize)]
pub(super) struct TouchView {
    function: String,
    operations: String,
    brief: String,
}

/// How many functions are named where a role reaches something by many.
const NAMED: usize = 4;

/// What a role does as somebody else: by which functions and triggers, and whether to all rows.
type ByOthers<'a> = BTreeMap<(Privilege, &'a Principal), (BTreeSet<&'a ObjectId>, bool)>;

/// Who may do what to an object: the roles that may do anything.
pub(super) fn of_object(known: &Known<'_>, page: &str, id: &ObjectId) -> Vec<RightsView> {
    let mut itself: BTreeMap<&Principal, Vec<String>> = BTreeMap::new();
    for at in known.allowed.get(id).into_iter().flatten() {
        let cell = &known.answer.cells[*at];
        itself.entry(&cell.role).or_default().push(operation(cell));
    }
    let mut others: BTreeMap<&Principal, ByOthers<'_>> = BTreeMap::new();
    for it in known.reached_of(id) {
        let of =
            others.entry(&it.role).or_default().entry((it.operation, &it.runs_as)).or_default();
        of.0.extend(&it.by);
        of.1 |= it.found.verdict() == Verdict::Allowed;
    }
    let roles = known.answer.roles.iter().map(|it| &it.role);
    let rows = roles.filter(|it| itself.contains_key(it) || others.contains_key(it));
    let rows = rows.map(|role| {
        let by_others =
            others.get(role).into_iter().flatten().map(|((operation, runs_as), (by, all))| {
                let rows = if *all { "" } else { " (some rows)" };
                format!(
                    "{}{rows} as {} by {}",
                    operation.word(),
                    known.role(page, runs_as),
                    some(known, page, by)
                )
            });
        RightsView {
            role: known.role(page, role),
            itself: itself.get(role).map(|it| it.join(", ")).unwrap_or_default(),
            by_others: by_others.collect::<Vec<_>>().join("; "),
        }
    });
    rows.collect()
}

/// An operation that is allowed, with what limits it.
pub(super) fn operation(cell: &Cell) -> String {
    let columns = cell.found.columns.listed().map_or_else(String::new, |names| {
        let names: Vec<String> = names.iter().map(|it| super::markdown::code(it)).collect();
        format!(" of {}", names.join(", "))
    });
    let rows = if cell.verdict() == Verdict::SomeRows { " (some rows)" } else { "" };
    format!("{}{columns}{rows}", cell.operation.word())
}

/// Some of many functions and triggers.
fn some(known: &Known<'_>, page: &str, by: &BTreeSet<&ObjectId>) -> String {
    let shown: Vec<String> = by
        .iter()
        .take(NAMED)
        .map(|id| match id.kind {
            Kind::Trigger => format!(
                "trigger {} of {}",
                super::markdown::code(&id.name),
                known.relation(page, &id.relation_qname())
            ),
            _ => known.link(page, id),
        })
        .collect();
    let more = by.len().saturating_sub(NAMED);
    let shown = shown.join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

/// The functions that do something to a relation.
pub(super) fn touching(known: &Known<'_>, page: &str, relation: &ObjectId) -> Vec<TouchView> {
    let functions = known.touching.get(relation).into_iter().flatten();
    let views = functions.map(|(function, operations)| TouchView {
        function: known.link(page, function),
        operations: words(operations),
        brief: known.brief(function),
    });
    views.collect()
}

/// Operations with commas between them.
pub(super) fn words(operations: &BTreeSet<Privilege>) -> String {
    operations.iter().map(|it| it.word()).collect::<Vec<_>>().join(", ")
}
