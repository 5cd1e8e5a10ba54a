//! refinery's history table, read so that no content can make the program panic (refinery's own reader does, at a
//! checksum or a date that is none).

use super::error::ApplyError;
use crate::connect::Session;
use refinery::Migration;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The schema for everything that momni-db keeps in a database.
pub const SCHEMA: &str = "momni_db";

/// The history table with its schema: plain refinery finds it by this name.
pub const TABLE: &str = "momni_db.refinery_schema_history";

/// One row of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryRow {
    /// The migration's number.
    pub version: i32,
    /// Its name, as the file's name had it.
    pub name: String,
    /// When, as RFC 3339; whatever text the row holds.
    pub applied_on: String,
    /// refinery's checksum; whatever text the row holds.
    pub checksum: String,
    /// The role that was connected; `None` where the table does not keep it, as one of plain refinery's does not.
    pub applied_by: Option<String>,
}

impl HistoryRow {
    /// What refinery makes of it; `None` when refinery would panic.
    pub(super) fn refinery(&self) -> Option<Migration> {
        let on = OffsetDateTime::parse(&self.applied_on, &Rfc3339).ok()?;
        Some(Migration::applied(self.version, self.name.clone(), on, self.checksum.parse().ok()?))
    }

    /// Why refinery would panic at this row.
    pub(super) fn unreadable(&self) -> Option<String> {
        if self.checksum.parse::<u64>().is_err() {
            return Some(format!("its checksum `{}` is not a number", self.checksum));
        }
        if OffsetDateTime::parse(&self.applied_on, &Rfc3339).is_err() {
            return Some(format!("its date `{}` is not RFC 3339", self.applied_on));
        }
        None
    }
}

/// The rows of the history, lowest version first; none when the table does not exist.
pub async fn read_history(session: &Session) -> Result<Vec<HistoryRow>, ApplyError> {
    let there = format!("select pg_catalog.to_regclass('{TABLE}') is not null");
    if !flag(&first(session, &there).await?, 0) {
        return Ok(Vec::new());
    }
    rows_of(session, TABLE).await
}

/// The rows of a table that is as refinery makes it. More columns may be there or not.
pub(super) async fn rows_of(session: &Session, table: &str) -> Result<Vec<HistoryRow>, ApplyError> {
    let query = format!(
        "select version::int4, name::text, applied_on::text, checksum::text,
                pg_catalog.to_jsonb(history) ->> 'applied_by'
         from {table} as history order by version"
    );
    let rows = session.rows(&query).await.map_err(ApplyError::asking)?;
    rows.into_iter()
        .map(|row| {
            let text = |at: usize| row.get(at).cloned().flatten().unwrap_or_default();
            let version =
                text(0).parse().map_err(|_| ApplyError::inner("a version is no number"))?;
            let applied_by = row.get(4).cloned().flatten();
            Ok(HistoryRow {
                version,
                name: text(1),
                applied_on: text(2),
                checksum: text(3),
                applied_by,
            })
        })
        .collect()
}

/// The first row of a query, as text; empty when there is none. Statements are never prepared, so that they pass
/// through any pooler.
pub(super) async fn first(session: &Session, query: &str) -> Result<Row, ApplyError> {
    let rows = session.rows(query).await.map_err(ApplyError::asking)?;
    Ok(rows.into_iter().next().unwrap_or_default())
}

/// A row as text.
pub(super) type Row = Vec<Option<String>>;

/// Whether a column of a row is true.
pub(super) fn flag(row: &Row, at: usize) -> bool {
    row.get(at).and_then(Option::as_deref) == Some("t")
}
