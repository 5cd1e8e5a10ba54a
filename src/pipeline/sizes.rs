//! How large the relations of a live database are.

use super::Failure;
use crate::catalog::QName;
use crate::connect::Session;
use std::collections::BTreeMap;

/// How large a relation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// On disk, with its indexes and what is kept outside of its rows.
    pub bytes: u64,
    /// Its rows, as the planner estimates them; `None` before the first ANALYZE or VACUUM.
    pub rows: Option<u64>,
}

/// The sizes of these relations; one that is not there has none.
///
/// # Errors
/// The server refuses.
pub async fn sizes(live: &Session, of: &[QName]) -> Result<BTreeMap<QName, Size>, Failure> {
    let schemas: Vec<&str> = of.iter().map(|it| &*it.schema).collect();
    let names: Vec<&str> = of.iter().map(|it| &*it.name).collect();
    let query = "
        SELECT n.nspname::text, c.relname::text, pg_catalog.pg_total_relation_size(c.oid),
            c.reltuples::float8
        FROM unnest($1::text[], $2::text[]) AS wanted (schema, name)
        JOIN pg_catalog.pg_namespace n ON n.nspname = wanted.schema
        JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name";
    let rows = live.client.query(query, &[&schemas, &names]).await;
    let rows = rows.map_err(|error| live.explain(&error, query))?;
    let size = |row: &tokio_postgres::Row| {
        let (bytes, rows): (i64, f64) = (row.get(2), row.get(3));
        // Neither is negative but for rows that were never counted, and both are whole.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let size = Size { bytes: bytes.max(0) as u64, rows: (rows >= 0.0).then_some(rows as u64) };
        (QName::new(row.get::<_, &str>(0), row.get::<_, &str>(1)), size)
    };
    Ok(rows.iter().map(size).collect())
}
