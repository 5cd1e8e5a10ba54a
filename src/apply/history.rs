//! refinery's history table, read so that no content can make the program panic (refinery's own reader does, at a
//! checksum or a date that is none).

use refinery_core::Migration;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tokio_postgres::{Client, Error};

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
pub async fn read_history(client: &Client) -> Result<Vec<HistoryRow>, Error> {
    let exists = client
        .query_one("select pg_catalog.to_regclass($1) is not null", &[&TABLE])
        .await?
        .try_get::<_, bool>(0)?;
    if !exists {
        return Ok(Vec::new());
    }
    let query = format!(
        "select version::int4, coalesce(name::text, ''), coalesce(applied_on::text, ''),
                coalesce(checksum::text, '')
         from {TABLE} order by version"
    );
    let mut rows = Vec::new();
    for row in client.query(&query, &[]).await? {
        rows.push(HistoryRow {
            version: row.try_get(0)?,
            name: row.try_get(1)?,
            applied_on: row.try_get(2)?,
            checksum: row.try_get(3)?,
        });
    }
    Ok(rows)
}
