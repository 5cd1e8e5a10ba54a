//! What functions give: the types of their results, and how they are read.

use super::doc::Doc;
use crate::generate::client::model::{Field, Function, Gives, Model};
use crate::generate::client::names::plain;

/// The type of one row or value, and the type that it is read as.
pub(super) fn read(function: &Function, model: &Model) -> (String, String) {
    let perhaps = |rust: &str, null: bool| match null {
        true => format!("Option<{rust}>"),
        false => rust.to_owned(),
    };
    let row = |name: String| (name.clone(), name);
    match &function.gives {
        Gives::Nothing => ("()".to_owned(), "Nothing".to_owned()),
        Gives::Value(it, null) | Gives::Values(it, null) => {
            let value = perhaps(&it.rust, *null);
            let read = format!("Value<{value}>");
            (value, read)
        }
        Gives::Row(_) | Gives::Rows(_) => row(format!("{}Row", function.camel)),
        Gives::Typed(name, _) => {
            let named = model.types.iter().find(|it| it.name == *name);
            row(format!("types::{}", named.map_or("", |it| &it.rust)))
        }
    }
}

/// The struct of a function's own rows.
pub(super) fn row(function: &Function) -> String {
    let (Gives::Row(fields) | Gives::Rows(fields)) = &function.gives else {
        return String::new();
    };
    let name = format!("{}Row", function.camel);
    let doc =
        Doc::default().told(format!("A row of [`{0}`](fn@{0}).", plain(&function.rust))).text();
    format!("{doc}{}{}", fields_of(&name, fields), decode(&name, fields))
}

/// A struct of fields.
pub(super) fn fields_of(name: &str, fields: &[Field]) -> String {
    let field = |it: &Field| {
        let said = it.comment.as_deref().map_or_else(
            || Doc::default().told(format!("`{}`.", it.name.replace('`', "'"))),
            |it| Doc::default().said(it),
        );
        format!("{}pub {}: {},\n", said.text(), it.rust, held(it))
    };
    let fields: String = fields.iter().map(field).collect();
    format!(
        "#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[non_exhaustive]
        pub struct {name} {{ {fields} }}\n"
    )
}

pub(super) fn held(it: &Field) -> String {
    let rust = &it.data_type.rust;
    if it.null { format!("Option<{rust}>") } else { rust.clone() }
}

/// How a struct is read column by column.
pub(super) fn decode(name: &str, fields: &[Field]) -> String {
    let one = |(at, it): (usize, &Field)| format!("{}: rows::column(row, {at})?,", it.rust);
    let read: String = fields.iter().enumerate().map(one).collect();
    let one = |(at, it): (usize, &Field)| format!("rows::check::<{}>(columns, {at})?;", held(it));
    let check: String = fields.iter().enumerate().map(one).collect();
    let unused = if fields.is_empty() { "_" } else { "" };
    format!(
        "impl Decode for {name} {{
            fn decode({unused}row: &Row) -> Result<Self, Error> {{ Ok(Self {{ {read} }}) }}
            fn check({unused}columns: &[Column]) -> Result<(), Error> {{ {check} Ok(()) }}
        }}\n"
    )
}
