//! Names and literals in SQL.

use crate::catalog::{Name, ObjectId, Options, Principal, QName};
use std::fmt::Write;

/// A name as SQL wants it: in quotes where it is not a plain lower-case word, or where the word has a meaning.
pub fn quoted(name: &str) -> String {
    let mut characters = name.chars();
    let plain = characters.next().is_some_and(|it| it.is_ascii_lowercase() || it == '_')
        && characters.all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_')
        && super::words::RESERVED.binary_search(&name).is_err();
    if plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// `schema.name`.
pub fn qualified(name: &QName) -> String {
    format!("{}.{}", quoted(&name.schema), quoted(&name.name))
}

/// A string literal. PostgreSQL reads a backslash as itself unless the literal begins with E.
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Names with commas between them.
pub(super) fn list<'a>(names: impl IntoIterator<Item = &'a Name>) -> String {
    names.into_iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
}

/// A role as GRANT, OWNER TO and policies take it.
pub(super) fn principal(principal: &Principal) -> String {
    match principal {
        Principal::Migrator => "CURRENT_USER".to_owned(),
        Principal::Public => "PUBLIC".to_owned(),
        Principal::Role(name) => quoted(name),
    }
}

/// The object itself: `schema.name`, `schema.name(types)`, or the bare name of a global one.
pub(super) fn object(id: &ObjectId) -> String {
    let mut text = String::new();
    if let Some(schema) = &id.schema {
        let _ = write!(text, "{}.", quoted(schema));
    }
    text.push_str(&quoted(&id.name));
    if let Some(args) = &id.args {
        let _ = write!(text, "({args})");
    }
    text
}

/// The relation that an object belongs to.
pub(super) fn relation(id: &ObjectId) -> String {
    qualified(&id.relation_qname())
}

/// `name = value, …` of storage parameters and view options.
pub(super) fn options<'a>(options: impl IntoIterator<Item = (&'a String, &'a String)>) -> String {
    options
        .into_iter()
        .map(|(name, value)| format!("{} = {}", option_name(name), literal(value)))
        .collect::<Vec<_>>()
        .join(", ")
}

/// ` WITH (…)`, or nothing.
pub(super) fn with(parameters: &Options) -> String {
    if parameters.is_empty() { String::new() } else { format!(" WITH ({})", options(parameters)) }
}

/// ` TABLESPACE …`, or nothing.
pub(super) fn tablespace(it: Option<&Name>) -> String {
    it.map_or(String::new(), |it| format!(" TABLESPACE {}", quoted(it)))
}

/// ` INCLUDE (…)`, or nothing.
pub(super) fn including(columns: &[Name]) -> String {
    if columns.is_empty() { String::new() } else { format!(" INCLUDE ({})", list(columns)) }
}

/// `toast.autovacuum_enabled` is a name in a name space.
pub(super) fn option_name(name: &str) -> String {
    name.split('.').map(quoted).collect::<Vec<_>>().join(".")
}
