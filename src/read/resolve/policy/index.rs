//! The indexes that policies in short need. Where none begins with the column, it is declared.

use crate::catalog::{
    Catalog, ConstraintBody, Definition, Index, IndexElement, Kind, Name, Object, ObjectId,
    Options, QName, generated,
};
use crate::diagnostic::Span;
use crate::read::resolve::Resolver;
use crate::render::quoted;
use std::collections::BTreeMap;

/// Columns of a table that rows are looked for by; the first one is what counts.
pub(in crate::read::resolve) struct Need {
    pub(super) table: QName,
    pub(super) columns: Vec<Name>,
    pub(super) at: Span,
}

/// Declares the indexes that are needed and not there.
pub(in crate::read::resolve) fn indexes(cx: &mut Resolver<'_>) {
    for Need { table, columns, at } in std::mem::take(&mut cx.policies.needs) {
        let catalog = &cx.declared.catalog;
        if !holds_rows(catalog, &table) || begins(catalog, &table, &columns[0]) {
            continue;
        }
        let name = name(catalog, &table, &columns[0]);
        let elements = columns
            .iter()
            .map(|column| IndexElement { expression: quoted(column), ..IndexElement::default() });
        let index = Index {
            using: Name::from("btree"),
            unique: false,
            nulls_not_distinct: false,
            elements: elements.collect(),
            include: Vec::new(),
            predicate: None,
            options: Options::new(),
            tablespace: None,
            valid: true,
            attached: None,
            statistics: BTreeMap::new(),
        };
        cx.add(ObjectId::of_relation(Kind::Index, &table, name), Object::new(index), &at);
    }
}

/// Whether it is a table that can have an index of its own: no view, no foreign table, and no partition, which has those of
/// its table.
fn holds_rows(catalog: &Catalog, table: &QName) -> bool {
    let object = catalog.get(&ObjectId::in_schema(Kind::Table, table));
    matches!(object.map(|it| &it.definition), Some(Definition::Table(it)) if it.foreign.is_none() && it.partition_of.is_none())
}

/// Whether a key or an index begins with a column. One of some rows is most often one of those that the policy asks for.
fn begins(catalog: &Catalog, table: &QName, column: &Name) -> bool {
    let is_column = |text: &str| text == &**column || text == quoted(column);
    let mut keys = catalog.of_relation(Kind::Constraint, table);
    let mut indexes = catalog.of_relation(Kind::Index, table);
    keys.any(|(_, object)| match &object.definition {
        Definition::Constraint(it) => match &it.body {
            ConstraintBody::PrimaryKey { columns, .. } | ConstraintBody::Unique { columns, .. } => {
                columns.first() == Some(column)
            }
            ConstraintBody::Exclusion { elements, .. } => {
                elements.first().is_some_and(|it| is_column(&it.element.expression))
            }
            _ => false,
        },
        _ => false,
    }) || indexes.any(|(_, object)| match &object.definition {
        Definition::Index(it) => it.elements.first().is_some_and(|it| is_column(&it.expression)),
        _ => false,
    })
}

/// The name that PostgreSQL would give to it, where it is free.
fn name(catalog: &Catalog, table: &QName, column: &Name) -> Name {
    let usual = generated(&table.name, Some(column), "idx");
    let is_taken = [Kind::Index, Kind::Constraint].into_iter().any(|kind| {
        catalog
            .of_kind(kind)
            .any(|(id, _)| id.schema.as_ref() == Some(&table.schema) && id.name == usual)
    });
    if is_taken { generated(&table.name, Some(column), "policy_idx") } else { usual }
}
