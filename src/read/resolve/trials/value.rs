//! Values, and what they refer to.

use super::super::Resolver;
use super::Rows;
use crate::catalog::Name;
use crate::check::Wanted;
use crate::diagnostic::{Diagnostic, Span, nearest};
use crate::read::decode::Raw;
use crate::read::yaml::{self, Node, to_json};
use crate::trial::{Reference, Value, array_text, references, references_of_json};

/// A scalar is text that the server casts, or a reference; a list or a mapping is JSON; `{ sql: … }` is an expression.
pub(super) fn value(cx: &mut Resolver<'_>, raw: &Raw, rows: &Rows) -> Value {
    let Raw(node, span) = raw;
    if node.is_null() {
        return Value::Null;
    }
    match &node.value {
        yaml::Value::Scalar { text, .. } => {
            let value = scalar(text);
            if let Value::Of(reference) = &value {
                known(cx, reference, span, rows);
            }
            value
        }
        yaml::Value::Mapping(entries) => {
            if let [(key, sql)] = &entries[..]
                && key.scalar().is_some_and(|key| &**key == "sql")
                && let Some(sql) = sql.scalar()
            {
                of_sql(cx, sql, span, rows);
                return Value::Sql(sql.trim().to_owned());
            }
            of_json(cx, &json(raw), span, rows);
            Value::Json { json: to_json(node), array: None }
        }
        yaml::Value::Sequence(items) => {
            of_json(cx, &json(raw), span, rows);
            let item = |it: &Node| {
                if it.is_null() { Some(Value::Null) } else { it.scalar().map(|text| scalar(text)) }
            };
            Value::Json { json: to_json(node), array: items.iter().map(item).collect() }
        }
    }
}

fn scalar(text: &str) -> Value {
    Reference::read(text).map_or_else(|| Value::Text(text.to_owned()), Value::Of)
}

/// The text of an array of scalars.
pub(in crate::read::resolve) fn array(items: &[Node]) -> Option<String> {
    let item = |it: &Node| Some(if it.is_null() { None } else { Some(it.scalar()?.to_string()) });
    let items: Vec<Option<String>> = items.iter().map(item).collect::<Option<_>>()?;
    Some(array_text(items.iter().map(Option::as_deref)))
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
    for reference in references_of_json(json) {
        known(cx, &reference, at, rows);
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
