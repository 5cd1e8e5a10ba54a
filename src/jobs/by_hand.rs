//! A job is run now; dead letters are given another chance.

use super::claim::{Claim, lock};
use super::perform::{give_back, perform};
use super::tables::{self, DEAD, QUEUE, RUNS};
use super::{Ended, JobsError, Setting, Stop};
use crate::connect::Session;
use crate::render::literal;
use crate::schedule::Job;

/// A run that was started by hand.
pub type Ran = Ended;

/// Runs a job at once, in this session. It is not tried again, and is no dead letter.
///
/// # Errors
/// It is under way elsewhere; the connection is gone; a right is missing. That the job fails is none.
pub async fn run_now(
    session: &Session,
    setting: &Setting<'_>,
    job: &Job,
    stop: &Stop,
) -> Result<Ran, JobsError> {
    tables::make(session).await?;
    give_back(session).await?;
    if !lock(session, job).await? {
        return Err(JobsError::Busy(job.name.clone()));
    }
    let clock = setting.clock;
    let begun = format!(
        "insert into {RUNS} (job, due, attempt, state, begun) values ({}, {clock}, 1, 'running', {clock})
         returning id, to_char(due at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), pg_catalog.pg_backend_pid()",
        literal(&job.name)
    );
    let row = session.rows(&begun).await?.into_iter().next().unwrap_or_default();
    let [Some(run), Some(due), Some(pid)] = &row[..] else { return Err(JobsError::Answer("run")) };
    let claim = Claim {
        job,
        queued: None,
        run: run.clone(),
        due: due.clone(),
        attempt: 1,
        pid: pid.clone(),
    };
    perform(session, setting, &claim, stop).await
}

/// Puts dead letters back into the queue, as if they had never been tried: those of a job, or the one of a number. Gives the
/// number and the job of each.
///
/// # Errors
/// There is none; the connection is gone; a right is missing.
pub async fn retry(
    session: &Session,
    setting: &Setting<'_>,
    which: &str,
) -> Result<Vec<(String, String)>, JobsError> {
    tables::make(session).await?;
    let chosen = match which.parse::<u64>() {
        Ok(id) => format!("id = {id}"),
        Err(_) => format!("job = {}", literal(which)),
    };
    // A due time that is in the queue again has its run already.
    let sql = format!(
        "with back as (delete from {DEAD} where {chosen} returning id, job, due),
         queued as (
            insert into {QUEUE} (id, job, due, not_before) overriding system value
            select id, job, due, {} from back on conflict do nothing)
         select id, job from back order by id",
        setting.clock
    );
    let rows = session.rows(&sql).await?;
    let both = |row: Vec<Option<String>>| {
        let mut row = row.into_iter().flatten();
        Some((row.next()?, row.next()?))
    };
    let back: Vec<(String, String)> = rows.into_iter().filter_map(both).collect();
    match back.is_empty() {
        true => Err(JobsError::NotDead(which.to_owned())),
        false => Ok(back),
    }
}
