//! Which functions were running when an error came: its context names them.

use super::Exercised;
use crate::catalog::{Catalog, Definition, Kind, ObjectId};
use crate::connect::StatementError;
use crate::exercise::equip::spelled;
use std::collections::BTreeSet;

/// The functions that an error ended.
pub(super) fn running(catalog: &Catalog, error: &StatementError) -> BTreeSet<ObjectId> {
    let context = error.context.as_deref().unwrap_or_default();
    let all: Vec<&ObjectId> = catalog.of_kind(Kind::Function).map(|(id, _)| id).collect();
    context.lines().filter_map(|line| of_line(catalog, &all, line)).cloned().collect()
}

/// That they raised its SQLSTATE.
pub(super) fn raised(error: &StatementError, running: &BTreeSet<ObjectId>) -> Vec<Exercised> {
    let Some(code) = &error.sqlstate else { return Vec::new() };
    running.iter().map(|id| Exercised::Raised(id.clone(), code.clone())).collect()
}

/// `PL/pgSQL function api.title_of(bigint) line 5 at RAISE`, `SQL function "email_of" statement 1`. The first has no schema
/// where the search_path has it, the second never has one: then only the one function of that name will do.
fn of_line<'c>(catalog: &Catalog, all: &[&'c ObjectId], line: &str) -> Option<&'c ObjectId> {
    if let Some(rest) = line.strip_prefix("SQL function \"") {
        let name = rest.split('"').next()?;
        return only(all.iter().copied().filter(|id| *id.name == *name && is_sql(catalog, id)));
    }
    let (_, rest) = line.split_once(" function ")?;
    let exact = |id: &&ObjectId| rest.starts_with(&spelled(id).replace(", ", ","));
    if let Some(id) = all.iter().copied().find(exact) {
        return Some(id);
    }
    let name = rest.split('(').next()?;
    let name = name.rsplit('.').next()?.trim_matches('"');
    only(all.iter().copied().filter(|id| *id.name == *name))
}

fn is_sql(catalog: &Catalog, id: &ObjectId) -> bool {
    let object = catalog.get(id).map(|it| &it.definition);
    matches!(object, Some(Definition::Function(it)) if *it.language == *"sql")
}

fn only<'c>(mut all: impl Iterator<Item = &'c ObjectId>) -> Option<&'c ObjectId> {
    all.next().filter(|_| all.next().is_none())
}
