//! Parts of a function as SQL: its arguments, who calls it.

use super::around::{Answer, Around};
use crate::catalog::Name;
use crate::render::{literal, quoted};

pub(super) fn operation(it: &Around<'_>) -> String {
    literal(&format!("{}.{}", it.name.schema, it.name.name))
}

/// The variable that holds who calls, as text, where a request is kept: whoever asks is asked for once, and the same when the body has
/// made them somebody else.
pub(super) const THE_CALLER: &str = "the_caller";

/// Asks who calls.
pub(super) fn asked(it: &Around<'_>) -> String {
    format!("{}()", it.calls.caller.as_deref().unwrap_or_default())
}

/// Who calls.
pub(super) fn caller(it: &Around<'_>) -> String {
    match it.secured.idempotent {
        Some(_) => THE_CALLER.to_owned(),
        None => asked(it),
    }
}

/// An argument, where no variable or column of its name can be meant.
pub(super) fn reference(it: &Around<'_>, at: usize) -> String {
    match &it.args[at].name {
        Some(name) => format!("{}.{}", quoted(&it.name.name), quoted(name)),
        None => format!("${}", at + 1),
    }
}

/// Names that a body may qualify with the function's.
pub(super) fn names(it: &Around<'_>) -> Vec<Name> {
    let columns = match &it.answer {
        Answer::Table(columns) => &columns[..],
        _ => &[],
    };
    let args = it.args.iter().filter_map(|arg| arg.name.clone());
    args.chain(columns.iter().map(|(name, _)| name.clone())).collect()
}

/// Arguments by name as jsonb.
pub(super) fn object(it: &Around<'_>, args: impl Iterator<Item = usize>) -> String {
    let pairs = args.map(|at| {
        let name =
            it.args[at].name.as_ref().map_or_else(|| format!("{}", at + 1), ToString::to_string);
        (name, reference(it, at))
    });
    pairs_of(pairs.collect())
}

/// A function of PostgreSQL takes at most 100 arguments.
pub(super) fn pairs_of(pairs: Vec<(String, String)>) -> String {
    let objects = pairs.chunks(50).map(|some| {
        let pairs: Vec<String> =
            some.iter().map(|(name, value)| format!("{}, {value}", literal(name))).collect();
        format!("jsonb_build_object({})", pairs.join(", "))
    });
    let objects: Vec<String> = objects.collect();
    if objects.is_empty() { "'{}'::jsonb".to_owned() } else { objects.join(" || ") }
}
