//! Sequences.

use super::name::{literal, object, qualified, quoted};
use crate::catalog::{Name, ObjectId, QName, Sequence, SequenceOptions};

/// The options that are given; with `all`, the defaults too, for ALTER.
pub(super) fn sequence_options(it: &SequenceOptions, all: bool) -> Vec<String> {
    let mut words = Vec::new();
    let mut number = |word: &str, value: Option<i64>, default: &str| match value {
        Some(value) => words.push(format!("{word} {value}")),
        None if all => words.push(default.to_owned()),
        None => {}
    };
    number("INCREMENT BY", it.increment, "INCREMENT BY 1");
    number("MINVALUE", it.min, "NO MINVALUE");
    number("MAXVALUE", it.max, "NO MAXVALUE");
    // Without bounds of its own a sequence starts at 1, or at -1 when it counts down.
    let start = match it.increment {
        Some(..0) => it.max.unwrap_or(-1),
        _ => it.min.unwrap_or(1),
    };
    number("START WITH", it.start, &format!("START WITH {start}"));
    number("CACHE", it.cache, "CACHE 1");
    match (it.cycle, all) {
        (true, _) => words.push("CYCLE".into()),
        (false, true) => words.push("NO CYCLE".into()),
        (false, false) => {}
    }
    words
}

pub(super) fn create_sequence(id: &ObjectId, it: &Sequence) -> Vec<String> {
    let unlogged = if it.unlogged { "UNLOGGED " } else { "" };
    let mut text = format!("CREATE {unlogged}SEQUENCE {} AS {}", object(id), it.data_type);
    for option in sequence_options(&it.options, false) {
        text.push_str(&format!(" {option}"));
    }
    let mut statements = vec![text];
    if let Some(owner) = &it.owned_by {
        statements.push(owned_by(id, Some(owner)));
    }
    statements
}

pub(super) fn owned_by(id: &ObjectId, owner: Option<&(QName, Name)>) -> String {
    let owner = owner.map_or("NONE".to_owned(), |(table, column)| {
        format!("{}.{}", qualified(table), quoted(column))
    });
    format!("ALTER SEQUENCE {} OWNED BY {owner}", object(id))
}

/// Brings a sequence within bounds; one that is there stays where it is.
pub(super) fn within(name: &QName, least: i64, greatest: i64) -> String {
    let name = qualified(name);
    format!(
        "SELECT setval({}, least(greatest(last_value, {least}), {greatest}), \
         is_called AND last_value BETWEEN {least} AND {greatest}) FROM {name}",
        literal(&name)
    )
}

/// Has a new sequence go on beyond the values of a column; those out of its bounds count for nothing.
pub(super) fn beyond(
    name: &QName,
    (table, column): (&QName, &Name),
    descending: bool,
    (least, greatest): (i64, i64),
) -> String {
    let last = format!("{}({})", if descending { "min" } else { "max" }, quoted(column));
    format!(
        "SELECT setval({}, {last}) FROM {} HAVING {last} BETWEEN {least} AND {greatest}",
        literal(&qualified(name)),
        qualified(table)
    )
}
