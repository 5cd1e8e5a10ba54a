//! The functions that call one of the database's.

use super::argument::{made, taken};
use super::doc::{Doc, item};
use super::gives::value;
use super::part::Part;
use super::statement;
use crate::generate::client::model::{Function, Gives, Model};
use crate::generate::client::names::plain;

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
    let idempotent = "A request that is sent again with the same [`User::idempotency_key`](crate::User::idempotency_key) gets the same answer.";
    Doc::default()
        .said(&said)
        .perhaps(arguments)
        .perhaps(function.idempotent.then(|| idempotent.to_owned()))
        .told(format!("`{}`, for {}", function.identity.replace('`', "'"), roles.join(", ")))
        .perhaps(route)
        .told("# Errors")
        .told(format!("[`{}Error`].", function.camel))
}

/// The arguments of a function in Rust, what is made of them first, and the call of them.
fn taking(function: &Function) -> (String, String, String) {
    if !function.is_positional() {
        let taken = format!("params: &{}Params", function.camel);
        return (taken, String::new(), "params.call()".to_owned());
    }
    let taken: String =
        function.arguments.iter().map(|it| format!("{}: {},", it.rust, taken(it))).collect();
    let made: String = function.arguments.iter().map(made).collect();
    let given: String =
        function.arguments.iter().map(|it| format!("Given(&{}),", it.rust)).collect();
    (taken, made, format!("Call::new(&{}, &[{given}])", statement::name(function)))
}

/// The function itself.
pub(super) fn call(function: &Function, model: &Model) -> String {
    let value = value(function, model);
    let (taken, made, call) = taking(function);
    let given = if function.gives.is_set() { format!("Vec<{value}>") } else { value };
    let how = match &function.gives {
        Gives::Nothing => "nothing",
        Gives::Value(..) => "value",
        Gives::Row(_) => "row",
        Gives::Values(..) => "values",
        Gives::Rows(_) | Gives::Typed(..) => "rows",
    };
    format!(
        "{}pub async fn {}(on: &impl Caller, {taken}) -> Result<{given}, {}Error> {{
            {made}
            {call}.{how}(on).await
        }}\n",
        about(function).text(),
        function.rust,
        function.camel,
    )
}

/// The one that gives rows as they come.
pub(super) fn stream(function: &Function, model: &Model) -> String {
    let value = value(function, model);
    let (taken, made, call) = taking(function);
    let plain = plain(&function.rust);
    let doc = Doc::default()
        .told(format!("[`{plain}`](fn@{plain}), with its rows as they come."))
        .told("# Errors")
        .told(format!("[`{0}Error`], here and for each row.", function.camel))
        .text();
    let how = if matches!(function.gives, Gives::Values(..)) { "value" } else { "row" };
    format!(
        "{doc}pub async fn {plain}_stream(on: &impl Caller, {taken}) -> Result<Rows<{value}, {0}Error>, {0}Error> {{
            {made}
            {call}.{how}_stream(on).await
        }}\n",
        function.camel,
    )
}

/// The one that gives the rows of all pages.
pub(super) fn pages(function: &Function) -> Part {
    let plain = plain(&function.rust);
    let camel = &function.camel;
    let doc = Doc::default()
        .told(format!("The rows of all pages of [`{plain}`](fn@{plain}) from here on, page by page as they are asked for. Each page is a transaction of its own."))
        .comment(1);
    Part::Laid(format!(
        "pages! {{\n{doc}    {plain}_pages of {}({camel}Params) -> {camel}Row, {camel}Error\n}}\n",
        function.rust
    ))
}
