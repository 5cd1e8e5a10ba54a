//! The rows that are there before anything is done.

use super::super::{Place, Resolver};
use super::{Rows, value};
use crate::catalog::QName;
use crate::diagnostic::{Diagnostic, Span};
use crate::read::decode::{Map, Raw};
use crate::read::grammar::GivenRows;
use crate::trial::GivenRow;

/// The rows, in the author's order; each may refer to those before it.
pub(super) fn rows(
    cx: &mut Resolver<'_>,
    place: &Place,
    given: &Map<GivenRows>,
    known: &mut Rows,
) -> Vec<GivenRow> {
    let mut found = Vec::new();
    for (key, rows) in given.iter() {
        let Some(table) = cx.table(place, key) else { continue };
        match rows {
            GivenRows::Listed(list) => {
                for values in list {
                    let at = values.0.first().map_or(&key.span, |it| &it.key.span).clone();
                    found.push(row(cx, &table, None, values, at, known));
                }
            }
            GivenRows::Named(map) => {
                for (name, values) in map.iter() {
                    let told = Some(name.to_string());
                    found.push(row(cx, &table, told, values, name.span.clone(), known));
                    if known.insert(name.to_string(), table.clone()).is_some() {
                        let fault = Diagnostic::error(
                            "duplicate-name",
                            format!("a second row is called `{name}`"),
                        );
                        cx.fault(
                            fault.at(name.span.clone()).help("give one of the two another name"),
                        );
                    }
                }
            }
        }
    }
    found
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
