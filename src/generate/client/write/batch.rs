//! The function that makes many calls of one of the database's one statement.

use super::argument::held;
use super::doc::Doc;
use super::gives::value;
use super::part::Part;
use super::statement;
use crate::generate::client::model::{Function, Gives, Model};
use crate::generate::client::names::plain;

/// Whether many calls can be one statement: each gives one answer, its arguments can be rows of arrays, and no header tells it from
/// others, which is one for all of them.
pub(super) fn batches(function: &Function) -> bool {
    let one = matches!(function.gives, Gives::Nothing | Gives::Value(..) | Gives::Row(_));
    let all = function.arguments.iter().all(|it| it.data_type.batches && !it.variadic);
    one && all
        && function.names_types
        && !function.arguments.is_empty()
        && !function.is_procedure
        && !function.read_only
        && !function.idempotent
}

/// The function.
pub(super) fn batch(function: &Function, model: &Model) -> Part {
    let value = value(function, model);
    let plain = plain(&function.rust);
    let doc = Doc::default().told(format!(
        "Calls [`{plain}`](fn@{plain}) once for each of these, in their order, as one statement."
    ));
    if function.is_positional() {
        return Part::Rust(of_rows(function, &value, doc));
    }
    let given = match &function.gives {
        Gives::Nothing => "nothing".to_owned(),
        Gives::Value(..) => format!("values {value}"),
        _ => format!("rows {value}"),
    };
    Part::Laid(format!(
        "batch! {{\n{}    {plain}_batch({1}Params) -> {given}, {1}Error\n}}\n",
        doc.comment(1),
        function.camel
    ))
}

/// That of a function that takes its arguments one by one: it takes rows of them.
fn of_rows(function: &Function, value: &str, doc: Doc) -> String {
    let doc = doc
        .told("# Errors")
        .told(format!("[`{}Error`]: of all of them none is done.", function.camel))
        .text();
    let all: Vec<String> =
        function.arguments.iter().map(|it| format!("all_{}", plain(&it.rust))).collect();
    let types: Vec<String> = function.arguments.iter().map(held).collect();
    let arrays: Vec<String> = types.iter().map(|it| format!("Vec<{it}>")).collect();
    let listed = |all: &[String]| match all {
        [one] => one.clone(),
        _ => format!("({})", all.join(", ")),
    };
    let (how, given) = match &function.gives {
        Gives::Nothing => ("nothing", "()".to_owned()),
        Gives::Value(..) => ("values", format!("Vec<{value}>")),
        _ => ("rows", format!("Vec<{value}>")),
    };
    let sent: String = all.iter().map(|it| format!("Given(&{it}),")).collect();
    format!(
        "{doc}pub async fn {}_batch(on: &impl Caller, calls: impl IntoIterator<Item = {}>) -> Result<{given}, {}Error> {{
            let {}: {} = calls.into_iter().collect();
            Call::many(&{}, &[{sent}]).{how}(on).await
        }}\n",
        plain(&function.rust),
        listed(&types),
        function.camel,
        listed(&all),
        listed(&arrays),
        statement::name(function),
    )
}
