//! What a database is after a run, beside its catalog: that `migrate` itself compares with what the migrations lead to.

use crate::support::{run, session};
use momni_db::connect::Target;
use std::time::{Duration, Instant};

/// The end of a run. Nothing in it depends on time, on OIDs, or on what the run went through.
#[derive(Debug, PartialEq)]
pub(crate) struct State {
    /// For each table and materialized view the number of its rows, and their digest.
    rows: Vec<String>,
    history: Vec<String>,
    /// What was done statement by statement.
    journal: Vec<String>,
    /// How far the data steps are.
    batches: Vec<String>,
    /// What was undone.
    undone: Vec<String>,
    /// INVALID indexes, half detached partitions, constraints that are not validated, temporary relations.
    half_done: Vec<String>,
    /// Locks, transactions and sessions of others.
    in_the_way: Vec<String>,
}

/// A query for each table.
const TABLES: &str = "select format(
        'select format(''%%s %%s %%s'', %L, count(*), md5(string_agg(t::text, chr(10) order by t::text))) from %s t',
        c.oid::regclass, c.oid::regclass)
    from pg_class c where c.relkind in ('r', 'm') and c.relnamespace = 'public'::regnamespace order by 1";

const HISTORY: &str = "select format('%s %s %s', version, name, checksum)
    from momni_db.refinery_schema_history order by version";

const JOURNAL: &str = "select format('%s %s %s %s', version, statement, digest, state)
    from momni_db.migration_journal order by version, statement";

const BATCHES: &str = "select format('%s %s %s %s %s', version, key, last, until, rows)
    from momni_db.migration_batches order by version";

const UNDONE: &str = "select format('%s %s %s %s', version, name, file, digest)
    from momni_db.undo_audit order by version, undone_at";

const HALF_DONE: &str = "
    select format('index %s', indexrelid::regclass) from pg_index
        where not (indisvalid and indisready and indislive)
    union all select format('partition %s', inhrelid::regclass) from pg_inherits where inhdetachpending
    union all select format('constraint %s', conname) from pg_constraint where not convalidated
    union all select format('temporary %s', oid::regclass) from pg_class where relpersistence = 't'
    union all select format('prepared %s', gid) from pg_prepared_xacts
    order by 1";

const IN_THE_WAY: &str = "
    select format('session %s %s %s', pid, state, query) from pg_stat_activity
        where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
    union all select format('lock %s %s', locktype, pid) from pg_locks
        where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())";

impl State {
    /// Reads it. Sessions that are ending have two seconds.
    pub(crate) fn of(target: &Target) -> Self {
        run(async {
            let session = session(target).await;
            let lines = async |sql: &str| -> Vec<String> {
                let rows = session.rows(sql).await.unwrap_or_else(|error| panic!("{error}"));
                rows.into_iter().flatten().flatten().collect()
            };
            let begun = Instant::now();
            let mut in_the_way = lines(IN_THE_WAY).await;
            while !in_the_way.is_empty() && begun.elapsed() < Duration::from_secs(2) {
                tokio::time::sleep(Duration::from_millis(5)).await;
                in_the_way = lines(IN_THE_WAY).await;
            }
            let tables = lines(TABLES).await.join(" union all ");
            // A table is made with the first file that needs it.
            let where_there = async |table: &str, sql: &str| {
                let there = format!("select 1 where to_regclass('momni_db.{table}') is not null");
                match lines(&there).await.is_empty() {
                    true => Vec::new(),
                    false => lines(sql).await,
                }
            };
            Self {
                rows: if tables.is_empty() { Vec::new() } else { lines(&tables).await },
                history: lines(HISTORY).await,
                journal: where_there("migration_journal", JOURNAL).await,
                batches: where_there("migration_batches", BATCHES).await,
                undone: where_there("undo_audit", UNDONE).await,
                half_done: lines(HALF_DONE).await,
                in_the_way,
            }
        })
    }

    /// Whether it is an end to be content with.
    pub(crate) fn is_whole(&self) -> bool {
        self.half_done.is_empty() && self.in_the_way.is_empty()
    }

    /// What of it is not as in another one; nothing where all is.
    pub(crate) fn differences(&self, other: &Self) -> Vec<String> {
        let mut found = Vec::new();
        for (what, one, two) in [
            ("rows", &self.rows, &other.rows),
            ("history", &self.history, &other.history),
            ("journal", &self.journal, &other.journal),
            ("batches", &self.batches, &other.batches),
            ("undone", &self.undone, &other.undone),
            ("half done", &self.half_done, &other.half_done),
            ("in the way", &self.in_the_way, &other.in_the_way),
        ] {
            if one != two {
                found.push(format!("{what}: {one:#?}\nand\n{two:#?}"));
            }
        }
        found
    }
}
