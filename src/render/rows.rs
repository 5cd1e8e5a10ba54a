//! Reference rows.

use super::name::{list, literal, object, quoted};
use crate::catalog::{Name, ObjectId, Row, Value};
use std::collections::BTreeMap;

/// Rows by key. A row that somebody entered before the migration ran is brought to the declared values.
pub(super) fn upsert(
    id: &ObjectId,
    key: &[Name],
    columns: &[Name],
    rows: &BTreeMap<Row, Row>,
    overriding: bool,
) -> String {
    let lines: Vec<String> = rows
        .iter()
        .map(|(key, values)| {
            let values: Vec<String> = key.iter().chain(values).map(value).collect();
            format!("    ({})", values.join(", "))
        })
        .collect();
    let overriding = if overriding { " OVERRIDING SYSTEM VALUE" } else { "" };
    let set: Vec<String> =
        columns.iter().map(|column| format!("{0} = excluded.{0}", quoted(column))).collect();
    let otherwise = if set.is_empty() {
        "NOTHING".to_owned()
    } else {
        format!("UPDATE SET {}", set.join(", "))
    };
    format!(
        "INSERT INTO {} ({}){overriding} VALUES\n{}\nON CONFLICT ({}) DO {otherwise}",
        object(id),
        list(key.iter().chain(columns)),
        lines.join(",\n"),
        list(key),
    )
}

/// Rows by key. The key is compared by its text form, which is how it was read.
pub(super) fn delete(id: &ObjectId, key: &[Name], keys: &[Row]) -> String {
    let columns: Vec<String> = key.iter().map(|name| format!("{}::text", quoted(name))).collect();
    let keys: Vec<String> = keys
        .iter()
        .map(|key| format!("({})", key.iter().map(value).collect::<Vec<_>>().join(", ")))
        .collect();
    format!("DELETE FROM {} WHERE ({}) IN ({})", object(id), columns.join(", "), keys.join(", "))
}

fn value(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Text(text) => literal(text),
        Value::Sql(sql) => format!("({sql})"),
    }
}
