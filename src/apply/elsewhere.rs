//! A history that refinery's own tools keep of these migrations: a table of the same name in another schema.

use super::error::ApplyError;
use super::history::{HistoryRow, SCHEMA, rows_of};
use super::migrations::Migrations;
use crate::connect::Session;

/// The name that refinery gives its table.
const NAME: &str = "refinery_schema_history";

/// A history of these migrations in another place than momni-db's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The table with its schema, as SQL has it.
    pub table: String,
    /// What it holds, lowest version first.
    pub rows: Vec<HistoryRow>,
}

impl Elsewhere {
    /// The newest version.
    pub fn newest(&self) -> Option<i32> {
        self.rows.last().map(|row| row.version)
    }
}

/// Looks for a history of these migrations elsewhere. One that has none of these files, byte for byte, is of another
/// program that shares the database. Of several, the one with the newest version counts.
pub async fn elsewhere(
    session: &Session,
    migrations: &Migrations,
) -> Result<Option<Elsewhere>, ApplyError> {
    let query = format!(
        "select pg_catalog.format('%I.%I', n.nspname, c.relname)
         from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         where c.relname = '{NAME}' and c.relkind in ('r', 'p', 'v') and n.nspname not in ('{SCHEMA}', 'pg_temp')
           and has_schema_privilege(n.oid, 'USAGE') and has_table_privilege(c.oid, 'SELECT')
           and (select count(*) from pg_catalog.pg_attribute a where a.attrelid = c.oid and not a.attisdropped
                and a.attname in ('version', 'name', 'applied_on', 'checksum')) = 4
         order by 1"
    );
    let tables = session.rows(&query).await.map_err(ApplyError::asking)?;
    let mut found: Option<Elsewhere> = None;
    for table in tables.into_iter().flatten().flatten() {
        let it = Elsewhere { rows: rows_of(session, &table).await?, table };
        if it.rows.iter().any(|row| is_ours(row, migrations))
            && found.as_ref().is_none_or(|other| other.newest() < it.newest())
        {
            found = Some(it);
        }
    }
    Ok(found)
}

fn is_ours(row: &HistoryRow, migrations: &Migrations) -> bool {
    let Some(file) = migrations.get(row.version) else { return false };
    let same = |checksum: u64| checksum.to_string() == row.checksum;
    file.name == row.name && file.checksum().is_ok_and(same)
}
