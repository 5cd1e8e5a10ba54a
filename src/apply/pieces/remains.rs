//! What an interrupted statement has left, as the catalog has it.
//!
//! `CREATE INDEX CONCURRENTLY` and `REINDEX CONCURRENTLY` leave INVALID indexes, which every write keeps up and no query
//! uses; `DROP INDEX CONCURRENTLY` one that is INVALID already; `DETACH … CONCURRENTLY` a partition that is half detached.

use super::super::error::ApplyError;
use super::super::history::first;
use super::super::seam::Seam;
use super::journal::{self, TABLE, line};
use super::statement::Kind;
use super::{At, Piece};
use crate::connect::statement::names;
use crate::connect::{Session, StatementError};

/// Less than `deadlock_timeout` (1 s).
const SHORT_WAIT: &str = "set lock_timeout = 500";

/// What is to be done after a statement did not come to its end.
pub(super) enum After {
    /// It is run again.
    Again,
    /// It is done; why this is known.
    Done(String),
}

/// An index that is INVALID, or would be.
struct Index {
    /// With its schema, quoted where it has to be.
    qname: String,
    name: String,
    table: String,
}

impl Seam<'_> {
    /// Clears away what the statement has left. Where it is not known how it ended, the catalog may tell that it is done.
    pub(super) async fn mend(&mut self, at: &At<'_>, unknown: bool) -> Result<After, ApplyError> {
        match at.piece().kind {
            Kind::CreateIndex => {
                if unknown && let Some(index) = made(self.session, at).await? {
                    return Ok(After::Done(format!("{index} was made already")));
                }
                self.clear(at).await?;
            }
            Kind::Reindex => self.clear(at).await?,
            Kind::Detach => {
                if let Some((table, partition)) = pending(self.session, at).await? {
                    let sql = format!("alter table {table} detach partition {partition} finalize");
                    self.ours(at, &sql).await?;
                    return Ok(After::Done(format!("{partition} was half detached, and is now")));
                }
                if unknown && detached(self.session, at).await? {
                    return Ok(After::Done("the partition was detached already".into()));
                }
            }
            Kind::DropIndex | Kind::Create | Kind::Drop | Kind::Other => {}
        }
        Ok(After::Again)
    }

    /// A statement that mends: the file's limit of time is for its own. An error is told as one of the statement that is
    /// mended.
    async fn ours(&mut self, at: &At<'_>, sql: &str) -> Result<(), ApplyError> {
        let limit = first(self.session, "show statement_timeout").await?;
        let limit = limit.into_iter().next().flatten().unwrap_or_default();
        let set = |limit: &str| format!("set statement_timeout = '{limit}'");
        self.session.batch(&set("0")).await.map_err(ApplyError::asking)?;
        let work = self.session.batch(sql);
        let done = self.watch.during(self.session, at.file, self.observer, work).await;
        let reset = self.session.batch(&set(&limit)).await;
        done.map_err(|error| {
            let message = format!("{sql}: {}", error.message);
            self.failure(at, StatementError { message, position: None, ..error })
        })?;
        reset.map_err(ApplyError::asking)
    }

    /// Drops the INVALID indexes that the statement has left.
    ///
    /// DROP waits shortly: see [`builder`].
    async fn clear(&mut self, at: &At<'_>) -> Result<(), ApplyError> {
        let left: Vec<Index> = indexes(
            self.session,
            at,
            "not (i.indisvalid and i.indisready and i.indislive) and i.indexrelid <> all (j.invalid)",
        )
        .await?;
        let left: Vec<String> = left
            .into_iter()
            .filter(|index| is_of(at.piece(), index))
            .map(|index| index.qname)
            .collect();
        if left.is_empty() {
            return Ok(());
        }
        journal::left(self.session, at, &left).await?;
        self.session.batch(SHORT_WAIT).await.map_err(ApplyError::asking)?;
        for index in left {
            let sql = format!("drop index concurrently if exists {index}");
            self.ours(at, &sql).await?;
            self.observer.mended(at.file, &format!("dropped {index}, which was left INVALID"));
        }
        Ok(())
    }
}

/// Indexes for which a condition holds, given the line of the journal (`j`); not those of partitioned tables, which are
/// INVALID until they have all their parts, nor those that somebody else is building now: where that is hidden from the
/// connected role, none of a table that somebody else works on.
async fn indexes(session: &Session, at: &At<'_>, such: &str) -> Result<Vec<Index>, ApplyError> {
    let query = format!(
        "select pg_catalog.format('%I.%I', n.nspname, c.relname), c.relname, t.relname
         from {TABLE} j, pg_catalog.pg_index i
         join pg_catalog.pg_class c on c.oid = i.indexrelid and c.relkind = 'i'
         join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         join pg_catalog.pg_class t on t.oid = i.indrelid
         where {} and {such} and not exists (
            select from pg_catalog.pg_stat_progress_create_index p
            join pg_catalog.pg_locks l on l.pid = p.pid and l.locktype = 'relation' and l.relation = i.indrelid
                and l.database = (select oid from pg_catalog.pg_database where datname = current_database())
                and l.mode = 'ShareUpdateExclusiveLock' and l.granted
            where p.pid <> pg_catalog.pg_backend_pid() and coalesce(p.index_relid, i.indexrelid) = i.indexrelid)
         order by 1",
        line(at)
    );
    let rows = session.rows(&journal::as_ourselves(&query)).await.map_err(ApplyError::asking)?;
    let index = |row: Vec<Option<String>>| {
        let text = |at: usize| row.get(at).cloned().flatten().unwrap_or_default();
        Index { qname: text(0), name: text(1), table: text(2) }
    };
    Ok(rows.into_iter().map(index).collect())
}

/// Whether the statement names the index or its table. The index that REINDEX builds bears the old one's name and
/// `_ccnew`, the one that it has replaced `_ccold`.
fn is_of(piece: &Piece<'_>, index: &Index) -> bool {
    let names = names(&piece.sql);
    let named = |name: &str| names.iter().any(|it| it == name);
    if piece.kind != Kind::Reindex {
        return named(&index.name) || named(&index.table);
    }
    // REINDEX of a schema or a database names neither.
    let stem = index.name.trim_end_matches(|c: char| c.is_ascii_digit());
    stem.ends_with("_ccnew") || stem.ends_with("_ccold")
}

/// The process that builds an index on a table of which the statement speaks.
///
/// Whoever waits there for the table's lock has a snapshot, for which the other waits in turn: PostgreSQL ends one of the
/// two as a deadlock, and it may be the other.
pub(super) async fn builder(session: &Session, at: &At<'_>) -> Result<Option<String>, ApplyError> {
    if !at.piece().is_concurrent() {
        return Ok(None);
    }
    let query = "select p.pid, c.relname from pg_catalog.pg_stat_progress_create_index p
         join pg_catalog.pg_locks l on l.pid = p.pid and l.locktype = 'relation'
            and l.mode = 'ShareUpdateExclusiveLock' and l.granted
            and l.database = (select oid from pg_catalog.pg_database where datname = current_database())
         left join pg_catalog.pg_index i on i.indrelid = l.relation
         join pg_catalog.pg_class c on c.oid in (l.relation, i.indexrelid)
         where p.pid <> pg_catalog.pg_backend_pid() order by 1";
    let rows = session.rows(query).await.map_err(ApplyError::asking)?;
    let names = names(&at.piece().sql);
    Ok(rows.into_iter().find_map(|row| {
        let mut row = row.into_iter().flatten();
        let (pid, name) = (row.next()?, row.next()?);
        names.contains(&name).then_some(pid)
    }))
}

/// The index that CREATE INDEX has made since it was begun.
async fn made(session: &Session, at: &At<'_>) -> Result<Option<String>, ApplyError> {
    let such = "i.indisvalid and i.indisready and i.indislive and i.indexrelid <> all (j.indexes)";
    let found = indexes(session, at, such).await?;
    let names = names(&at.piece().sql);
    let has_name = has_name(&names);
    let is = |index: &&Index| match has_name {
        true => names.contains(&index.name),
        false => names.contains(&index.table),
    };
    Ok(found.iter().find(is).map(|index| index.qname.clone()))
}

/// Whether `CREATE INDEX` gives a name.
fn has_name(names: &[String]) -> bool {
    const BEFORE: [&str; 7] = ["create", "unique", "index", "concurrently", "if", "not", "exists"];
    names.iter().find(|name| !BEFORE.contains(&name.as_str())).is_some_and(|name| name != "on")
}

/// The table and the partition that DETACH has left half detached.
async fn pending(session: &Session, at: &At<'_>) -> Result<Option<(String, String)>, ApplyError> {
    let query = "select pg_catalog.format('%I.%I', np.nspname, p.relname),
                pg_catalog.format('%I.%I', nc.nspname, c.relname), p.relname, c.relname
         from pg_catalog.pg_inherits i
         join pg_catalog.pg_class p on p.oid = i.inhparent join pg_catalog.pg_namespace np on np.oid = p.relnamespace
         join pg_catalog.pg_class c on c.oid = i.inhrelid join pg_catalog.pg_namespace nc on nc.oid = c.relnamespace
         where i.inhdetachpending";
    let rows = session.rows(query).await.map_err(ApplyError::asking)?;
    let names = names(&at.piece().sql);
    Ok(rows.into_iter().find_map(|row| {
        let mut row = row.into_iter().flatten();
        let [table, partition, of, name] = [row.next()?, row.next()?, row.next()?, row.next()?];
        (names.contains(&of) && names.contains(&name)).then_some((table, partition))
    }))
}

/// Whether a table that the statement names was a partition when it was begun, and is none now.
async fn detached(session: &Session, at: &At<'_>) -> Result<bool, ApplyError> {
    let query = format!(
        "select c.relname from {TABLE} j, pg_catalog.unnest(j.partitions) as o (oid)
         join pg_catalog.pg_class c on c.oid = o.oid
         where {} and not exists (select from pg_catalog.pg_inherits i where i.inhrelid = o.oid)",
        line(at)
    );
    let rows = session.rows(&journal::as_ourselves(&query)).await.map_err(ApplyError::asking)?;
    let names = names(&at.piece().sql);
    Ok(rows.into_iter().flatten().flatten().any(|name| names.contains(&name)))
}

/// Whether a statement of which it is not known how it ended was done, given what the server says when it is run again.
pub(super) async fn was_done(
    session: &Session,
    at: &At<'_>,
    sqlstate: &str,
) -> Result<bool, ApplyError> {
    match (at.piece().kind, sqlstate) {
        // An index that was there is gone.
        (Kind::DropIndex, "42704") => {
            let query = format!(
                "select exists (select from {TABLE} j, pg_catalog.unnest(j.indexes) as o (oid) where {} and not exists
                    (select from pg_catalog.pg_class c where c.oid = o.oid))",
                line(at)
            );
            journal::holds(session, &query).await
        }
        (Kind::Create, "42P04" | "42P06" | "42P07" | "42710" | "42723") => Ok(true),
        (Kind::Drop, "3D000" | "3F000" | "42704" | "42P01" | "42883") => Ok(true),
        _ => Ok(false),
    }
}

/// An index that the statement names and that is INVALID although the statement has succeeded: `IF NOT EXISTS` found one
/// that somebody else has left.
pub(super) async fn invalid_by_name(
    session: &Session,
    at: &At<'_>,
) -> Result<Option<String>, ApplyError> {
    if at.piece().kind != Kind::CreateIndex {
        return Ok(None);
    }
    let such = "not (i.indisvalid and i.indisready and i.indislive)";
    let found = indexes(session, at, such).await?;
    let names = names(&at.piece().sql);
    Ok(found.into_iter().find(|index| names.contains(&index.name)).map(|index| index.qname))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_indexes() {
        for (sql, has) in [
            ("create index on a (b)", false),
            ("create unique index concurrently on a (b)", false),
            ("create index concurrently if not exists \"On\" on a (b)", true),
            ("create index x on a (b)", true),
        ] {
            assert_eq!(has_name(&names(sql)), has, "{sql}");
        }
    }
}
