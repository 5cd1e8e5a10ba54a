//! What must come of a test.

use super::super::Resolver;
use super::{Rows, value};
use crate::catalog::Name;
use crate::diagnostic::Diagnostic;
use crate::read::decode::{List, Map, Raw, Text};
use crate::read::grammar::{RowsOrCount, Test, Then, Wanted, WantedForm};
use crate::trial::{self, Expected, Outcome, Value, WantedError};

/// What must come of the last act: one of `expect`, `error` and `denied`.
pub(super) fn outcome(cx: &mut Resolver<'_>, key: &Text, test: &Test, rows: &Rows) -> Outcome {
    let denied = test.denied == Some(true);
    let said = [test.expect.is_some(), test.error.is_some(), denied];
    if said.into_iter().filter(|it| *it).count() > 1 {
        let fault = Diagnostic::error(
            "conflicting-keys",
            format!("test `{key}` has more than one of `expect`, `error` and `denied`"),
        );
        cx.fault(fault.at(key.span.clone()).help("keep one of them"));
    }
    if let Some(wanted) = &test.expect {
        return Outcome::Rows(expected(cx, wanted, rows), wanted.span.clone());
    }
    if let Some(error) = &test.error {
        sqlstate(cx, &error.sqlstate);
        let wanted = WantedError {
            sqlstate: error.sqlstate.to_string(),
            message: error.message.as_ref().map(ToString::to_string),
            constraint: error.constraint.as_ref().map(ToString::to_string),
        };
        return Outcome::Error(wanted, error.sqlstate.span.clone());
    }
    if denied { Outcome::Denied(key.span.clone()) } else { Outcome::Success }
}

fn sqlstate(cx: &mut Resolver<'_>, text: &Text) {
    let is_one =
        text.len() == 5 && text.bytes().all(|it| it.is_ascii_digit() || it.is_ascii_uppercase());
    if !is_one {
        let fault = Diagnostic::error("bad-sqlstate", format!("`{text}` is no SQLSTATE"))
            .at(text.span.clone())
            .help("write five digits or upper-case letters: `\"42501\"`");
        cx.fault(fault);
    }
}

/// A check afterwards.
pub(super) fn then(cx: &mut Resolver<'_>, it: &Then, rows: &Rows) -> trial::Then {
    value::of_sql(cx, &it.sql, &it.sql.span, rows);
    let at = it.sql.span.clone();
    trial::Then { sql: it.sql.to_string(), rows: expected(cx, &it.rows, rows), at }
}

fn expected(cx: &mut Resolver<'_>, wanted: &Wanted, rows: &Rows) -> Expected {
    let long = match &wanted.what {
        WantedForm::Short(short) => return these(cx, short, false, rows),
        WantedForm::Long(long) => long,
    };
    let has_one_of = long.one_of.span.is_some();
    let said = [long.rows.is_some(), has_one_of, long.value.is_some()];
    if said.into_iter().filter(|it| *it).count() != 1 {
        let fault = Diagnostic::error(
            "conflicting-keys",
            "what is expected has one of `rows`, `one_of` and `value`",
        );
        cx.fault(
            fault
                .at(wanted.span.clone())
                .help("write `expect: { rows: … }`, or the rows themselves"),
        );
    }
    if let Some(short) = &long.rows {
        return these(cx, short, long.ordered == Some(true), rows);
    }
    if has_one_of {
        return Expected::OneOf(listed(cx, &long.one_of, rows));
    }
    Expected::Value(long.value.as_ref().map_or(Value::Null, |raw| value::value(cx, raw, rows)))
}

fn these(cx: &mut Resolver<'_>, short: &RowsOrCount, ordered: bool, rows: &Rows) -> Expected {
    match short {
        RowsOrCount::Count(count) => Expected::Count((*count).into()),
        RowsOrCount::Rows(list) => Expected::Rows { rows: listed(cx, list, rows), ordered },
    }
}

fn listed(cx: &mut Resolver<'_>, list: &List<Map<Raw>>, rows: &Rows) -> Vec<Vec<(Name, Value)>> {
    let of_row = |cx: &mut Resolver<'_>, values: &Map<Raw>| {
        values.iter().map(|(key, raw)| (Name::from(&**key), value::value(cx, raw, rows))).collect()
    };
    list.iter().map(|values| of_row(cx, values)).collect()
}
