//! The frame of a hand-written data step, and the directives of one that is generated.

use super::{qualified, quoted};
use crate::catalog::{Name, QName};
use crate::plan::Along;

/// How many rows a batch has at most, where nobody says otherwise.
const SIZE: u32 = 5000;

/// The directive that has a statement run in batches.
pub(super) fn directive(along: &Along) -> String {
    let key = along.key.iter().map(|it| quoted(it)).collect::<Vec<_>>().join(", ");
    format!("-- momni-db: batches of {SIZE} over {} by {key}", qualified(&along.table))
}

/// The condition that a row belongs to the batch, its columns with a word before each.
pub(super) fn within(key: &[Name], before: &str) -> String {
    let of = |name: &Name| format!("{before}{}", quoted(name));
    if let [name] = key {
        return format!("{} BETWEEN $1 AND $2", of(name));
    }
    let names = key.iter().map(of).collect::<Vec<_>>().join(", ");
    let list = |from: usize| {
        let each = (from..from + key.len()).map(|it| format!("${it}"));
        each.collect::<Vec<_>>().join(", ")
    };
    format!("({names}) >= ({}) AND ({names}) <= ({})", list(1), list(key.len() + 1))
}

/// A file without a statement, which `migrate` refuses, with all that its author has to know. Without a table its
/// names are placeholders.
pub fn frame(title: &str, command: &str, along: Option<Along>) -> String {
    let place = || Along { table: QName::new("schema_of", "table"), key: vec![Name::from("key")] };
    let along = along.unwrap_or_else(place);
    let (directive, within) = (directive(&along), within(&along.key, ""));
    let table = qualified(&along.table);
    format!(
        "-- momni-db: no transaction
{directive}
-- {title}
--
-- A data step: the statement below runs in batches, each with so many rows in the order of the key, and committed by
-- itself. It can be interrupted at any time and goes on where it was. Rows that come while it runs are the business of
-- a default, a trigger or the application.
--
-- 1. Write one statement (UPDATE, DELETE, INSERT, MERGE or SELECT) below. Its parameters are the first and the last key
--    of a batch:
--
--      UPDATE {table} SET … WHERE {within};
--
-- 2. Run `{command}` again: it runs the file on a scratch server and enters it in the manifest.
--
-- What may be said beside it, each in a line of its own, above the statement:
--
--      -- momni-db: rate = 20000/s          at most so many rows in a second
--      -- momni-db: pause = 50ms            between two batches
--      -- momni-db: batch_time = 200ms      batches become smaller where they take longer; 0: never
--      -- momni-db: max_lag = 10s           waits while a standby is further behind; 0: never
--      -- momni-db: assert QUERY            must give true before the first batch
--      -- momni-db: assert_after QUERY      must give true after the last one
"
    )
}
