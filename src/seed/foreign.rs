//! What finds rows that break a foreign key. Where triggers are off PostgreSQL does not look at them, for it does so by triggers.

use super::Step;
use crate::catalog::{Catalog, QName, keys};
use crate::render::{qualified, quoted};
use std::collections::BTreeSet;

/// A foreign key of a table that was filled.
#[derive(Debug, Clone)]
pub struct Foreign {
    /// The table that has it.
    pub table: QName,
    /// The table that it refers to.
    pub references: QName,
    /// Its columns.
    pub columns: String,
    /// A query that gives one of the rows that refer to nothing, as text.
    pub query: String,
}

/// The foreign keys of all tables that were filled, in the order of tables and keys.
#[must_use]
pub fn foreign(catalog: &Catalog, steps: &[Step]) -> Vec<Foreign> {
    let tables: BTreeSet<&QName> = steps.iter().filter_map(|it| it.table.as_ref()).collect();
    let mut found = Vec::new();
    for table in tables {
        for key in keys(catalog, table) {
            let own: Vec<String> =
                key.columns.iter().map(|it| format!("r.{}", quoted(it))).collect();
            let pairs = own.iter().zip(key.referenced);
            let same: Vec<String> =
                pairs.map(|(own, other)| format!("f.{} = {own}", quoted(other))).collect();
            // MATCH SIMPLE: with a NULL in it a key refers to nothing. The model knows no other.
            let there: Vec<String> = own.iter().map(|it| format!("{it} IS NOT NULL")).collect();
            let columns: Vec<String> = key.columns.iter().map(|it| quoted(it)).collect();
            found.push(Foreign {
                table: table.clone(),
                references: key.references.clone(),
                columns: columns.join(", "),
                query: format!(
                    "SELECT ROW({})::text FROM {} r WHERE {} AND NOT EXISTS (SELECT FROM {} f WHERE {}) LIMIT 1",
                    own.join(", "),
                    qualified(table),
                    there.join(" AND "),
                    qualified(key.references),
                    same.join(" AND "),
                ),
            });
        }
    }
    found
}
