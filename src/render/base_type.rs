//! Base types and shells.

use super::column::storage;
use super::name::{literal, object};
use crate::catalog::{Alignment, BaseType, ObjectId};

/// The promise of a type.
pub(super) fn shell(id: &ObjectId) -> String {
    format!("CREATE TYPE {}", object(id))
}

pub(super) fn create(id: &ObjectId, it: &BaseType) -> String {
    if it.is_shell() {
        return shell(id);
    }
    let usual = BaseType::shell();
    let functions = it.functions().into_iter();
    let mut lines: Vec<String> = functions
        .filter_map(|(word, function)| Some(format!("{word} = {}", function.as_ref()?)))
        .collect();
    let length = it.length.map_or_else(|| "VARIABLE".to_owned(), |length| length.to_string());
    lines.push(format!("INTERNALLENGTH = {length}"));
    lines.extend(it.by_value.then(|| "PASSEDBYVALUE".to_owned()));
    lines.push(format!("ALIGNMENT = {}", alignment(it.alignment)));
    lines.push(format!("STORAGE = {}", storage(it.storage)));
    if it.category != usual.category {
        lines.push(format!("CATEGORY = {}", literal(&it.category)));
    }
    lines.extend(it.preferred.then(|| "PREFERRED = true".to_owned()));
    lines.extend(it.default.as_ref().map(|it| format!("DEFAULT = {}", literal(it))));
    lines.extend(it.element.as_ref().map(|it| format!("ELEMENT = {it}")));
    if it.delimiter != usual.delimiter {
        lines.push(format!("DELIMITER = {}", literal(&it.delimiter)));
    }
    lines.extend(it.collatable.then(|| "COLLATABLE = true".to_owned()));
    format!("CREATE TYPE {} (\n    {}\n)", object(id), lines.join(",\n    "))
}

/// What of a base type changes in place.
pub(super) fn alter(id: &ObjectId, from: &BaseType, to: &BaseType) -> String {
    if from.is_shell() {
        return create(id, to);
    }
    let functions = from.functions().into_iter().zip(to.functions());
    let mut clauses: Vec<String> = functions
        .filter(|((_, from), (_, to))| from != to)
        .map(|(_, (word, to))| format!("{word} = {}", to.as_deref().unwrap_or("NONE")))
        .collect();
    clauses
        .extend((from.storage != to.storage).then(|| format!("STORAGE = {}", storage(to.storage))));
    format!("ALTER TYPE {} SET ({})", object(id), clauses.join(", "))
}

fn alignment(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::Char => "char",
        Alignment::Int2 => "int2",
        Alignment::Int4 => "int4",
        Alignment::Double => "double",
    }
}
