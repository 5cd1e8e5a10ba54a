//! The static of a function: how it is called in SQL.

use crate::generate::client::model::{Argument, Field, Function, Gives, Type};
use crate::generate::client::names::{constant, plain};
use crate::generate::client::types::own_name;
use crate::render::{qualified, quoted};

/// The name of a function's static.
pub(super) fn name(function: &Function) -> String {
    constant(plain(&function.rust))
}

/// A cast of a type that goes as text, in either direction.
fn back(data_type: &Type) -> &'static str {
    match &data_type.as_text {
        Some(own) if own.ends_with("[]") => "::text[]",
        Some(_) => "::text",
        None => "",
    }
}

/// The static.
pub(super) fn statement(function: &Function, number: usize) -> String {
    let arguments: String = function.arguments.iter().map(|it| argument(function, it)).collect();
    format!(
        "static {}: Function = Function {{ id: {number}, name: {:?}, read_only: {}, \
         arguments: &[{arguments}{}], gives: {} }};\n",
        name(function),
        qualified(&function.name),
        function.read_only,
        received(function),
        gives(function),
    )
}

fn argument(function: &Function, it: &Argument) -> String {
    let variadic = if it.variadic { "variadic " } else { "" };
    let named = it.name.as_ref().map_or(String::new(), |it| format!("{} => ", quoted(it)));
    let cast = it.data_type.as_text.as_ref().map_or(String::new(), |own| format!("::{own}"));
    let before = format!("{variadic}{named}");
    let sent = &it.data_type.sent;
    // To name a type takes USAGE on its schema, which a caller may lack: the function's own name tells it, too.
    let named = function.overloaded || own_name(sent.trim_end_matches("[]")).is_none();
    format!("Argument {{ before: {before:?}, sent: {sent:?}, named: {named}, cast: {cast:?} }},")
}

/// What a procedure gives back has a place among its arguments.
fn received(function: &Function) -> String {
    let Gives::Row(fields) = &function.gives else { return String::new() };
    if !function.is_procedure {
        return String::new();
    }
    let given: Vec<_> = function.arguments.iter().filter_map(|it| it.name.as_deref()).collect();
    let only = fields.iter().filter(|it| !given.contains(&&*it.name));
    let argument = |it: &Field| {
        let before = format!("{} => ", quoted(&it.name));
        let cast = it.data_type.as_text.as_ref().unwrap_or(&it.data_type.sent);
        format!(
            "Argument {{ before: {before:?}, sent: \"null\", named: false, cast: {:?} }},",
            format!("::{cast}")
        )
    };
    only.map(argument).collect()
}

fn gives(function: &Function) -> String {
    if function.is_procedure {
        return "statement::Gives::Procedure".to_owned();
    }
    let rows = |fields: &[Field], alias: String| {
        let column = |(at, it): (usize, &Field)| format!("r.c{}{}", at + 1, back(&it.data_type));
        let columns: Vec<String> = fields.iter().enumerate().map(column).collect();
        format!("statement::Gives::Rows({:?}, {alias:?})", columns.join(", "))
    };
    let alias = |count: usize| {
        let names: Vec<String> = (1..=count).map(|at| format!("c{at}")).collect();
        format!("r({})", names.join(", "))
    };
    match &function.gives {
        Gives::Nothing => "statement::Gives::Value(\"\")".to_owned(),
        Gives::Value(it, _) => format!("statement::Gives::Value({:?})", back(it)),
        Gives::Values(it, _) => {
            format!("statement::Gives::Rows({:?}, \"r(c1)\")", format!("r.c1{}", back(it)))
        }
        Gives::Row(fields) | Gives::Rows(fields) | Gives::Typed(_, fields) => {
            rows(fields, alias(fields.len()))
        }
    }
}
