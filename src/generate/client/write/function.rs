//! The functions of an area.

use super::argument::{made, taken};
use super::doc::{Doc, escaped, item};
use super::errors::errors;
use super::gives::{read, row};
use super::params::params;
use super::statement::{self, statement};
use crate::generate::client::model::{Argument, Function, Gives, Model};
use crate::generate::client::names::plain;
use std::fmt::Write;

/// The module of an area in parts, one for each function; they are numbered from here on.
pub(in crate::generate::client) fn area(
    name: &str,
    functions: &[Function],
    model: &Model,
    first: usize,
) -> Vec<String> {
    let mut head = Doc::default().told(format!("The area `{}`.", plain(name))).inner();
    head.push_str(
        "#[allow(unused_imports, reason = \"not every area needs all of them\")]
        use crate::runtime::prelude::*;
        #[allow(unused_imports, reason = \"not every area has them\")]
        use crate::{ids, types, values};\n",
    );
    let mut parts = vec![head];
    for (at, function) in functions.iter().enumerate() {
        let mut text = statement(function, first + at);
        if !function.is_positional() {
            text.push_str(&params(function));
        }
        text.push_str(&row(function));
        text.push_str(&errors(function));
        text.push_str(&call(function, model));
        if function.gives.is_set() {
            text.push_str(&stream(function, model));
        }
        if function.pages {
            text.push_str(&pages(function));
        }
        if batches(function) {
            text.push_str(&batch(function, model));
        }
        parts.push(text);
    }
    parts
}

fn about(function: &Function) -> Doc {
    let said = function.comment.clone().unwrap_or_else(|| format!("Calls {}.", function.identity));
    let arguments: Vec<String> = match function.is_positional() {
        true => function
            .arguments
            .iter()
            .filter(|it| it.comment.is_some())
            .map(|it| item(plain(&it.rust), it.comment.as_deref()))
            .collect(),
        false => Vec::new(),
    };
    let arguments = (!arguments.is_empty()).then(|| arguments.join("\n"));
    let roles: Vec<String> = function.roles.iter().map(|it| format!("`{it}`")).collect();
    let route = function.route.as_ref().map(|it| format!("Route: `{it}`"));
    let idempotent =
        "A request that is sent again with the same `User::idempotency_key` gets the same answer.";
    Doc::default()
        .said(&said)
        .perhaps(arguments)
        .perhaps(function.idempotent.then(|| idempotent.to_owned()))
        .told(format!("`{}`, for {}", function.identity.replace('`', "'"), roles.join(", ")))
        .perhaps(route)
        .told("# Errors")
        .told(format!("[`{}Error`].", function.camel))
}

/// The arguments of a function in Rust, and what makes the call of them.
fn taking(function: &Function) -> (String, String) {
    if !function.is_positional() {
        return (
            format!("params: &{}Params", function.camel),
            "let call = params.call();".to_owned(),
        );
    }
    let taken: String =
        function.arguments.iter().map(|it| format!("{}: {},", it.rust, taken(it))).collect();
    let made: String = function.arguments.iter().map(made).collect();
    let given: String =
        function.arguments.iter().map(|it| format!("Given(&{}),", it.rust)).collect();
    let call = format!("let call = Call::new(&{}, vec![{given}]);", statement::name(function));
    (taken, format!("{made}{call}"))
}

/// How the errors of a call become the function's own: by `?`.
fn call(function: &Function, model: &Model) -> String {
    let (value, read) = read(function, model);
    let (taken, made) = taking(function);
    let (given, body) = match &function.gives {
        Gives::Nothing => (value, "let _: Vec<Nothing> = on.run(call).await?; Ok(())".to_owned()),
        Gives::Value(..) => {
            (value, format!("let Value(value): {read} = calling::one(on, call).await?; Ok(value)"))
        }
        Gives::Row(_) => (value, "Ok(calling::one(on, call).await?)".to_owned()),
        Gives::Values(..) => (
            format!("Vec<{value}>"),
            format!("let Values(values): Values<{value}> = on.run(call).await?; Ok(values)"),
        ),
        Gives::Rows(_) | Gives::Typed(..) => {
            (format!("Vec<{value}>"), "Ok(on.run(call).await?)".to_owned())
        }
    };
    format!(
        "{}pub async fn {}(on: &impl Caller, {taken}) -> Result<{given}, {}Error> {{
            {made}
            {body}
        }}\n",
        about(function).text(),
        function.rust,
        function.camel,
    )
}

fn stream(function: &Function, model: &Model) -> String {
    let (value, _) = read(function, model);
    let (taken, made) = taking(function);
    let plain = plain(&function.rust);
    let doc = Doc::default()
        .told(format!("[`{plain}`](fn@{plain}), with its rows as they come."))
        .told("# Errors")
        .told(format!("[`{0}Error`], here and for each row.", function.camel))
        .text();
    let body = match &function.gives {
        Gives::Values(..) => format!("Ok(on.stream::<Value<{value}>>(call).await?.values())"),
        _ => format!("Ok(on.stream::<{value}>(call).await?.with_error())"),
    };
    format!(
        "{doc}pub async fn {plain}_stream(on: &impl Caller, {taken}) -> Result<Rows<{value}, {0}Error>, {0}Error> {{
            {made}
            {body}
        }}\n",
        function.camel,
    )
}

fn pages(function: &Function) -> String {
    let plain = plain(&function.rust);
    let camel = &function.camel;
    let cursor = "params.after = Some(Some(row.cursor.clone()));";
    let null = function.arguments.iter().any(|it| it.rust == "after" && it.null);
    let cursor = if null { cursor } else { "params.after = Some(row.cursor.clone());" };
    let doc = Doc::default()
        .told(format!("The rows of all pages of [`{plain}`](fn@{plain}) from here on, page by page as they are asked for. Each page is a transaction of its own."))
        .text();
    format!(
        "{doc}pub fn {plain}_pages(user: &User, params: {camel}Params) -> Rows<{camel}Row, {camel}Error> {{
            let user = user.clone();
            paging::pages(
                params,
                move |params| {{
                    let user = user.clone();
                    async move {{
                        let rows = {}(&user, &params).await?;
                        Ok((params, rows))
                    }}
                }},
                |mut params: {camel}Params, row: &{camel}Row| {{ {cursor} params }},
            )
        }}\n",
        function.rust,
    )
}

/// Whether many calls can be one statement: each gives one answer, and its arguments can be rows of arrays.
fn batches(function: &Function) -> bool {
    let one = matches!(function.gives, Gives::Nothing | Gives::Value(..) | Gives::Row(_));
    let all = function.arguments.iter().all(|it| it.data_type.batches && !it.variadic);
    one && all
        && function.names_types
        && !function.arguments.is_empty()
        && !function.is_procedure
        && !function.read_only
}

fn batch(function: &Function, model: &Model) -> String {
    let (value, read) = read(function, model);
    let plain = plain(&function.rust);
    let (given, gather, end) = match &function.gives {
        Gives::Nothing => {
            ("()".to_owned(), "let _: Vec<Nothing> = on.run(call).await?;".to_owned(), "Ok(())")
        }
        Gives::Value(..) => (
            format!("Vec<{value}>"),
            format!(
                "let Values(values): Values<{value}> = on.run(call).await?; answers.extend(values);"
            ),
            "Ok(answers)",
        ),
        _ => (
            format!("Vec<{value}>"),
            format!("let rows: Vec<{read}> = on.run(call).await?; answers.extend(rows);"),
            "Ok(answers)",
        ),
    };
    let answers = match &function.gives {
        Gives::Nothing => String::new(),
        _ => "let mut answers = Vec::new();".to_owned(),
    };
    let mut doc = Doc::default().told(format!(
        "Calls [`{plain}`](fn@{plain}) once for each of these, in their order, as one statement."
    ));
    if function.arguments.iter().any(|it| !it.required) {
        doc = doc.told(
            "Those that leave out other arguments than the one before begin another statement.",
        );
    }
    let doc = doc
        .told("# Errors")
        .told(format!("[`{}Error`]: of all of them none is done.", function.camel))
        .text();
    let (on, taken, body) = match function.is_positional() {
        true => ("&impl Caller", positional(function), positional_batch(function, &gather)),
        false => (
            "&Transaction",
            format!("calls: &[{}Params]", function.camel),
            params_batch(function, &gather),
        ),
    };
    format!(
        "{doc}pub async fn {plain}_batch(on: {on}, {taken}) -> Result<{given}, {}Error> {{
            {answers}
            {body}
            {end}
        }}\n",
        function.camel
    )
}

/// Rows of arguments.
fn positional(function: &Function) -> String {
    let types: Vec<String> = function.arguments.iter().map(super::argument::held).collect();
    let types = if types.len() == 1 { types.join("") } else { format!("({})", types.join(", ")) };
    format!("calls: impl IntoIterator<Item = {types}>")
}

fn positional_batch(function: &Function, gather: &str) -> String {
    let names: Vec<&str> = function.arguments.iter().map(|it| plain(&it.rust)).collect();
    let row = if names.len() == 1 {
        "arg_".to_owned() + names[0]
    } else {
        let names: Vec<String> = names.iter().map(|it| format!("arg_{it}")).collect();
        format!("({})", names.join(", "))
    };
    let mut text = String::new();
    for (name, it) in names.iter().zip(&function.arguments) {
        let _ =
            writeln!(text, "let mut all_{name}: Vec<{}> = Vec::new();", super::argument::held(it));
    }
    let push: String = names.iter().map(|it| format!("all_{it}.push(arg_{it});")).collect();
    let given: String = names.iter().map(|it| format!("Given(&all_{it}),")).collect();
    let constant = statement::name(function);
    let _ = write!(
        text,
        "for {row} in calls {{ {push} }}
        let call = Call::of(&{constant}, {constant}.whole().given, true, vec![{given}]);
        {gather}\n"
    );
    text
}

fn params_batch(function: &Function, gather: &str) -> String {
    let constant = statement::name(function);
    let array = |it: &Argument| {
        let name = &it.rust;
        let plain = plain(name);
        match it.required {
            true => format!(
                "let all_{plain}: Vec<_> = run.iter().map(|it| &it.{name}).collect(); arguments.push(Given(&all_{plain}));"
            ),
            false => format!(
                "let all_{plain}: Vec<_> = run.iter().filter_map(|it| it.{name}.as_ref()).collect();
                if !all_{plain}.is_empty() {{ arguments.push(Given(&all_{plain})); }}"
            ),
        }
    };
    let arrays: String = function.arguments.iter().map(array).collect();
    format!(
        "for run in calls.chunk_by(|one, next| one.given() == next.given()) {{
            let Some(first) = run.first() else {{ continue }};
            let mut arguments: Vec<Given<'_>> = Vec::new();
            {arrays}
            let call = Call::of(&{constant}, first.given(), true, arguments);
            {gather}
        }}\n"
    )
}

/// What a caller of the crate reads of a function that is not there.
pub(super) fn left_out(model: &Model) -> Option<String> {
    let line = |(identity, why): &(String, &str)| format!("- {}: {why}", escaped(identity));
    let lines: Vec<String> = model.left_out.iter().map(line).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}
