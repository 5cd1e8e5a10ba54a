//! Reference rows.

use super::{Place, Resolver};
use crate::catalog::{
    ConstraintBody, Definition, Kind, Name, Object, ObjectId, QName, Row, Rows, RowsSpec, Table,
    Value,
};
use crate::diagnostic::{Diagnostic, Span};
use crate::read::decode::{Entry, Map, Raw, Text};
use crate::read::grammar::{File, RowsOf};
use crate::read::yaml::{self, to_json};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn rows(cx: &mut Resolver<'_>, place: &Place, file: &File) {
    for Entry { key, value, faulty } in &file.rows.0 {
        let Some(table) = cx.table(place, key) else { continue };
        // What a fault hides would look like a row that lacks a column.
        if let (Some(value), false) = (value, faulty) {
            one(cx, &table, key, value);
        }
    }
}

fn one(cx: &mut Resolver<'_>, table: &QName, at: &Text, it: &RowsOf) {
    let whole = cx.declared.catalog.get(&ObjectId::in_schema(Kind::Table, table));
    if let Some(Definition::Table(Table { foreign: Some(foreign), .. })) =
        whole.map(|object| &object.definition)
    {
        let message =
            format!("{table} is a foreign table: its rows are on server {}", foreign.server);
        let fault = Diagnostic::error("conflicting-keys", message)
            .at(at.span.clone())
            .help("remove them: what the other database holds is declared there");
        cx.fault(fault);
        return;
    }
    let key = if it.key.is_empty() { primary_key(cx, table) } else { cx.columns(table, &it.key) };
    if key.is_empty() {
        let known = cx.declared.catalog.get(&ObjectId::in_schema(Kind::Table, table)).is_some();
        if known && !cx.facts.faulty.contains(table) {
            let fault = Diagnostic::error(
                "missing-key",
                format!("the rows of {table} have no key, and the table has no primary key"),
            )
            .at(at.span.clone())
            .help("add `key: [ … ]`: the columns that tell rows apart");
            cx.fault(fault);
        }
        return;
    }
    // A key that names no column was reported where it stands.
    let column = |name: &Name| ObjectId::of_relation(Kind::Column, table, name.clone());
    if !key.iter().all(|name| cx.declared.catalog.objects.contains_key(&column(name))) {
        return;
    }
    let mut columns: Vec<Name> = Vec::new();
    let mut rows: BTreeMap<Row, Row> = BTreeMap::new();
    let mut places: BTreeMap<Row, Span> = BTreeMap::new();
    for (index, values) in it.values.iter().enumerate() {
        let Some(values) = row(cx, table, values) else { continue };
        let rest = values.keys().filter(|name| !key.contains(name));
        if index == 0 {
            columns = rest.cloned().collect();
        } else if !same_columns(cx, table, &values, &key, &columns, it.values[index].0.first()) {
            continue;
        }
        let Some(of_key) = key_of(cx, table, &key, &values, at) else { continue };
        let of_rest = columns.iter().filter_map(|name| values.get(name)).map(|it| it.0.clone());
        let here = values.values().next().map_or(&at.span, |(_, span)| span).clone();
        if let Some(first) = places.get(&of_key) {
            let fault = Diagnostic::error(
                "duplicate-row",
                format!("a row of {table} has the key of an earlier one"),
            )
            .at(here)
            .also(first.clone(), "first here")
            .help("remove one of the two");
            cx.fault(fault);
            continue;
        }
        places.insert(of_key.clone(), here);
        rows.insert(of_key, of_rest.collect());
    }
    let mut absent = BTreeSet::new();
    for values in &it.absent {
        let Some(values) = row(cx, table, values) else { continue };
        let Some(of_key) = key_of(cx, table, &key, &values, at) else { continue };
        if let Some(first) = places.get(&of_key) {
            let here = values.values().next().map_or(&at.span, |(_, span)| span).clone();
            let fault = Diagnostic::error(
                "duplicate-row",
                format!("a row of {table} is declared both there and absent"),
            )
            .at(here)
            .also(first.clone(), "declared here")
            .help("remove one of the two");
            cx.fault(fault);
        }
        absent.insert(of_key);
    }
    let id = ObjectId::in_schema(Kind::Rows, table);
    let object = Object::new(Rows { key: key.clone(), columns: columns.clone(), rows });
    if !cx.add(id.clone(), object, &at.span) {
        return;
    }
    cx.declared.scope.rows.push(RowsSpec { table: table.clone(), key, columns, keys: None });
    if !absent.is_empty() {
        cx.declared.intent.absent_rows.insert(id.clone(), absent);
    }
    if it.only == Some(true) {
        cx.declared.intent.exclusive_rows.insert(id);
    }
}

/// The columns of the primary key.
fn primary_key(cx: &Resolver<'_>, table: &QName) -> Vec<Name> {
    let constraints = cx.declared.catalog.of_relation(Kind::Constraint, table);
    let mut keys = constraints.filter_map(|(_, object)| match &object.definition {
        Definition::Constraint(constraint) => match &constraint.body {
            ConstraintBody::PrimaryKey { columns, .. } => Some(columns.clone()),
            _ => None,
        },
        _ => None,
    });
    keys.next().unwrap_or_default()
}

/// The values of one row by column, each with the place of its column's name.
fn row(
    cx: &mut Resolver<'_>,
    table: &QName,
    values: &Map<Raw>,
) -> Option<BTreeMap<Name, (Value, Span)>> {
    let mut row = BTreeMap::new();
    for (key, raw) in values.iter() {
        let name = cx.column(table, key)?;
        row.insert(name, (value(cx, raw), key.span.clone()));
    }
    Some(row)
}

/// A scalar is text that the server casts; a mapping or a list is JSON; `{ sql: … }` is an expression.
fn value(cx: &mut Resolver<'_>, Raw(node, span): &Raw) -> Value {
    if node.is_null() {
        return Value::Null;
    }
    match &node.value {
        yaml::Value::Scalar { text, .. } => Value::Text(text.to_string()),
        yaml::Value::Mapping(entries) => match &entries[..] {
            [(key, value)] if key.scalar().is_some_and(|key| &**key == "sql") => {
                match value.scalar().filter(|_| !value.is_null()) {
                    Some(sql) => Value::Sql(sql.trim().to_owned()),
                    None => {
                        let fault = Diagnostic::error(
                            "wrong-type",
                            format!("expected SQL, found {}", value.found()),
                        )
                        .at(span.clone())
                        .help("write an expression: `{ sql: current_date }`");
                        cx.fault(fault);
                        Value::Null
                    }
                }
            }
            _ => Value::Text(to_json(node)),
        },
        yaml::Value::Sequence(_) => Value::Text(to_json(node)),
    }
}

fn same_columns(
    cx: &mut Resolver<'_>,
    table: &QName,
    values: &BTreeMap<Name, (Value, Span)>,
    key: &[Name],
    columns: &[Name],
    entry: Option<&Entry<Raw>>,
) -> bool {
    let missing = columns.iter().find(|name| !values.contains_key(*name));
    let extra = values.iter().find(|(name, _)| !columns.contains(name) && !key.contains(name));
    let (message, at) = match (missing, extra) {
        (None, None) => return true,
        (Some(missing), _) => (
            format!("this row of {table} has no value for {missing}, the first one has"),
            entry.map(|entry| entry.key.span.clone()),
        ),
        (None, Some((extra, (_, span)))) => (
            format!("this row of {table} has a value for {extra}, the first one has none"),
            Some(span.clone()),
        ),
    };
    let fault = Diagnostic::error("uneven-rows", message)
        .at(at)
        .help("all rows of a table name the same columns; `null` is a value");
    cx.fault(fault);
    false
}

fn key_of(
    cx: &mut Resolver<'_>,
    table: &QName,
    key: &[Name],
    values: &BTreeMap<Name, (Value, Span)>,
    at: &Text,
) -> Option<Row> {
    let mut row = Row::new();
    for name in key {
        match values.get(name) {
            Some((value, _)) => row.push(value.clone()),
            None => {
                let here = values.values().next().map_or(&at.span, |(_, span)| span).clone();
                let fault = Diagnostic::error(
                    "missing-key",
                    format!("a row of {table} has no value for {name}, which is part of the key"),
                )
                .at(here)
                .help(format!("add `{name}: …`"));
                cx.fault(fault);
                return None;
            }
        }
    }
    Some(row)
}
