//! What values of a type are made of.

use super::casts::{base, qualified};
use crate::catalog::{Catalog, Composite, Definition, Kind, ObjectId};
use std::collections::BTreeSet;

/// The type itself and all that is within its values, each once: what is beneath domains, elements of arrays, attributes
/// of composites. Domains and arrays are not among them.
pub(super) fn within<'c>(catalog: &'c Catalog, name: &'c str) -> impl Iterator<Item = &'c str> {
    let mut open = vec![name];
    let mut seen = BTreeSet::new();
    std::iter::from_fn(move || {
        loop {
            let name = element(catalog, open.pop()?);
            if seen.insert(name) {
                let attributes = composite(catalog, name).into_iter().flat_map(|it| &it.attributes);
                open.extend(attributes.map(|it| &*it.data_type));
                return Some(name);
            }
        }
    })
}

/// The composite type of this name.
pub(super) fn composite<'c>(catalog: &'c Catalog, name: &str) -> Option<&'c Composite> {
    let id = ObjectId::in_schema(Kind::Composite, &qualified(name)?);
    match &catalog.get(&id)?.definition {
        Definition::Composite(it) => Some(it),
        _ => None,
    }
}

/// The type beneath all domains and arrays.
fn element<'c>(catalog: &'c Catalog, name: &'c str) -> &'c str {
    let mut name = name;
    while let Some(array) = base(catalog, name).strip_suffix("[]") {
        name = array;
    }
    base(catalog, name)
}
