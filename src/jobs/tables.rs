//! What runners keep in the database: no part of any catalog.

use super::JobsError;
use crate::apply::SCHEMA;
use crate::connect::Session;

pub(super) const PLANNED: &str = "momni_db.job_planned";
pub(super) const QUEUE: &str = "momni_db.job_queue";
pub(super) const RUNS: &str = "momni_db.job_runs";
pub(super) const DEAD: &str = "momni_db.job_dead";

/// `momnijob` in ASCII: who plans, and who makes the tables.
pub(super) const PLANNING: i64 = 0x6d6f_6d6e_696a_6f62;

/// `jobs` in ASCII: the first half of the lock of each job, whose second half is a hash of its name. Two names of one hash
/// are not run at the same time, which does no harm.
pub(super) const JOB: i32 = 0x6a6f_6273;

/// What is wanted and is not there, each with what makes it. `IF NOT EXISTS` wants the right to create even where it
/// creates nothing.
const MAKES: [(&str, &str); 4] = [
    (
        PLANNED,
        "create table momni_db.job_planned (job text primary key, planned timestamptz not null)",
    ),
    (
        QUEUE,
        "create table momni_db.job_queue (id int8 generated always as identity primary key, job text not null,
            due timestamptz not null, not_before timestamptz not null, attempts int4 not null default 0, run int8,
            unique (job, due));
         create index job_queue_not_before on momni_db.job_queue (not_before, id);
         create index job_queue_running on momni_db.job_queue (job) where run is not null",
    ),
    (
        RUNS,
        "create table momni_db.job_runs (id int8 generated always as identity primary key, queued int8, job text not null,
            due timestamptz not null, attempt int4 not null,
            state text not null check (state in ('running', 'done', 'failed', 'lost', 'cancelled', 'skipped')),
            begun timestamptz not null, ended timestamptz, runner text not null default session_user,
            answer text, sqlstate text, message text);
         create index job_runs_job on momni_db.job_runs (job, id);
         create index job_runs_running on momni_db.job_runs (id) where state = 'running'",
    ),
    (
        DEAD,
        "create table momni_db.job_dead (id int8 primary key, job text not null, due timestamptz not null,
            attempts int4 not null, died timestamptz not null, sqlstate text, message text)",
    ),
];

/// Whether all of them are there. What may not be seen counts as there: the statement that wants it says what is missing.
pub(super) async fn are_there(session: &Session) -> Result<bool, JobsError> {
    Ok(missing(session).await?.is_empty())
}

async fn missing(session: &Session) -> Result<Vec<&'static str>, JobsError> {
    let asked = MAKES.iter().map(|(table, _)| {
        let name = table.trim_start_matches("momni_db.");
        format!(
            "not exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where n.nspname = '{SCHEMA}' and c.relname = '{name}')"
        )
    });
    let query = format!("select {}", asked.collect::<Vec<_>>().join(", "));
    let row = session.rows(&query).await?.into_iter().next().unwrap_or_default();
    let lacks = MAKES.iter().zip(row).filter(|(_, it)| it.as_deref() == Some("t"));
    Ok(lacks.map(|((_, sql), _)| *sql).collect())
}

/// Makes what is not there.
pub(super) async fn make(session: &Session) -> Result<(), JobsError> {
    if missing(session).await?.is_empty() {
        return Ok(());
    }
    session.batch(&format!("begin; select pg_catalog.pg_advisory_xact_lock({PLANNING})")).await?;
    let made = made(session).await;
    let end = if made.is_ok() { "commit" } else { "rollback" };
    session.batch(end).await?;
    made
}

async fn made(session: &Session) -> Result<(), JobsError> {
    let query = format!("select pg_catalog.to_regnamespace('{SCHEMA}') is null");
    let row = session.rows(&query).await?.into_iter().next().unwrap_or_default();
    if row.first().and_then(Option::as_deref) == Some("t") {
        session.batch(&format!("create schema {SCHEMA}")).await?;
    }
    for sql in missing(session).await? {
        session.batch(sql).await?;
    }
    Ok(())
}
