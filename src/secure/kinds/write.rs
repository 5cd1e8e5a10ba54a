//! `insert` and `update`.

use super::{Column, Rows, names};
use crate::catalog::Name;
use crate::render::{literal, quoted};
use crate::secure::errors::{DeclaredError, raise};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The column that tells versions of a row apart.
#[derive(Debug, Clone)]
pub struct Locked {
    /// The column.
    pub column: Column,
    /// The argument.
    pub argument: Name,
    /// Its next value: SQL; `None` where the database sets it.
    pub next: Option<String>,
}

/// What `insert.sql` sees. A column that has a default keeps it where the argument is NULL.
pub(super) fn insert(columns: &[Column], key: &[Column], rows: &Rows, function: &str) -> Value {
    let given = columns.iter().map(|it| {
        let argument = format!("{function}.{}", quoted(&it.name));
        let value = match &it.default {
            Some(default) => format!("coalesce({argument}, {default})"),
            None => argument,
        };
        json!({ "column": quoted(&it.name), "value": value })
    });
    let set = rows
        .set
        .iter()
        .map(|(name, value)| json!({ "column": quoted(name), "value": format!("({value})") }));
    let pairs = key.iter().map(|it| format!("{}, t.{}", literal(&it.name), quoted(&it.name)));
    let answer = match key {
        [one] => format!("t.{}", quoted(&one.name)),
        _ => format!("jsonb_build_object({})", pairs.collect::<Vec<_>>().join(", ")),
    };
    let data_type = match key {
        [one] => one.data_type.clone(),
        _ => "jsonb".to_owned(),
    };
    json!({ "given": given.chain(set).collect::<Vec<_>>(), "answer": answer, "answer_type": data_type })
}

/// What `update.sql` sees.
pub(super) fn update(
    columns: &[Column],
    lock: Option<&Locked>,
    errors: &BTreeMap<String, DeclaredError>,
    function: &str,
) -> Value {
    let clearable: Vec<&Column> = columns.iter().filter(|it| it.null).collect();
    let values = columns.iter().map(|it| {
        let name = quoted(&it.name);
        let kept = format!("coalesce({function}.{name}, t.{name})");
        let value = match it.null {
            true => format!(
                "case when {} = any ({function}.clear) then null else {kept} end",
                literal(&it.name)
            ),
            false => kept,
        };
        json!({ "column": name, "value": value })
    });
    let clearable_names: Vec<String> = clearable.iter().map(|it| literal(&it.name)).collect();
    let lock = lock.map(|it| {
        json!({
            "column": quoted(&it.column.name),
            "type": it.column.data_type,
            "argument": quoted(&it.argument),
            "next": it.next,
            "raise": raise(errors, "PT409"),
        })
    });
    json!({
        "values": values.collect::<Vec<_>>(),
        "clearable": clearable_names,
        "columns": names(columns),
        "lock": lock,
    })
}
