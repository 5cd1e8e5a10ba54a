//! Values, and what they refer to.

use super::super::Resolver;
use super::Rows;
use crate::catalog::Name;
use crate::check::Wanted;
use crate::diagnostic::{Diagnostic, Span, nearest};
use crate::read::decode::Raw;
use crate::read::yaml::{self, Node, to_json};
use crate::trial::{Reference, Value, references};

/// A scalar is text that the server casts, or a reference; a list or a mapping is JSON; `{ sql: … }` is an expression.
pub(super) fn value(cx: &mut Resolver<'_>, Raw(node, span): &Raw, rows: &Rows) -> Value {
    if node.is_null() {
        return Value::Null;
    }
    match &node.value {
        yaml::Value::Scalar { text, .. } => match Reference::read(text) {
            Some(reference) => {
                known(cx, &reference, span, rows);
                Value::Of(reference)
            }
            None => Value::Text(text.to_string()),
        },
        yaml::Value::Mapping(entries) => {
            if let [(key, sql)] = &entries[..]
                && key.scalar().is_some_and(|key| &**key == "sql")
                && let Some(sql) = sql.scalar()
            {
                of_sql(cx, sql, span, rows);
                return Value::Sql(sql.trim().to_owned());
            }
            Value::Json { json: to_json(node), array: None }
        }
        yaml::Value::Sequence(items) => Value::Json { json: to_json(node), array: array(items) },
    }
}

/// The text of an array of scalars.
pub(in crate::read::resolve) fn array(items: &[Node]) -> Option<String> {
    let item = |node: &Node| {
        if node.is_null() {
            return Some("NULL".to_owned());
        }
        let text = node.scalar()?.replace('\\', "\\\\").replace('"', "\\\"");
        Some(format!("\"{text}\""))
    };
    let items: Option<Vec<String>> = items.iter().map(item).collect();
    Some(format!("{{{}}}", items?.join(",")))
}

/// The JSON that a YAML value means.
pub(super) fn json(Raw(node, _): &Raw) -> serde_json::Value {
    // What is written by `to_json` is JSON.
    serde_json::from_str(&to_json(node)).unwrap_or_default()
}

/// Finds what SQL refers to.
pub(super) fn of_sql(cx: &mut Resolver<'_>, sql: &str, at: &Span, rows: &Rows) {
    for reference in references(sql) {
        known(cx, &reference, at, rows);
    }
}

/// Finds what the texts of a JSON value refer to.
pub(super) fn of_json(cx: &mut Resolver<'_>, json: &serde_json::Value, at: &Span, rows: &Rows) {
    match json {
        serde_json::Value::String(text) => {
            if let Some(reference) = Reference::read(text) {
                known(cx, &reference, at, rows);
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|it| of_json(cx, it, at, rows)),
        serde_json::Value::Object(map) => map.values().for_each(|it| of_json(cx, it, at, rows)),
        _ => {}
    }
}

fn known(cx: &mut Resolver<'_>, reference: &Reference, at: &Span, rows: &Rows) {
    if let Some(table) = rows.get(&reference.row) {
        let column = Name::from(&reference.column);
        return cx.mention(at, Wanted::Column(table.clone(), column));
    }
    let help = match nearest(&reference.row, rows.keys().map(String::as_str)) {
        Some(near) => format!("the nearest is `{near}`"),
        None => "name a row under `given:`, before it is referred to".to_owned(),
    };
    let fault = Diagnostic::error("unknown-row", format!("no row is called `{}`", reference.row));
    cx.fault(fault.at(at.clone()).help(help));
}
