//! Declared types: enums, domains, composites, ranges, the rows of relations.

use super::builtin::{MULTIRANGE, RANGE};
use super::checks::{Said, said};
use super::said::put;
use super::{Types, described, or_null, properties};
use crate::catalog::{Catalog, ConstraintBody, Definition, Domain, Kind, Name, ObjectId, QName};
use crate::generate::json::{Members, array, object};
use std::collections::BTreeSet;

/// The schema of a declared type. The object is the range where the name is that of its multirange.
pub(super) fn definition(types: &mut Types<'_>, name: &QName, id: &ObjectId) -> Members {
    let catalog = types.catalog;
    let Some(found) = catalog.get(id) else { return Members::default() };
    let schema = match &found.definition {
        Definition::Enum(it) => object([("type", "string".into()), ("enum", array(&it.labels))]),
        Definition::Domain(it) => domain(types, name, it),
        Definition::Range(_) => {
            let pattern = if id.qname() == *name { RANGE } else { MULTIRANGE };
            object([("type", "string".into()), ("pattern", pattern.into())])
        }
        Definition::Composite(it) => properties(
            it.attributes
                .iter()
                .map(|it| {
                    let schema = types.nullable(&it.data_type, true);
                    (it.name.to_string(), described(schema, it.comment.as_deref()), true)
                })
                .collect(),
        ),
        _ => row(types, name),
    };
    described(schema, found.comment.as_deref())
}

/// The range whose multirange has this name.
pub(super) fn of_multirange(catalog: &Catalog, name: &QName) -> Option<ObjectId> {
    let mut ranges = catalog.of_kind(Kind::Range);
    let found = ranges.find(|(_, it)| match &it.definition {
        Definition::Range(range) => range.multirange.as_ref() == Some(name),
        _ => false,
    });
    found.map(|(id, _)| id.clone())
}

fn domain(types: &mut Types<'_>, name: &QName, it: &Domain) -> Members {
    if let Some(shape) = types.shapes.get(name) {
        return super::shape::shape(types, shape);
    }
    let mut schema = types.value(&it.base);
    let catalog = types.catalog;
    for (_, object) in catalog.of_relation(Kind::DomainConstraint, name) {
        if let Definition::DomainConstraint(constraint) = &object.definition {
            for part in said(&constraint.check, &|it| it == "value") {
                put(&mut schema, part);
            }
        }
    }
    schema
}

/// A row of a relation. What a check says of one column is part of that column.
fn row(types: &mut Types<'_>, relation: &QName) -> Members {
    let catalog = types.catalog;
    let columns = catalog.columns(relation).into_iter().map(|(id, object, column)| {
        let mut schema = types.value(&column.data_type);
        for part in of_column(catalog, relation, &id.name) {
            put(&mut schema, part);
        }
        let schema = if column.null { or_null(schema) } else { schema };
        (id.name.to_string(), described(schema, object.comment.as_deref()), true)
    });
    let columns: Vec<_> = columns.collect();
    properties(columns)
}

/// Puts what the checks of a table say of a column into the schema of an argument that is written to it.
pub(in crate::generate) fn as_written(
    types: &Types<'_>,
    schema: &mut Members,
    written: Option<&(QName, BTreeSet<Name>)>,
    argument: Option<&Name>,
) {
    if let (Some((table, columns)), Some(name)) = (written, argument)
        && columns.contains(name)
    {
        for part in of_column(types.catalog, table, name) {
            put(schema, part);
        }
    }
}

/// What the checks of a table say of one column alone.
fn of_column(catalog: &Catalog, relation: &QName, column: &str) -> Vec<Said> {
    let mut found = Vec::new();
    for (_, object) in catalog.of_relation(Kind::Constraint, relation) {
        if let Definition::Constraint(constraint) = &object.definition
            && let ConstraintBody::Check { expression, .. } = &constraint.body
            && constraint.validated
        {
            found.extend(said(expression, &|name| name == column));
        }
    }
    found
}
