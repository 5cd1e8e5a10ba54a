//! How far each data step has come, in the database.

use super::super::error::ApplyError;
use super::super::literal::literal;
use super::key::Values;
use super::pace::BatchProgress;
use crate::connect::Session;

/// The table, with its schema.
pub(in crate::apply) const TABLE: &str = "momni_db.migration_batches";

/// What makes it.
pub(in crate::apply) fn create() -> String {
    format!(
        "create table {TABLE} (version int4 primary key, key text not null, last text[], until text[],
            rows int8 not null, total int8 not null, batches int8 not null,
            started timestamptz not null, updated timestamptz not null);\n"
    )
}

/// What is known of a step that was begun.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// The key that it goes along.
    pub(super) key: String,
    /// The last key that is done; `None` before the first batch.
    pub(super) last: Option<Values>,
    /// Where it ends; `None` in an empty table.
    pub(super) until: Option<Values>,
    pub(super) progress: BatchProgress,
}

pub(super) async fn read(session: &Session, version: i32) -> Result<Option<Line>, ApplyError> {
    // The texts of a key may hold anything, so each comes in a column of its own row.
    let query = format!(
        "begin; {ours}select 0, key, rows::text, total::text, last is null from {TABLE} where version = {version};
         select 1, v from {TABLE}, pg_catalog.unnest(last) with ordinality as u (v, n) where version = {version} order by n;
         select 2, v from {TABLE}, pg_catalog.unnest(until) with ordinality as u (v, n) where version = {version} order by n;
         commit",
        ours = super::super::pieces::AS_OURSELVES
    );
    let rows = session.rows(&query).await.map_err(ApplyError::asking)?;
    let text = |row: &Vec<Option<String>>, at: usize| row.get(at).cloned().flatten();
    let of = |kind: &str| -> Values {
        let these = rows.iter().filter(|row| text(row, 0).as_deref() == Some(kind));
        these.filter_map(|row| text(row, 1)).collect()
    };
    let Some(head) = rows.iter().find(|row| text(row, 0).as_deref() == Some("0")) else {
        return Ok(None);
    };
    let number = |at: usize| text(head, at).and_then(|it| it.parse().ok()).unwrap_or_default();
    let progress = BatchProgress { rows: number(2), total: number(3), rate: 0.0 };
    let some = |values: Values| Some(values).filter(|it| !it.is_empty());
    let key = text(head, 1).unwrap_or_default();
    Ok(Some(Line { key, last: some(of("1")), until: some(of("2")), progress }))
}

/// Writes that a step begins; what an earlier one of that number has left goes.
pub(super) fn begin(version: i32, line: &Line) -> String {
    format!(
        "delete from {TABLE} where version = {version};
         insert into {TABLE} (version, key, last, until, rows, total, batches, started, updated)
         values ({version}, {}, null, {}, 0, {}, 0, pg_catalog.clock_timestamp(), pg_catalog.clock_timestamp())",
        literal(&line.key),
        array(line.until.as_ref()),
        line.progress.total
    )
}

/// Writes that a batch is done, within its own transaction.
pub(super) fn done(version: i32, last: &Values, rows: u64) -> String {
    format!(
        "update {TABLE} set last = {}, rows = rows + {rows}, batches = batches + 1,
            updated = pg_catalog.clock_timestamp() where version = {version}",
        array(Some(last))
    )
}

fn array(values: Option<&Values>) -> String {
    match values {
        None => "null".to_owned(),
        Some(values) => {
            let each: Vec<String> = values.iter().map(|it| literal(it)).collect();
            format!("array[{}]::text[]", each.join(", "))
        }
    }
}
