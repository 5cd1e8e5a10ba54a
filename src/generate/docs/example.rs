//! An example of a call: a declared test that calls the function and expects that it succeeds.

use super::known::Known;
use super::markdown::{block, code, text};
use crate::catalog::{Definition, Function, FunctionKind, ObjectId};
use crate::render::{literal, qualified, quoted};
use crate::trial::{Expected, GivenRow, Outcome, Reference, Test, Value, What, substituted};
use serde::Serialize;
use serde_json::Value as Json;

/// An example, as templates see it.
#[derive(Serialize)]
pub(super) struct ExampleView {
    /// The test's name.
    test: String,
    comment: String,
    /// Where it is declared.
    file: String,
    /// The call, and who makes it.
    sql: String,
    /// What comes of it.
    outcome: String,
}

/// The example of a function: of the tests that call it last the first that succeeds.
pub(super) fn of_function(
    known: &Known<'_>,
    page: &str,
    id: &ObjectId,
    function: &Function,
) -> Option<ExampleView> {
    let tests = known.objects.trials.tests.iter();
    let (test, args) = tests.filter(|it| succeeds(&it.outcome)).find_map(|test| {
        match &test.acts.last()?.what {
            What::Call { function: called, args }
                if *called == id.qname() && has_all(function, args) =>
            {
                Some((test, args))
            }
            _ => None,
        }
    })?;
    let args: Vec<String> = args
        .iter()
        .map(|(name, value)| format!("{} => {}", quoted(name), spelled(test, value)))
        .collect();
    let call = format!("{}({})", qualified(&id.qname()), args.join(", "));
    let call = match function.kind {
        FunctionKind::Procedure => format!("CALL {call};"),
        _ if returns_rows(known, function) => format!("SELECT * FROM {call};"),
        _ => format!("SELECT {call};"),
    };
    Some(ExampleView {
        test: text(&test.name),
        comment: test.comment.as_deref().map(text).unwrap_or_default(),
        file: known.file(page, &test.at.file),
        sql: block("sql", &format!("{}{call}", caller(known, test))),
        outcome: outcome(test),
    })
}

/// How many declared tests call a function.
pub(super) fn count(known: &Known<'_>, id: &ObjectId) -> usize {
    let calls = |test: &&Test| {
        test.acts
            .iter()
            .any(|act| matches!(&act.what, What::Call { function, .. } if *function == id.qname()))
    };
    known.objects.trials.tests.iter().filter(calls).count()
}

fn succeeds(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Success => true,
        Outcome::Rows(expected, _) => !matches!(expected, Expected::Count(0)),
        Outcome::Error(..) | Outcome::Denied(_) => false,
    }
}

/// Whether a call is of this function and not of another one of its name.
fn has_all(function: &Function, args: &[(crate::catalog::Name, Value)]) -> bool {
    args.iter().all(|(name, _)| function.args.iter().any(|it| it.name.as_ref() == Some(name)))
}

fn returns_rows(known: &Known<'_>, function: &Function) -> bool {
    let Some(returns) = function.returns.as_deref() else { return false };
    let composite = |words: &str| {
        known.catalog.iter().any(|(id, object)| {
            matches!(
                object.definition,
                Definition::Table(_) | Definition::Composite(_) | Definition::View(_)
            ) && qualified(&id.qname()) == words
        })
    };
    returns.starts_with("TABLE(") || returns.starts_with("SETOF ") || composite(returns)
}

/// Who calls: the statements that make a session so.
fn caller(known: &Known<'_>, test: &Test) -> String {
    let mut said = String::new();
    if let Some(role) = &test.caller.role {
        said.push_str(&format!("SET LOCAL ROLE {};\n", quoted(role)));
    }
    if let Some(claims) = &test.caller.claims {
        let setting = &known.objects.trials.settings.claims;
        let claims = filled(test, claims).to_string();
        said.push_str(&format!(
            "SELECT set_config({}, {}, true);\n",
            literal(setting),
            literal(&claims)
        ));
    }
    said
}

/// Claims with the values of rows in the place of references.
fn filled(test: &Test, claims: &Json) -> Json {
    match claims {
        Json::String(said) => match Reference::read(said).and_then(|it| given(test, &it)) {
            Some(Value::Text(value)) => Json::String(value.clone()),
            _ => claims.clone(),
        },
        Json::Array(items) => items.iter().map(|it| filled(test, it)).collect(),
        Json::Object(fields) => {
            fields.iter().map(|(key, it)| (key.clone(), filled(test, it))).collect()
        }
        _ => claims.clone(),
    }
}

/// The value that a test states for a column of a row.
fn given<'t>(test: &'t Test, reference: &Reference) -> Option<&'t Value> {
    let named = |row: &&GivenRow| row.name.as_deref() == Some(&reference.row);
    let row = test.given.iter().find(named)?;
    row.values.iter().find(|(name, _)| **name == *reference.column).map(|(_, value)| value)
}

fn spelled(test: &Test, value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Text(said) => literal(said),
        Value::Json { json, array } => literal(array.as_ref().unwrap_or(json)),
        Value::Sql(sql) => substituted(sql, |it| given(test, it).map(|value| spelled(test, value))),
        // A value that the server made: a name stands for it.
        Value::Of(reference) => match given(test, reference) {
            Some(value @ (Value::Text(_) | Value::Null)) => spelled(test, value),
            _ => format!(":'{}_{}'", reference.row, reference.column),
        },
    }
}

fn outcome(test: &Test) -> String {
    match &test.outcome {
        Outcome::Success if test.then.is_empty() => "It succeeds.".to_owned(),
        Outcome::Success => {
            "It succeeds, and the test looks at the rows that are there afterwards.".to_owned()
        }
        Outcome::Rows(Expected::Count(1), _) => "One row.".to_owned(),
        Outcome::Rows(Expected::Count(count), _) => format!("{count} rows."),
        Outcome::Rows(Expected::Value(value), _) => format!("{}.", code(&spelled(test, value))),
        Outcome::Rows(Expected::OneOf(_), _) => "One of several rows that may come.".to_owned(),
        Outcome::Rows(Expected::Rows { rows, .. }, _) if rows.is_empty() => "No row.".to_owned(),
        Outcome::Rows(Expected::Rows { rows, .. }, _) => {
            let rows: Vec<String> = rows
                .iter()
                .map(|row| {
                    let values: Vec<String> = row
                        .iter()
                        .map(|(name, value)| format!("{} = {}", name, spelled(test, value)))
                        .collect();
                    code(&values.join(", "))
                })
                .collect();
            let word = if rows.len() == 1 { "One row, with" } else { "Rows with" };
            format!("{word} {}.", rows.join("; "))
        }
        Outcome::Error(..) | Outcome::Denied(_) => String::new(),
    }
}
