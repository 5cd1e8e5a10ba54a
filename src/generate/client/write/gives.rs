//! What functions give: the types of their results, and how they are read.

use super::doc::Doc;
use super::part::Part;
use crate::generate::client::model::{Field, Function, Gives, Model};
use crate::generate::client::names::plain;

/// The type of one row or value.
pub(super) fn value(function: &Function, model: &Model) -> String {
    match &function.gives {
        Gives::Nothing => "()".to_owned(),
        Gives::Value(it, null) | Gives::Values(it, null) => match null {
            true => format!("Option<{}>", it.rust),
            false => it.rust.clone(),
        },
        Gives::Row(_) | Gives::Rows(_) => format!("{}Row", function.camel),
        Gives::Typed(name, _) => {
            let named = model.types.iter().find(|it| it.name == *name);
            format!("types::{}", named.map_or("", |it| &it.rust))
        }
    }
}

/// The struct of a function's own rows.
pub(super) fn own_row(function: &Function) -> Option<Part> {
    let (Gives::Row(fields) | Gives::Rows(fields)) = &function.gives else { return None };
    let doc = Doc::default().told(format!("A row of [`{0}`](fn@{0}).", plain(&function.rust)));
    Some(row(&format!("{}Row", function.camel), &doc, fields))
}

/// A struct of fields that is read column by column.
pub(super) fn row(name: &str, doc: &Doc, fields: &[Field]) -> Part {
    let field = |it: &Field| {
        let said = it.comment.as_deref().map_or_else(
            || Doc::default().told(format!("`{}`.", it.name.replace('`', "'"))),
            |it| Doc::default().said(it),
        );
        format!("{}        {}: {},\n", said.comment(2), it.rust, held(it))
    };
    let fields: String = fields.iter().map(field).collect();
    Part::Laid(format!("row! {{\n{}    {name} {{\n{fields}    }}\n}}\n", doc.comment(1)))
}

fn held(it: &Field) -> String {
    let rust = &it.data_type.rust;
    if it.null { format!("Option<{rust}>") } else { rust.clone() }
}
