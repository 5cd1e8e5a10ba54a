//! An example of a call: a declared test that calls the function and expects that it succeeds; where there is none, a call with
//! values that are made up.

use super::known::Known;
use super::markdown::{block, code, text};
use crate::catalog::{ArgMode, Definition, Function, FunctionKind, Kind, Name, ObjectId, QName};
use crate::render::{literal, qualified, quoted};
use crate::trial::{
    Act, Expected, Outcome, Reference, Test, Value, What, array_text, references,
    references_of_json, substituted,
};
use serde::Serialize;
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// An example, as templates see it.
#[derive(Serialize)]
pub(super) struct ExampleView {
    /// The test's name; `None` where no test makes the call.
    test: Option<String>,
    comment: String,
    /// Where it is declared.
    file: String,
    /// The call, and who makes it.
    sql: String,
    /// What comes of it.
    outcome: String,
}

/// The example of a function. Nobody calls the functions of triggers.
pub(super) fn of_function(
    known: &Known<'_>,
    page: &str,
    id: &ObjectId,
    function: &Function,
) -> Option<ExampleView> {
    tested(known, page, id, function).or_else(|| made_up(known, id, function))
}

/// Of the tests that end with a call that succeeds the first of those that do the least before.
fn tested(
    known: &Known<'_>,
    page: &str,
    id: &ObjectId,
    function: &Function,
) -> Option<ExampleView> {
    let name = id.qname();
    let tests = known.calls.tests(&name).iter();
    let calls = tests.filter(|it| succeeds(&it.outcome)).filter_map(|test| {
        let (last, before) = test.acts.split_last()?;
        match &last.what {
            What::Call { function: called, args } if *called == name && has_all(function, args) => {
                Some((test, before, args))
            }
            _ => None,
        }
    });
    let (test, before, args) = calls.min_by_key(|(_, before, _)| before.len())?;
    let call = call(known, id, function, &given_args(known, test, &name, args));
    Some(ExampleView {
        test: Some(text(&test.name)),
        comment: test.comment.as_deref().map(text).unwrap_or_default(),
        file: known.file(page, &test.at.file),
        sql: block(
            "sql",
            &format!(
                "{}{}{}{call}",
                made_by_server(test, before, args),
                caller(known, test),
                done(known, test, before)
            ),
        ),
        outcome: outcome(test),
    })
}

/// A call by the first role of clients that may, with a value for each argument that has no default.
fn made_up(known: &Known<'_>, id: &ObjectId, function: &Function) -> Option<ExampleView> {
    let callable = known.api.functions.iter().find(|it| it.id == id)?;
    let role = callable.roles.first().map(|it| format!("SET LOCAL ROLE {};\n", quoted(it)));
    let mut args = Vec::new();
    for (at, arg) in function.args.iter().enumerate() {
        let is_input = matches!(arg.mode, ArgMode::In | ArgMode::InOut);
        if !is_input || arg.default.is_some() {
            continue;
        }
        let value = sample(known, &arg.data_type);
        args.push(match &arg.name {
            Some(name) => format!("{} => {value}", quoted(name)),
            // What stands before has no name either, or is the first.
            None if args.len() == at => value,
            None => return None,
        });
    }
    let call = call(known, id, function, &args);
    Some(ExampleView {
        test: None,
        comment: String::new(),
        file: String::new(),
        sql: block("sql", &format!("{}{call}", role.unwrap_or_default())),
        outcome: String::new(),
    })
}

/// A value of a type that shows what such values look like.
fn sample(known: &Known<'_>, data_type: &str) -> String {
    if data_type.ends_with("[]") {
        return "'{}'".to_owned();
    }
    let bare = data_type.split('(').next().unwrap_or(data_type);
    let said = match bare {
        "uuid" => "'00000000-0000-4000-8000-000000000001'",
        "boolean" => "true",
        "smallint" => "1::smallint",
        "integer" | "bigint" | "numeric" | "real" | "double precision" => "1",
        "text" | "character varying" | "character" | "name" => "'text'",
        "date" => "'2030-01-31'",
        "timestamp with time zone" | "timestamp without time zone" => "'2030-01-31 12:00'",
        "interval" => "'1 day'",
        "json" | "jsonb" => "'{}'",
        "bytea" => "'\\x00'",
        "inet" => "'192.0.2.1'",
        _ => {
            let label = known.type_named(data_type).and_then(|id| {
                match &known.catalog.get(id)?.definition {
                    Definition::Enum(it) => it.labels.first().map(|it| literal(it)),
                    _ => None,
                }
            });
            return label.unwrap_or_else(|| format!("NULL::{data_type}"));
        }
    };
    said.to_owned()
}

fn call(known: &Known<'_>, id: &ObjectId, function: &Function, args: &[String]) -> String {
    let call = format!("{}({})", qualified(&id.qname()), args.join(", "));
    match function.kind {
        FunctionKind::Procedure => format!("CALL {call};"),
        _ if returns_rows(known, function) => format!("SELECT * FROM {call};"),
        _ => format!("SELECT {call};"),
    }
}

fn succeeds(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Success => true,
        Outcome::Rows(expected, _) => !matches!(expected, Expected::Count(0)),
        Outcome::Error(..) | Outcome::Denied(_) => false,
    }
}

/// Whether a call is of this function and not of another one of its name.
fn has_all(function: &Function, args: &[(Name, Value)]) -> bool {
    args.iter().all(|(name, _)| function.args.iter().any(|it| it.name.as_ref() == Some(name)))
}

fn returns_rows(known: &Known<'_>, function: &Function) -> bool {
    let Some(returns) = function.returns.as_deref() else { return false };
    let has_columns = |id: &ObjectId| {
        matches!(id.kind, Kind::Table | Kind::Composite | Kind::View | Kind::MaterializedView)
    };
    let composite =
        || !returns.ends_with("[]") && known.type_named(returns).is_some_and(has_columns);
    returns.starts_with("TABLE(") || returns.starts_with("SETOF ") || composite()
}

/// What stands for values that the server makes, a line of a comment each.
fn made_by_server(test: &Test, before: &[Act], args: &[(Name, Value)]) -> String {
    let mut named = Vec::new();
    for act in before {
        match &act.what {
            What::Sql(sql) => named.extend(references(sql)),
            What::Call { args, .. } => named.extend(args.iter().flat_map(|(_, it)| of_value(it))),
        }
    }
    named.extend(args.iter().flat_map(|(_, it)| of_value(it)));
    let made = named.into_iter().filter(|it| stated(test, it).is_none());
    let said: BTreeSet<String> = made
        .map(|it| {
            let Reference { row, column } = &it;
            format!("-- {} is the {column} of the row that the test calls {row}.\n", variable(&it))
        })
        .collect();
    said.into_iter().collect()
}

/// The arguments of a call, by name.
fn given_args(
    known: &Known<'_>,
    test: &Test,
    function: &QName,
    args: &[(Name, Value)],
) -> Vec<String> {
    let one = |(name, value): &(Name, Value)| {
        let said = match value {
            Value::Json { array: Some(items), .. } => {
                spelled_array(test, items, || array_type(known, function, name))
            }
            _ => None,
        };
        format!("{} => {}", quoted(name), said.unwrap_or_else(|| spelled(test, value)))
    };
    args.iter().map(one).collect()
}

/// The type of an argument that is an array.
fn array_type<'k>(known: &Known<'k>, function: &QName, argument: &Name) -> Option<&'k str> {
    known.catalog.of_name(Kind::Function, function).find_map(|(_, object)| {
        let Definition::Function(it) = &object.definition else { return None };
        let of = it.args.iter().find(|it| it.name.as_ref() == Some(argument))?;
        Some(of.data_type.as_str()).filter(|it| it.ends_with("[]"))
    })
}

/// An array whose elements are not all stated, as its type is asked for: they stand within no quotes.
fn spelled_array<'a>(
    test: &Test,
    items: &[Value],
    data_type: impl FnOnce() -> Option<&'a str>,
) -> Option<String> {
    let is_made = |it: &Value| matches!(it, Value::Of(of) if stated(test, of).is_none());
    if !items.iter().any(is_made) {
        return None;
    }
    let items: Vec<String> = items.iter().map(|it| spelled(test, it)).collect();
    Some(format!("ARRAY[{}]::{}", items.join(", "), data_type()?))
}

/// The values of rows that a value names.
fn of_value(value: &Value) -> Vec<Reference> {
    match value {
        Value::Sql(sql) => references(sql),
        Value::Of(reference) => vec![reference.clone()],
        Value::Json { array: Some(items), .. } => items.iter().flat_map(of_value).collect(),
        Value::Null | Value::Text(_) | Value::Json { array: None, .. } => Vec::new(),
    }
}

/// The value that a test states for a column of a row, where it is no expression.
fn stated<'t>(test: &'t Test, reference: &Reference) -> Option<&'t Value> {
    given(test, reference).filter(|it| matches!(it, Value::Text(_) | Value::Null))
}

/// As psql has a value that is set beforehand.
fn variable(reference: &Reference) -> String {
    format!(":'{}_{}'", reference.row, reference.column)
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

/// What the test does before its last call, a statement each.
fn done(known: &Known<'_>, test: &Test, before: &[Act]) -> String {
    let statement = |act: &Act| match &act.what {
        What::Sql(sql) => {
            let sql = spelled_sql(test, sql);
            format!("{};\n", sql.trim().trim_end_matches(';'))
        }
        What::Call { function, args } => {
            format!(
                "SELECT {}({});\n",
                qualified(function),
                given_args(known, test, function, args).join(", ")
            )
        }
    };
    before.iter().map(statement).collect()
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
    let row = test.given.iter().find(|it| it.name.as_deref() == Some(&reference.row))?;
    row.values.iter().find(|(name, _)| **name == *reference.column).map(|(_, value)| value)
}

fn spelled(test: &Test, value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Text(said) => literal(said),
        Value::Json { array: Some(items), .. } => {
            let text = |it: &Value| match it {
                Value::Of(reference) => match stated(test, reference) {
                    Some(Value::Text(said)) => Some(said.clone()),
                    Some(_) => None,
                    None => Some(format!("${}.{}", reference.row, reference.column)),
                },
                Value::Text(said) => Some(said.clone()),
                _ => None,
            };
            let items: Vec<Option<String>> = items.iter().map(text).collect();
            literal(&array_text(items.iter().map(Option::as_deref)))
        }
        Value::Json { json, array: None } => {
            let read = serde_json::from_str(json).ok();
            let read = read.filter(|it| !references_of_json(it).is_empty());
            literal(&read.map_or_else(|| json.clone(), |it| filled(test, &it).to_string()))
        }
        Value::Sql(sql) => spelled_sql(test, sql),
        Value::Of(reference) => of_row(test, reference),
    }
}

/// SQL with the values of rows in the place of references.
fn spelled_sql(test: &Test, sql: &str) -> String {
    substituted(sql, |it| Some(of_row(test, it)))
}

/// The value of a column of a row. For one that the server made a name stands.
fn of_row(test: &Test, reference: &Reference) -> String {
    stated(test, reference).map_or_else(|| variable(reference), |value| spelled(test, value))
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
