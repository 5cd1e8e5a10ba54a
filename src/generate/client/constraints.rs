//! The constraints of a catalog by what has to be written for one of them to be violated.

use super::body::{Does, Write};
use super::types::{bare, own_name};
use crate::catalog::{Catalog, ConstraintBody, Definition, ForeignKeyAction, Kind, Name, QName};
use crate::sql::tokens;
use std::collections::{BTreeMap, BTreeSet};

/// Every constraint, found by the tables that are written.
#[derive(Debug, Default)]
pub(super) struct Constraints {
    /// By table, with the columns that it speaks of.
    of_table: BTreeMap<QName, Vec<(Held, BTreeSet<String>)>>,
    /// Foreign keys that refuse that a row is deleted, by the table that they refer to.
    left_alone: BTreeMap<QName, Vec<Held>>,
}

/// A constraint that can be violated. Their order is that of their names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Held {
    /// Its name.
    pub(super) name: String,
    /// The SQLSTATE of a violation.
    pub(super) code: &'static str,
    /// What it is: `constraint` or `index`.
    pub(super) word: &'static str,
    /// The table, or the domain, whose it is.
    pub(super) of: Name,
}

impl Held {
    fn new(name: &Name, code: &'static str, of: &Name) -> Self {
        Self { name: name.to_string(), code, word: "constraint", of: of.clone() }
    }
}

impl Constraints {
    pub(super) fn of(catalog: &Catalog) -> Self {
        let mut found = Self::default();
        for (id, object) in catalog.of_kind(Kind::Constraint) {
            let Definition::Constraint(it) = &object.definition else { continue };
            let table = id.relation_qname();
            let held = Held::new(&id.name, code(&it.body), &table.name);
            if let Some(other) = kept_from(&it.body) {
                found.left_alone.entry(other.clone()).or_default().push(held.clone());
            }
            found.of_table.entry(table).or_default().push((held, columns(&it.body)));
        }
        for (id, object) in catalog.of_kind(Kind::Index) {
            let Definition::Index(it) = &object.definition else { continue };
            if it.unique {
                let table = id.relation_qname();
                let held = Held { word: "index", ..Held::new(&id.name, "23505", &table.name) };
                let words = it.elements.iter().map(|it| &it.expression).chain(&it.predicate);
                let columns = words.flat_map(|it| named(it)).collect();
                found.of_table.entry(table).or_default().push((held, columns));
            }
        }
        for (id, object) in catalog.of_kind(Kind::Column) {
            let Definition::Column(column) = &object.definition else { continue };
            // What no schema stands before is a type of PostgreSQL itself.
            if !column.data_type.contains('.') {
                continue;
            }
            let Some(domain) = own_name(&bare(&column.data_type).0) else { continue };
            for (constraint, _) in catalog.of_relation(Kind::DomainConstraint, &domain) {
                let held = Held::new(&constraint.name, "23514", &domain.name);
                let columns = BTreeSet::from([id.name.to_string()]);
                found.of_table.entry(id.relation_qname()).or_default().push((held, columns));
            }
        }
        found
    }

    /// Those that what a function does can violate.
    pub(super) fn hit(&self, does: &Does) -> BTreeSet<&Held> {
        let mut found = BTreeSet::new();
        for ((table, write), written) in &does.writes {
            let of = |by: &BTreeSet<String>| {
                written.as_ref().is_none_or(|written| !written.is_disjoint(by))
            };
            if *write == Write::Delete {
                found.extend(self.left_alone.get(table).into_iter().flatten());
            } else {
                let all = self.of_table.get(table).into_iter().flatten();
                found.extend(all.filter(|(_, columns)| of(columns)).map(|(held, _)| held));
            }
        }
        found
    }
}

fn code(body: &ConstraintBody) -> &'static str {
    match body {
        ConstraintBody::PrimaryKey { .. } | ConstraintBody::Unique { .. } => "23505",
        ConstraintBody::Exclusion { .. } => "23P01",
        ConstraintBody::Check { .. } => "23514",
        ConstraintBody::ForeignKey { .. } => "23503",
    }
}

/// The table of which a foreign key lets no row be deleted that it refers to.
fn kept_from(body: &ConstraintBody) -> Option<&QName> {
    let ConstraintBody::ForeignKey { references, on_delete, .. } = body else { return None };
    let refuses = matches!(on_delete, ForeignKeyAction::NoAction | ForeignKeyAction::Restrict);
    refuses.then_some(references)
}

/// The names in an expression.
fn named(text: &str) -> BTreeSet<String> {
    tokens(text).iter().filter_map(|it| it.name().map(Into::into)).collect()
}

fn columns(body: &ConstraintBody) -> BTreeSet<String> {
    let of = |names: &[Name]| names.iter().map(ToString::to_string).collect();
    match body {
        ConstraintBody::PrimaryKey { columns, .. }
        | ConstraintBody::Unique { columns, .. }
        | ConstraintBody::ForeignKey { columns, .. } => of(columns),
        ConstraintBody::Check { expression, .. } => named(expression),
        ConstraintBody::Exclusion { elements, predicate, .. } => {
            let elements = elements.iter().flat_map(|it| named(&it.element.expression));
            elements.chain(predicate.iter().flat_map(|it| named(it))).collect()
        }
    }
}
