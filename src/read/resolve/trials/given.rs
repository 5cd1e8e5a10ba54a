//! The rows that are there before anything is done.

use super::super::{Place, Resolver};
use super::{Rows, value};
use crate::catalog::QName;
use crate::diagnostic::{Diagnostic, Span};
use crate::read::decode::{Map, Raw};
use crate::read::grammar::GivenRows;
use crate::trial::GivenRow;
use std::sync::Arc;

/// The rows, in the author's order; each may refer to those before it.
pub(super) fn rows(
    cx: &mut Resolver<'_>,
    place: &Place,
    given: &Map<GivenRows>,
    known: &mut Rows,
) -> Vec<Arc<GivenRow>> {
    let mut found = Vec::new();
    for (key, rows) in given.iter() {
        let Some(table) = cx.table(place, key) else { continue };
        match rows {
            GivenRows::Listed(list) => {
                for values in list {
                    let at = values.0.first().map_or(&key.span, |it| &it.key.span).clone();
                    found.push(Arc::new(row(cx, &table, None, values, at, known)));
                }
            }
            GivenRows::Named(map) => {
                for (name, values) in map.iter() {
                    let told = Some(name.to_string());
                    let row = row(cx, &table, told, values, name.span.clone(), known);
                    self::name(cx, &row, known);
                    found.push(Arc::new(row));
                }
            }
        }
    }
    found
}

/// Makes a row known by its name, where it has one.
pub(super) fn name(cx: &mut Resolver<'_>, row: &GivenRow, known: &mut Rows) {
    if let Some(name) = &row.name
        && known.insert(name.clone(), row.table.clone()).is_some()
    {
        let fault = Diagnostic::error("duplicate-name", format!("a second row is called `{name}`"));
        cx.fault(fault.at(row.at.clone()).help("give one of the two another name"));
    }
}

fn row(
    cx: &mut Resolver<'_>,
    table: &QName,
    name: Option<String>,
    values: &Map<Raw>,
    at: Span,
    known: &Rows,
) -> GivenRow {
    let mut stated = Vec::new();
    for (key, raw) in values.iter() {
        if let Some(column) = cx.column(table, key) {
            stated.push((column, value::value(cx, raw, known)));
        }
    }
    GivenRow { table: table.clone(), name, values: stated, at }
}
