//! `list`: pages by keyset, each sort in both directions.

use super::{Column, names};
use crate::catalog::Name;
use crate::render::{literal, quoted};
use serde_json::{Value, json};

/// An order that a caller may choose.
#[derive(Debug, Clone)]
pub struct Sort {
    /// Its name.
    pub name: String,
    /// Its columns, which tell every two rows apart.
    pub keys: Vec<SortKey>,
}

/// A column of an order.
#[derive(Debug, Clone)]
pub struct SortKey {
    /// The column. It is never NULL.
    pub column: Name,
    /// Its type.
    pub data_type: String,
    /// Largest first.
    pub descending: bool,
}

/// A value that is worked out once. A statement that is planned for the values of its variables leaves out what they decide.
#[derive(Debug, Clone)]
pub struct Once {
    /// Its name, which is that of no column.
    pub name: Name,
    /// Its type.
    pub data_type: String,
    /// The expression.
    pub value: String,
}

/// What the template sees: the columns, and beside each its value of the row `t`.
pub(super) fn view(
    columns: &[Column],
    values: &[String],
    sorts: &[Sort],
    max: u32,
    default: u32,
    once: &[Once],
) -> Value {
    let returned: Vec<Value> = names(columns)
        .iter()
        .zip(values)
        .enumerate()
        .map(|(at, (name, value))| {
            let mut view = json!({ "value": value, "alias": format!("column_{}", at + 1) });
            // A template that knows no values is to find no name of what may be hidden.
            if *value == format!("t.{name}") {
                view["name"] = json!(name);
            }
            view
        })
        .collect();
    let sort_names: Vec<String> = sorts.iter().map(|it| it.name.clone()).collect();
    json!({
        "columns": returned,
        "max": max,
        "default": default,
        "once": once
            .iter()
            .map(|it| json!({ "name": quoted(&it.name), "type": it.data_type, "value": it.value }))
            .collect::<Vec<_>>(),
        "sorts": sorts.iter().map(sort).collect::<Vec<_>>(),
        "sort_names": literal(&format!("One of: {}.", sort_names.join(", "))),
        "first_sort": literal(sort_names.first().map_or("", String::as_str)),
    })
}

fn sort(it: &Sort) -> Value {
    let keys: Vec<Value> = it
        .keys
        .iter()
        .enumerate()
        .map(|(at, key)| {
            json!({
                "column": quoted(&key.column),
                "type": key.data_type,
                "alias": format!("sort_{}", at + 1),
                "variable": format!("key_{}", at + 1),
                "place": at + 1,
            })
        })
        .collect();
    json!({
        "name": literal(&it.name),
        "keys": keys,
        "after": beyond(&it.keys, false),
        "before": beyond(&it.keys, true),
        "forward": order(&it.keys, false, "t."),
        "backward": order(&it.keys, true, "t."),
        "again": order(&it.keys, false, "page_rows."),
    })
}

fn direction(key: &SortKey, backward: bool) -> bool {
    key.descending != backward
}

/// The rows beyond a cursor. Where all columns go one way it is a comparison of rows, which an index answers.
fn beyond(keys: &[SortKey], backward: bool) -> String {
    let sign = |key: &SortKey| if direction(key, backward) { "<" } else { ">" };
    let column = |key: &SortKey| format!("t.{}", quoted(&key.column));
    let variable = |at: usize| format!("page_keys.key_{}", at + 1);
    let first = keys.first().map_or(">", sign);
    if keys.iter().all(|key| sign(key) == first) {
        let columns: Vec<String> = keys.iter().map(column).collect();
        let variables: Vec<String> = (0..keys.len()).map(variable).collect();
        return format!("({}) {first} ({})", columns.join(", "), variables.join(", "));
    }
    let ways = keys.iter().enumerate().map(|(at, key)| {
        let same = keys[..at].iter().enumerate();
        let mut parts: Vec<String> =
            same.map(|(at, key)| format!("{} = {}", column(key), variable(at))).collect();
        parts.push(format!("{} {} {}", column(key), sign(key), variable(at)));
        format!("({})", parts.join(" and "))
    });
    format!("({})", ways.collect::<Vec<_>>().join(" or "))
}

fn order(keys: &[SortKey], backward: bool, of: &str) -> String {
    let parts = keys.iter().enumerate().map(|(at, key)| {
        let name = match of {
            "t." => quoted(&key.column),
            _ => format!("sort_{}", at + 1),
        };
        let word = if direction(key, backward) { " desc" } else { "" };
        format!("{of}{name}{word}")
    });
    parts.collect::<Vec<_>>().join(", ")
}
