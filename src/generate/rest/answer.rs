//! What the caller is given.

use crate::catalog::{ArgMode, Catalog, Function, Kind, ObjectId};
use crate::generate::schemas::TypeName;
use crate::read::Signature;
use crate::secure::{Route, Secured};

/// What a call answers with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<'a> {
    /// Nothing: 204.
    Nothing,
    /// One value.
    Value {
        /// Its type.
        data_type: &'a str,
        /// It may be `null`.
        null: bool,
    },
    /// One row, an object.
    Row {
        /// What it is.
        rows: Rows<'a>,
        /// There may be none: 404.
        none: bool,
    },
    /// Rows, an array.
    Rows(Rows<'a>),
    /// Rows of a page, with the cursors of those beside it.
    Page(Rows<'a>),
}

/// What rows are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rows<'a> {
    /// Of a declared type; its columns.
    Typed(&'a str, Vec<&'a str>),
    /// Values of a type that is none of rows.
    Values(&'a str),
    /// Of these columns.
    Columns(Vec<Field<'a>>),
}

/// A column of a row that a function gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field<'a> {
    /// Its name.
    pub name: String,
    /// Its type.
    pub data_type: &'a str,
    /// It may be `null`.
    pub null: bool,
    /// What it is.
    pub comment: Option<&'a str>,
}

impl<'a> Rows<'a> {
    /// The name of the column, where there is one of that name.
    pub fn field(&self, name: &str) -> Option<String> {
        let has = match self {
            Self::Typed(_, columns) => columns.contains(&name),
            Self::Values(_) => false,
            Self::Columns(columns) => columns.iter().any(|it| it.name == name),
        };
        has.then(|| name.to_owned())
    }
}

/// What a function answers with at its route.
pub(super) fn answer<'a>(
    catalog: &'a Catalog,
    function: &'a Function,
    signature: &'a Signature,
    secured: &Secured,
    route: &Route,
) -> Answer<'a> {
    match of(catalog, function, signature) {
        Answer::Rows(rows) if route.row || secured.kind == Some("get") => {
            Answer::Row { rows, none: true }
        }
        Answer::Rows(rows) if secured.pages.is_some() => Answer::Page(rows),
        answer => answer,
    }
}

/// What a function gives.
pub(in crate::generate) fn of<'a>(
    catalog: &'a Catalog,
    function: &'a Function,
    signature: &'a Signature,
) -> Answer<'a> {
    let returns = function.returns.as_deref().unwrap_or("void");
    let set_of = returns.strip_prefix("SETOF ");
    let given = |it: &&crate::catalog::Argument| {
        matches!(it.mode, ArgMode::Out | ArgMode::InOut | ArgMode::Table)
    };
    let columns = function.args.iter().filter(given).enumerate().map(|(at, it)| {
        let said = it
            .name
            .as_ref()
            .and_then(|name| signature.returns.get(name).or_else(|| signature.args.get(name)));
        Field {
            // As PostgreSQL names it.
            name: it.name.as_ref().map_or_else(|| format!("column{}", at + 1), ToString::to_string),
            data_type: &it.data_type,
            null: said.and_then(|it| it.null).unwrap_or(false),
            comment: said.and_then(|it| it.comment.as_deref()),
        }
    });
    let columns: Vec<Field<'a>> = columns.collect();
    let null = signature.returns.get("").and_then(|it| it.null).unwrap_or(false);
    let is_set = set_of.is_some() || returns.starts_with("TABLE(");
    match (is_set, columns.len()) {
        (false, 0) if returns == "void" => Answer::Nothing,
        (true, 0) => Answer::Rows(typed(catalog, set_of.unwrap_or(returns))),
        (false, 0) => match typed(catalog, returns) {
            Rows::Values(data_type) => Answer::Value { data_type, null },
            rows => Answer::Row { rows, none: null },
        },
        // One OUT argument is the value itself; a table of one column has rows.
        (false, 1) => Answer::Value { data_type: columns[0].data_type, null: columns[0].null },
        (true, 1) if set_of.is_some() => Answer::Rows(typed(catalog, columns[0].data_type)),
        (true, _) => Answer::Rows(Rows::Columns(columns)),
        (false, _) => Answer::Row { rows: Rows::Columns(columns), none: false },
    }
}

fn typed<'a>(catalog: &'a Catalog, data_type: &'a str) -> Rows<'a> {
    let name = TypeName::parse(data_type);
    let Some(qname) = name.qname().filter(|_| !name.is_array) else {
        return Rows::Values(data_type);
    };
    let composite = ObjectId::in_schema(Kind::Composite, &qname);
    if let Some(crate::catalog::Definition::Composite(it)) =
        catalog.get(&composite).map(|it| &it.definition)
    {
        return Rows::Typed(data_type, it.attributes.iter().map(|it| &*it.name).collect());
    }
    let columns: Vec<&str> =
        catalog.columns(&qname).into_iter().map(|(id, _, _)| &*id.name).collect();
    if columns.is_empty() { Rows::Values(data_type) } else { Rows::Typed(data_type, columns) }
}
