//! The types and the identifiers that functions name.

use super::super::identifiers::Identifiers;
use super::super::model::{Gives, Identifier, Model, Named, Shape, Type};
use super::super::names::{Taken, camel};
use super::super::types::Types;
use super::gives::attributes;
use crate::catalog::{Catalog, Definition, Kind, ObjectId, QName};
use std::collections::{BTreeMap, BTreeSet};

/// Names that mean something else wherever types stand.
const TYPES: [&str; 41] = [
    "Argument",
    "AsRef",
    "Box",
    "Call",
    "Caller",
    "Clone",
    "Column",
    "Copy",
    "Debug",
    "Decode",
    "Default",
    "Deserialize",
    "Err",
    "Error",
    "From",
    "Function",
    "Given",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "Missing",
    "None",
    "Nothing",
    "Nullable",
    "Ok",
    "Option",
    "Result",
    "Row",
    "Rows",
    "Run",
    "Send",
    "Serialize",
    "Some",
    "String",
    "Sync",
    "Transaction",
    "User",
    "Value",
    "Values",
    "Vec",
];

/// The names of types in Rust; two of one name get their schema's before it.
pub(super) fn type_names(catalog: &Catalog) -> BTreeMap<QName, String> {
    let kinds = [
        Kind::Enum,
        Kind::Domain,
        Kind::Composite,
        Kind::Table,
        Kind::View,
        Kind::MaterializedView,
    ];
    let all: BTreeSet<QName> =
        kinds.iter().flat_map(|kind| catalog.of_kind(*kind)).map(|(id, _)| id.qname()).collect();
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    all.iter().for_each(|it| *count.entry(camel(&it.name)).or_default() += 1);
    let mut taken = Taken::with(&TYPES);
    let name = |it: QName| {
        let short = camel(&it.name);
        let long = format!("{}{short}", camel(&it.schema));
        let name = if count[&short] > 1 { long } else { short };
        (it, taken.take(name))
    };
    all.into_iter().map(name).collect()
}

/// Every type that the functions name.
fn mentioned(model: &Model) -> Vec<&Type> {
    let mut found = Vec::new();
    for function in model.areas.values().flatten() {
        found.extend(function.arguments.iter().map(|it| &it.data_type));
        match &function.gives {
            Gives::Nothing => {}
            Gives::Value(it, _) | Gives::Values(it, _) => found.push(it),
            Gives::Row(fields) | Gives::Rows(fields) | Gives::Typed(_, fields) => {
                found.extend(fields.iter().map(|it| &it.data_type));
            }
        }
    }
    found
}

pub(super) fn used_identifiers(model: &Model, all: &Identifiers) -> Vec<Identifier> {
    let within = model.types.iter().flat_map(|it| match &it.shape {
        Shape::Composite(fields, _) => fields.iter().map(|it| &it.data_type).collect(),
        _ => Vec::new(),
    });
    let words: BTreeSet<String> = mentioned(model)
        .into_iter()
        .chain(within)
        .flat_map(|it| it.rust.split(['<', '>']).map(str::to_owned).collect::<Vec<_>>())
        .collect();
    all.all().filter(|it| words.contains(&format!("ids::{}", it.rust))).cloned().collect()
}

/// The types that are named, with those that they are made of.
pub(super) fn used_types(
    model: &Model,
    types: &Types<'_>,
    identifiers: &Identifiers,
) -> Vec<Named> {
    let mut names: BTreeSet<QName> =
        mentioned(model).into_iter().flat_map(|it| it.names.iter().cloned()).collect();
    let typed = model.areas.values().flatten().filter_map(|it| match &it.gives {
        Gives::Typed(name, _) => Some(name.clone()),
        _ => None,
    });
    names.extend(typed);
    names.iter().filter_map(|it| named(types, identifiers, it)).collect()
}

fn named(types: &Types<'_>, identifiers: &Identifiers, name: &QName) -> Option<Named> {
    let find = |kind| {
        let id = ObjectId::in_schema(kind, name);
        types.catalog.get(&id)
    };
    let kinds = [Kind::Enum, Kind::Domain, Kind::Composite, Kind::Table, Kind::View];
    let object = kinds.into_iter().chain([Kind::MaterializedView]).find_map(find)?;
    let shape = match &object.definition {
        Definition::Enum(it) => {
            let mut taken = Taken::with(&["Unknown"]);
            let variant = |label: &String| (taken.take(camel(label)), label.clone());
            Shape::Enum(it.labels.iter().map(variant).collect())
        }
        Definition::Domain(it) => match types.shapes.structures(name) {
            Some(structures) => Shape::Json(structures.to_vec()),
            None => Shape::Domain(types.of(&it.base)?, it.base.clone()),
        },
        _ => {
            let fields = attributes(types, identifiers, name)?;
            let whole = fields.iter().all(|it| it.data_type.as_text.is_none());
            Shape::Composite(fields, whole)
        }
    };
    Some(Named {
        rust: types.names.get(name)?.clone(),
        name: name.clone(),
        comment: object.comment.clone(),
        shape,
    })
}
