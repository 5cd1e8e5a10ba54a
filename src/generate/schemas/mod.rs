//! Types as JSON Schema (2020-12): of a value, and of what is declared and named by others.
//!
//! A value in JSON is what PostgreSQL's `to_json` makes of it, but `numeric` is a string: a double would change it.

mod builtin;
mod checks;
mod declared;
mod example;
mod functions;
mod limits;
mod literal;
mod regular;
mod said;
mod shape;
mod type_name;

pub(super) use declared::as_written;
pub(super) use example::Examples;
pub(super) use functions::{files, of_rows};
pub(super) use limits::limited;
pub(super) use literal::literal;
pub(super) use type_name::TypeName;

use super::Source;
use super::json::{Json, Members, array, object};
use crate::catalog::{Catalog, Kind, ObjectId, QName};
use crate::read::Shape;
use std::collections::BTreeMap;

/// The schemas of a document: those that are asked for, and those that they name.
pub(super) struct Types<'a> {
    catalog: &'a Catalog,
    /// What the JSON of domains looks like.
    shapes: &'a BTreeMap<QName, Shape>,
    /// How a reference begins: `#/components/schemas/`.
    prefix: &'static str,
    /// What is named, by its name in the document; `None` while it is being made.
    definitions: BTreeMap<String, Option<Members>>,
}

/// The kinds of objects that are types.
const KINDS: [Kind; 7] = [
    Kind::Enum,
    Kind::Domain,
    Kind::Composite,
    Kind::Range,
    Kind::Table,
    Kind::View,
    Kind::MaterializedView,
];

impl<'a> Types<'a> {
    /// No schema yet.
    pub(super) fn new(source: &Source<'a>, prefix: &'static str) -> Self {
        let shapes = &source.objects.shapes;
        Self { catalog: source.catalog, shapes, prefix, definitions: BTreeMap::new() }
    }

    /// The schema of a value of a type. Elements of arrays are not NULL.
    pub(super) fn value(&mut self, data_type: &str) -> Members {
        let name = TypeName::parse(data_type);
        let one = self.one(&name);
        if name.is_array { object([("type", "array".into()), ("items", one.into())]) } else { one }
    }

    /// The same, or `null`.
    pub(super) fn nullable(&mut self, data_type: &str, null: bool) -> Members {
        let schema = self.value(data_type);
        if null { or_null(schema) } else { schema }
    }

    /// Whether a type is one of rows: its values are objects.
    pub(super) fn is_row(&self, data_type: &str) -> bool {
        let name = TypeName::parse(data_type);
        let kinds = [Kind::Composite, Kind::Table, Kind::View, Kind::MaterializedView];
        let found = name.qname().and_then(|it| self.found(&it));
        !name.is_array && found.is_some_and(|id| kinds.contains(&id.kind))
    }

    /// The definitions by their names, in the order of the names.
    pub(super) fn definitions(&self) -> Members {
        let all = self.definitions.iter();
        all.filter_map(|(name, schema)| Some((name.clone(), schema.clone()?))).collect()
    }

    fn one(&mut self, name: &TypeName) -> Members {
        let Some((qname, id)) = name.qname().and_then(|it| Some((it.clone(), self.found(&it)?)))
        else {
            let text = || object([("type", "string".into())]);
            return builtin::builtin(name).unwrap_or_else(text);
        };
        let key = key(&qname);
        if !self.definitions.contains_key(&key) {
            self.definitions.insert(key.clone(), None);
            let schema = declared::definition(self, &qname, &id);
            self.definitions.insert(key.clone(), Some(schema));
        }
        object([("$ref", format!("{}{key}", self.prefix).into())])
    }

    /// The object that a type is.
    fn found(&self, name: &QName) -> Option<ObjectId> {
        let ids = KINDS.map(|kind| ObjectId::in_schema(kind, name));
        let found = ids.into_iter().find(|id| self.catalog.get(id).is_some());
        found.or_else(|| declared::of_multirange(self.catalog, name))
    }
}

/// The name of a definition: letters, digits, `.`, `-`, `_`; anything else as `_`.
fn key(name: &QName) -> String {
    let plain = |it: char| if it.is_ascii_alphanumeric() || "._-".contains(it) { it } else { '_' };
    format!("{}.{}", name.schema, name.name).chars().map(plain).collect()
}

/// A schema, or `null`.
pub(super) fn or_null(schema: Members) -> Members {
    if schema.is_empty() {
        return schema;
    }
    match schema.get("type") {
        Some(Json::Text(kind)) if schema.get("enum").is_none() => {
            let kinds = array([kind.as_str(), "null"]);
            let mut schema = schema;
            schema.put("type", kinds);
            schema
        }
        _ => object([("anyOf", array([schema, object([("type", "null".into())])]))]),
    }
}

/// The same schema with a word about it.
pub(super) fn described(mut schema: Members, comment: Option<&str>) -> Members {
    schema.put_some("description", comment);
    schema
}

/// An object of these properties, of which those that are required are named; no others.
pub(super) fn properties(of: Vec<(String, Members, bool)>) -> Members {
    let required: Vec<&str> =
        of.iter().filter(|(_, _, required)| *required).map(|(name, _, _)| &**name).collect();
    let required = (!required.is_empty()).then(|| array(required));
    let mut schema = object([("type", "object".into())]);
    schema.put_some("required", required);
    schema.put("properties", of.into_iter().map(|(name, it, _)| (name, it)).collect::<Members>());
    schema
}
