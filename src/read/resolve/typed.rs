//! Tables of a composite type.

use super::{Place, Resolver, partition};
use crate::catalog::{Attribute, Column, Definition, Kind, Object, ObjectId, Position, QName};
use crate::diagnostic::Diagnostic;
use crate::read::decode::Text;
use crate::read::grammar::{self, OfType};

/// The attributes of the type, which is resolved already.
pub(super) fn attributes(cx: &mut Resolver<'_>, place: &Place, of: &OfType) -> Vec<Attribute> {
    let Some(name) = cx.type_of(place, &of.r#type) else { return Vec::new() };
    match cx.declared.catalog.get(&ObjectId::in_schema(Kind::Composite, &name)) {
        Some(Object { definition: Definition::Composite(it), .. }) => it.attributes.clone(),
        _ => Vec::new(),
    }
}

/// The columns that the table has from its type, with what it says of them; gives their number.
pub(super) fn columns(
    cx: &mut Resolver<'_>,
    place: &Place,
    table: &QName,
    key: &Text,
    of: &OfType,
) -> i32 {
    let attributes = attributes(cx, place, of);
    let named = cx.type_of(place, &of.r#type);
    // A name that nothing has is reported with the others.
    let catalog = |id| cx.declared.catalog.objects.contains_key(&id);
    let is_other = |name: &QName| {
        let kinds = [Kind::BaseType, Kind::Enum, Kind::Domain, Kind::Range].into_iter();
        kinds.map(|kind| ObjectId::in_schema(kind, name)).any(catalog)
    };
    if named.as_ref().is_some_and(is_other) {
        let message = format!("table {key} is of {}, which is no composite type", of.r#type);
        let fault = Diagnostic::error("unknown-type", message).at(of.r#type.span.clone());
        cx.fault(fault.help("name one that stands under `composites:`"));
    }
    let mut position = 0;
    for attribute in attributes {
        position += 1;
        let column = Column {
            position: Position(position),
            data_type: attribute.data_type,
            collation: attribute.collation,
            null: true,
            ..Column::default()
        };
        let id = ObjectId::of_relation(Kind::Column, table, attribute.name);
        cx.declared.catalog.insert(id, Object::new(column));
    }
    for (key, column) in of.columns.iter() {
        partition::own_column(cx, table, key, column);
    }
    position
}

/// What a table of a type cannot have.
pub(super) fn nothing_else(cx: &mut Resolver<'_>, key: &Text, table: &grammar::Table) {
    let keys = [
        ("columns", !table.columns.is_empty()),
        ("inherits", !table.inherits.is_empty()),
        ("foreign", table.foreign.is_some()),
    ];
    let given: Vec<&str> =
        keys.into_iter().filter_map(|(word, given)| given.then_some(word)).collect();
    if !given.is_empty() {
        let message = format!("table {key} is of a type and says {}", given.join(", "));
        let fault = Diagnostic::error("conflicting-keys", message).at(key.span.clone());
        cx.fault(fault.help("its columns are those of the type; what they have besides stands in `of: { type: …, columns: … }`"));
    }
}
