//! What a type of PostgreSQL is in Rust.

use super::model::Type;
use super::scalar::{Pass, is_pseudo, of_extension, range, scalar};
use crate::catalog::{Catalog, Definition, Kind, Name, ObjectId, QName};
use std::collections::{BTreeMap, BTreeSet};

/// Knows the catalog's own types, and what they are called here.
#[derive(Debug)]
pub(super) struct Types<'a> {
    pub(super) catalog: &'a Catalog,
    /// The names of enumerations, domains and composites in Rust.
    pub(super) names: BTreeMap<QName, String>,
    /// Domains over JSON that have a shape.
    pub(super) shapes: super::shapes::Shapes<'a>,
}

/// A type without its brackets and its modifiers.
pub(super) fn bare(text: &str) -> (String, bool) {
    let (text, array) = match text.find('[').filter(|_| !text.starts_with('"')) {
        Some(at) => (&text[..at], true),
        None => (text.trim_end_matches("[]"), text.ends_with("[]")),
    };
    let plain = match (text.find('('), text.find(')')) {
        (Some(open), Some(close)) if open < close && !text.contains('"') => {
            format!("{}{}", &text[..open], &text[close + 1..])
        }
        _ => text.to_owned(),
    };
    (plain, array)
}

/// Schema and name of a type that is not in `pg_catalog`.
pub(super) fn own_name(text: &str) -> Option<QName> {
    let tokens = crate::sql::tokens(text);
    let (parts, end) = crate::sql::dotted(&tokens, 0)?;
    match (&parts[..], end == tokens.len()) {
        ([schema, name], true) => Some(QName::new(schema, name)),
        _ => None,
    }
}

fn plain(rust: &str, pass: Pass, sent: &str) -> Type {
    // In a cast these mean one character and one bit.
    let sent = match sent {
        "character" => "bpchar",
        "bit" => "\"bit\"",
        _ => sent,
    };
    Type {
        rust: rust.to_owned(),
        pass,
        sent: sent.to_owned(),
        as_text: None,
        batches: true,
        names: BTreeSet::new(),
    }
}

/// A type that goes as text.
fn text(own: &str) -> Type {
    Type { as_text: Some(own.to_owned()), ..plain("String", Pass::Text, "text") }
}

impl Types<'_> {
    /// A type; `None` for one that only stands for others.
    pub(super) fn of(&self, words: &str) -> Option<Type> {
        let (one, array) = bare(words);
        if is_pseudo(words) || is_pseudo(&one) {
            return None;
        }
        let element = self.one(&one);
        Some(if array { array_of(element) } else { element })
    }

    fn one(&self, words: &str) -> Type {
        if let Some((rust, pass)) = scalar(words) {
            return plain(rust, pass, words);
        }
        if let Some((element, multi)) = range(words) {
            return ranged(&self.one(element), multi, words);
        }
        if matches!(words, "int2vector" | "oidvector") {
            let element = if words == "oidvector" { "u32" } else { "i16" };
            let rust = format!("values::Array<{element}>");
            return Type { batches: false, ..plain(&rust, Pass::Into, words) };
        }
        let Some(name) = own_name(words) else { return text(words) };
        self.own(&name, words).unwrap_or_else(|| text(words))
    }

    fn object(&self, kind: Kind, name: &QName) -> Option<&Definition> {
        self.catalog.get(&ObjectId::in_schema(kind, name)).map(|it| &it.definition)
    }

    fn own(&self, name: &QName, words: &str) -> Option<Type> {
        let named = |pass, inner: BTreeSet<QName>| {
            let rust = format!("types::{}", self.names.get(name)?);
            let names = inner.into_iter().chain([name.clone()]).collect();
            Some(Type { names, ..plain(&rust, pass, words) })
        };
        if let Some(Definition::Enum(_)) = self.object(Kind::Enum, name) {
            return named(Pass::Value, BTreeSet::new());
        }
        if let Some(Definition::Domain(domain)) = self.object(Kind::Domain, name) {
            let inner = self.of(&domain.base)?;
            if inner.as_text.is_some() {
                return None;
            }
            if let Some(inner) = self.shapes.names(name) {
                return named(Pass::Borrowed, inner);
            }
            let batches = inner.batches;
            return named(Pass::Into, inner.names).map(|it| Type { batches, ..it });
        }
        if let Some(Definition::Range(range)) = self.object(Kind::Range, name) {
            return self.of(&range.subtype).map(|element| ranged(&element, false, words));
        }
        let of_multirange =
            self.catalog.of_kind(Kind::Range).find_map(|(_, it)| match &it.definition {
                Definition::Range(range) if range.multirange.as_ref() == Some(name) => Some(range),
                _ => None,
            });
        if let Some(range) = of_multirange {
            return self.of(&range.subtype).map(|element| ranged(&element, true, words));
        }
        if let Some(fields) = self.attributes(name) {
            let types = fields.iter().map(|it| self.of(&it.data_type));
            let types: Vec<Type> = types.collect::<Option<_>>()?;
            if types.iter().any(|it| it.as_text.is_some()) {
                return None;
            }
            let inner = types.into_iter().flat_map(|it| it.names).collect();
            let made = named(Pass::Borrowed, inner);
            return made.map(|it| Type { batches: false, ..it });
        }
        of_extension(&name.name).map(|(rust, pass)| plain(rust, pass, words))
    }

    /// The attributes of a composite type, or the columns of a relation.
    pub(super) fn attributes(&self, name: &QName) -> Option<Vec<Attribute>> {
        if let Some(Definition::Composite(composite)) = self.object(Kind::Composite, name) {
            let attribute = |it: &crate::catalog::Attribute| Attribute {
                name: it.name.clone(),
                data_type: it.data_type.clone(),
                null: true,
                comment: it.comment.clone(),
            };
            return Some(composite.attributes.iter().map(attribute).collect());
        }
        let kinds = [Kind::Table, Kind::View, Kind::MaterializedView];
        let is_table = self.object(Kind::Table, name).is_some();
        kinds.iter().any(|kind| self.object(*kind, name).is_some()).then(|| {
            let columns = self.catalog.columns(name).into_iter();
            let attribute = |(id, object, column): (&ObjectId, &crate::catalog::Object, _)| {
                let column: &crate::catalog::Column = column;
                Attribute {
                    name: id.name.clone(),
                    data_type: column.data_type.clone(),
                    // Nothing keeps NULL out of a column of a view.
                    null: column.null || !is_table,
                    comment: object.comment.clone(),
                }
            };
            columns.map(attribute).collect()
        })
    }
}

/// An attribute of a composite type.
#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) name: Name,
    pub(super) data_type: String,
    pub(super) null: bool,
    pub(super) comment: Option<String>,
}

fn array_of(element: Type) -> Type {
    Type {
        rust: format!("values::Array<{}>", element.rust),
        pass: Pass::Into,
        sent: format!("{}[]", element.sent),
        as_text: element.as_text.map(|it| format!("{it}[]")),
        batches: false,
        names: element.names,
    }
}

fn ranged(element: &Type, multi: bool, words: &str) -> Type {
    if element.as_text.is_some() {
        return text(words);
    }
    let kind = if multi { "Multirange" } else { "Range" };
    let rust = format!("values::{kind}<{}>", element.rust);
    let pass = if multi { Pass::Borrowed } else { Pass::Into };
    Type { names: element.names.clone(), ..plain(&rust, pass, words) }
}
