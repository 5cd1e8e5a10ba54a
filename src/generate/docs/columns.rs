//! The columns of a table or a view.

use super::known::Known;
use super::markdown::{code, text};
use crate::catalog::{Column, ConstraintBody, Definition, Kind, Name, ObjectId, QName};
use crate::sql::unwrapped;
use serde::Serialize;
use std::collections::BTreeMap;

/// A column, as templates see it.
#[derive(Serialize)]
pub(super) struct ColumnView {
    name: String,
    data_type: String,
    /// `yes` where NULL is allowed.
    null: &'static str,
    /// The default, the generated expression or the identity.
    default: String,
    /// `PK`, and links to the tables that it refers to.
    keys: String,
    meaning: String,
}

/// An expression that is too long for a cell.
#[derive(Serialize)]
pub(super) struct LongView {
    name: String,
    what: &'static str,
    sql: String,
}

/// How long an expression in a cell may be.
const LONG: usize = 72;

/// The columns of a relation, and the expressions that are told beneath them.
pub(super) fn columns(
    known: &Known<'_>,
    page: &str,
    relation: &QName,
) -> (Vec<ColumnView>, Vec<LongView>) {
    let keys = keys(known, page, relation);
    let is_table = known.catalog.table(relation).is_some();
    let mut long = Vec::new();
    let columns = known.catalog.columns(relation).into_iter().map(|(id, object, it)| {
        let (what, expression) = default(known, relation, &id.name, it);
        let default = match expression {
            Some(sql) if sql.chars().count() > LONG => {
                long.push(LongView {
                    name: code(&id.name),
                    what,
                    sql: super::markdown::block("sql", &sql),
                });
                [what, "see below"]
                    .into_iter()
                    .filter(|it| !it.is_empty())
                    .collect::<Vec<_>>()
                    .join(", ")
            }
            Some(sql) if what.is_empty() => code(&sql),
            Some(sql) => format!("{what} {}", code(&sql)),
            None => what.to_owned(),
        };
        let mut meaning = object.comment.as_deref().map(text).unwrap_or_default();
        if let Some(collation) = &it.collation {
            meaning = format!("{meaning} Collation {}.", code(collation)).trim().to_owned();
        }
        ColumnView {
            name: code(&id.name),
            data_type: known.data_type(page, &it.data_type),
            // Of the columns of views the server knows nothing but names and types.
            null: if is_table && it.null { "yes" } else { "" },
            default,
            keys: keys.get(&id.name).cloned().unwrap_or_default(),
            meaning,
        }
    });
    let columns = columns.collect();
    (columns, long)
}

fn default(
    known: &Known<'_>,
    relation: &QName,
    name: &Name,
    it: &Column,
) -> (&'static str, Option<String>) {
    if let Some(generated) = &it.generated {
        let what = if generated.stored { "generated" } else { "generated when read" };
        return (what, Some(unwrapped(&generated.expression).to_owned()));
    }
    if let Some(identity) = &it.identity {
        return (if identity.always { "identity, always" } else { "identity" }, None);
    }
    let id = ObjectId::of_relation(Kind::DefaultExpr, relation, name.clone());
    match known.catalog.get(&id).map(|it| &it.definition) {
        Some(Definition::DefaultExpr(it)) => ("", Some(it.expression.clone())),
        _ => ("", None),
    }
}

/// How keys use each column.
fn keys(known: &Known<'_>, page: &str, relation: &QName) -> BTreeMap<Name, String> {
    let mut found: BTreeMap<Name, Vec<String>> = BTreeMap::new();
    let mut add = |columns: &[Name], said: &str| {
        for column in columns {
            let of = found.entry(column.clone()).or_default();
            if !of.iter().any(|it| it == said) {
                of.push(said.to_owned());
            }
        }
    };
    for (_, object) in known.catalog.of_relation(Kind::Constraint, relation) {
        if let Definition::Constraint(it) = &object.definition
            && let ConstraintBody::PrimaryKey { columns, .. } = &it.body
        {
            add(columns, "primary key");
        }
    }
    for (_, object) in known.catalog.of_relation(Kind::Constraint, relation) {
        let Definition::Constraint(it) = &object.definition else { continue };
        match &it.body {
            ConstraintBody::Unique { columns, .. } if columns.len() == 1 => add(columns, "unique"),
            ConstraintBody::ForeignKey { columns, references, .. } => {
                let part = if columns.len() > 1 { "part of " } else { "" };
                add(columns, &format!("{part}→ {}", known.relation(page, references)));
            }
            _ => {}
        }
    }
    found.into_iter().map(|(name, said)| (name, said.join(", "))).collect()
}
