//! The journal: which statement of which file without a transaction is under way, and which are done.

use super::super::error::ApplyError;
use super::super::history::{first, flag};
use super::super::literal::literal;
use super::super::migrations::MigrationFile;
use super::{AS_OURSELVES, At, Piece};
use crate::connect::Session;
use crate::digest::sha256;
use std::collections::BTreeMap;

/// The table, with its schema.
pub(in crate::apply) const TABLE: &str = "momni_db.migration_journal";

/// What makes it.
pub(in crate::apply) fn create() -> String {
    format!(
        "create table {TABLE} (version int4, statement int4, checksum text not null, digest text not null,
            state text not null check (state in ('running', 'failed', 'done', 'recorded')),
            started timestamptz not null, finished timestamptz,
            indexes oid[], invalid oid[], partitions oid[], remains text[],
            primary key (version, statement));\n"
    )
}

/// What is known of a statement that a run has begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::apply) enum State {
    /// It was begun, and nobody knows how it ended.
    Running,
    /// The server refused it, or it was cancelled.
    Failed,
    Done,
}

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::apply) struct Entry {
    /// Its number, from 1.
    pub(super) statement: usize,
    digest: String,
    pub(super) state: State,
}

/// What the journal has of a migration that the history does not have.
pub(super) async fn read(session: &Session, version: i32) -> Result<Vec<Entry>, ApplyError> {
    let query = format!(
        "select statement, digest, state from {TABLE}
         where version = {version} and state <> 'recorded' order by statement"
    );
    let rows = session.rows(&query).await.map_err(ApplyError::asking)?;
    let entry = |row: Vec<Option<String>>| {
        let text = |at: usize| row.get(at).cloned().flatten().unwrap_or_default();
        let state = match text(2).as_str() {
            "running" => State::Running,
            "failed" => State::Failed,
            _ => State::Done,
        };
        let statement = text(0).parse().ok()?;
        Some(Entry { statement, digest: text(1), state })
    };
    let entries: Option<Vec<Entry>> = rows.into_iter().map(entry).collect();
    entries.ok_or_else(|| ApplyError::inner("a line of the journal is not readable"))
}

/// The numbers of files that are begun and not done (see [`MigrationFile::journal_number`]), with the number of statements that are done.
pub(in crate::apply) async fn unfinished(
    session: &Session,
) -> Result<BTreeMap<i32, usize>, ApplyError> {
    let query = format!(
        "select version, count(*) filter (where state = 'done') from {TABLE}
         where state <> 'recorded' group by version"
    );
    let rows = session.rows(&query).await.map_err(ApplyError::asking)?;
    let of = |row: Vec<Option<String>>| {
        let mut numbers = row.into_iter().flatten();
        Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
    };
    Ok(rows.into_iter().filter_map(of).collect())
}

/// The first statement that is not done, from 0. What is done must stand in the file as it was.
pub(super) fn resume(
    entries: &[Entry],
    pieces: &[Piece<'_>],
    file: &MigrationFile,
) -> Result<usize, ApplyError> {
    let mut next = 0;
    for entry in entries {
        let same = pieces
            .get(entry.statement.saturating_sub(1))
            .is_some_and(|piece| sha256(&*piece.sql) == entry.digest);
        // One that failed may be mended; one of which nothing is known may have been done.
        if !same && entry.state != State::Failed {
            return Err(ApplyError::Journal {
                file: file.path(),
                version: file.journal_number(),
                statement: entry.statement,
            });
        }
        if entry.state == State::Done {
            next = entry.statement;
        }
    }
    Ok(next)
}

/// Writes that a statement is under way, and what the catalog holds before it; what an earlier migration of that number
/// has left goes. `along` is done in the same transaction.
pub(in crate::apply) async fn begin(
    session: &Session,
    at: &At<'_>,
    along: &str,
) -> Result<(), ApplyError> {
    let before = "array(select indexrelid from pg_catalog.pg_index),
        array(select indexrelid from pg_catalog.pg_index where not (indisvalid and indisready and indislive)),
        array(select inhrelid from pg_catalog.pg_inherits)";
    let line = entry(at, "running", "null", before);
    own(session, &format!("{}{line}; {along}", forget(at))).await
}

/// Writes that a statement is done, within its own transaction.
pub(super) fn done(at: &At<'_>) -> String {
    let now = "pg_catalog.clock_timestamp()";
    format!("{}{}", forget(at), entry(at, "done", now, "null, null, null"))
}

/// Writes that a statement that was under way is done.
pub(in crate::apply) async fn finished(session: &Session, at: &At<'_>) -> Result<(), ApplyError> {
    let set =
        "state = 'done', finished = pg_catalog.clock_timestamp(), indexes = null, invalid = null,
        partitions = null";
    own(session, &update(at, set)).await
}

/// Writes that a statement that was under way has failed.
pub(in crate::apply) async fn failed(session: &Session, at: &At<'_>) -> Result<(), ApplyError> {
    own(session, &update(at, "state = 'failed', finished = pg_catalog.clock_timestamp()")).await
}

/// Writes the names of INVALID indexes that a statement has left.
pub(super) async fn left(
    session: &Session,
    at: &At<'_>,
    names: &[String],
) -> Result<(), ApplyError> {
    let names: Vec<String> = names.iter().map(|name| literal(name)).collect();
    own(session, &update(at, &format!("remains = array[{}]::text[]", names.join(", ")))).await
}

/// What says that all is in the history: a migration that is undone and run again begins anew.
pub(super) fn recorded(version: i32) -> String {
    format!("update {TABLE} set state = 'recorded' where version = {version}")
}

/// The condition that `j` is the line of a statement.
pub(super) fn line(at: &At<'_>) -> String {
    format!("j.version = {} and j.statement = {}", at.file.journal_number(), at.index + 1)
}

/// Whether a query about the line gives true.
pub(super) async fn holds(session: &Session, query: &str) -> Result<bool, ApplyError> {
    Ok(flag(&first(session, &as_ourselves(query)).await?, 0))
}

/// The query, whatever role the file has set.
pub(super) fn as_ourselves(query: &str) -> String {
    format!("begin; {AS_OURSELVES}{query}; commit")
}

async fn own(session: &Session, sql: &str) -> Result<(), ApplyError> {
    session.batch(&as_ourselves(sql)).await.map_err(ApplyError::asking)
}

fn forget(at: &At<'_>) -> String {
    let number = at.file.journal_number();
    format!("delete from {TABLE} where version = {number} and state = 'recorded'; ")
}

fn entry(at: &At<'_>, state: &str, finished: &str, before: &str) -> String {
    format!(
        "insert into {TABLE} (version, statement, checksum, digest, state, started, finished, indexes, invalid, partitions)
         values ({}, {}, '{}', '{}', '{state}', pg_catalog.clock_timestamp(), {finished}, {before})
         on conflict (version, statement) do update set checksum = excluded.checksum, digest = excluded.digest,
            state = excluded.state, started = excluded.started, finished = excluded.finished,
            indexes = excluded.indexes, invalid = excluded.invalid, partitions = excluded.partitions",
        at.file.journal_number(),
        at.index + 1,
        at.checksum,
        sha256(&*at.piece().sql)
    )
}

fn update(at: &At<'_>, set: &str) -> String {
    format!("update {TABLE} as j set {set} where {}", line(at))
}
