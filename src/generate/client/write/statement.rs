//! The static of a function: how it is called in SQL.

use crate::generate::client::model::{Argument, Field, Function, Gives, Type};
use crate::generate::client::names::{constant, plain};
use crate::generate::client::types::own_name;
use crate::render::{qualified, quoted};
use std::fmt::Write;

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
pub(super) fn statement(function: &Function) -> String {
    let arguments: String = function.arguments.iter().map(|it| argument(function, it)).collect();
    format!(
        "static {}: Function = Function::{}({:?}, &[{arguments}{}], {});\n",
        name(function),
        if function.read_only { "reading" } else { "writing" },
        qualified(&function.name),
        received(function),
        gives(function),
    )
}

fn argument(function: &Function, it: &Argument) -> String {
    let name = it.name.as_ref().map_or(String::new(), |it| quoted(it));
    let sent = &it.data_type.sent;
    let mut text = format!("argument({name:?}, {sent:?})");
    // To name a type takes USAGE on its schema, which a caller may lack: the function's own name tells it, too.
    if !function.overloaded && own_name(sent.trim_end_matches("[]")).is_some() {
        text.push_str(".unnamed()");
    }
    if let Some(own) = &it.data_type.as_text {
        let _ = write!(text, ".cast({:?})", format!("::{own}"));
    }
    if it.variadic {
        text.push_str(".variadic()");
    }
    text + ","
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
        let cast = it.data_type.as_text.as_ref().unwrap_or(&it.data_type.sent);
        format!("argument({:?}, \"null\").cast({:?}),", quoted(&it.name), format!("::{cast}"))
    };
    only.map(argument).collect()
}

fn gives(function: &Function) -> String {
    if function.is_procedure {
        return "Gives::Procedure".to_owned();
    }
    let rows = |fields: &[Field], alias: String| {
        let column = |(at, it): (usize, &Field)| format!("r.c{}{}", at + 1, back(&it.data_type));
        let columns: Vec<String> = fields.iter().enumerate().map(column).collect();
        format!("Gives::Rows({:?}, {alias:?})", columns.join(", "))
    };
    let alias = |count: usize| {
        let names: Vec<String> = (1..=count).map(|at| format!("c{at}")).collect();
        format!("r({})", names.join(", "))
    };
    match &function.gives {
        Gives::Nothing => "Gives::Value(\"\")".to_owned(),
        Gives::Value(it, _) => format!("Gives::Value({:?})", back(it)),
        Gives::Values(it, _) => {
            format!("Gives::Rows({:?}, \"r(c1)\")", format!("r.c1{}", back(it)))
        }
        Gives::Row(fields) | Gives::Rows(fields) | Gives::Typed(_, fields) => {
            rows(fields, alias(fields.len()))
        }
    }
}
