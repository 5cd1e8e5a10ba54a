//! One run is taken from the queue, by one runner.

use super::tables::{JOB, QUEUE, RUNS};
use super::{JobsError, Setting};
use crate::connect::Session;
use crate::render::literal;
use crate::schedule::Job;
use std::collections::BTreeSet;

/// A run that this session has taken. It holds the job's lock.
#[derive(Debug)]
pub(super) struct Claim<'a> {
    pub(super) job: &'a Job,
    /// Its number in the queue; `None` where it was started by hand.
    pub(super) queued: Option<String>,
    /// Its number in the history.
    pub(super) run: String,
    pub(super) due: String,
    /// From 1.
    pub(super) attempt: u32,
    /// The backend that holds the lock.
    pub(super) pid: String,
}

/// Takes the run that has waited longest, of a job that is not under way.
pub(super) async fn claim<'a>(
    session: &Session,
    setting: &Setting<'a>,
) -> Result<Option<Claim<'a>>, JobsError> {
    let clock = setting.clock;
    let mut busy: BTreeSet<String> = BTreeSet::new();
    loop {
        let known = setting.jobs.jobs.iter().filter(|job| job.enabled && !busy.contains(&job.name));
        let known: Vec<String> = known.map(|job| literal(&job.name)).collect();
        if known.is_empty() {
            return Ok(None);
        }
        let next = format!(
            "begin;
             select q.id, q.job, to_char(q.due at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), q.attempts
             from {QUEUE} q
             where q.run is null and q.not_before <= {clock} and q.job in ({})
               and q.job <> all (array(select o.job from {QUEUE} o where o.run is not null))
             order by q.not_before, q.id limit 1 for update skip locked",
            known.join(", ")
        );
        let row = session.rows(&next).await?.into_iter().next().unwrap_or_default();
        let [Some(queued), Some(job), Some(due), Some(attempts)] = &row[..] else {
            session.batch("rollback").await?;
            return Ok(None);
        };
        let Some(job) = setting.job(job) else { return Err(JobsError::Answer("known job")) };
        if !lock(session, job).await? {
            session.batch("rollback").await?;
            busy.insert(job.name.clone());
            continue;
        }
        let attempt = attempts.parse::<u32>().unwrap_or(0).saturating_add(1);
        let begun = format!(
            "with run as (
                insert into {RUNS} (queued, job, due, attempt, state, begun)
                values ({queued}, {}, '{due}', {attempt}, 'running', {clock}) returning id)
             update {QUEUE} set run = (select id from run), attempts = {attempt} where id = {queued}
             returning run, pg_catalog.pg_backend_pid();
             commit",
            literal(&job.name)
        );
        let row = session.rows(&begun).await?.into_iter().next().unwrap_or_default();
        let [Some(run), Some(pid)] = &row[..] else { return Err(JobsError::Answer("run")) };
        return Ok(Some(Claim {
            job,
            queued: Some(queued.clone()),
            run: run.clone(),
            due: due.clone(),
            attempt,
            pid: pid.clone(),
        }));
    }
}

/// Takes the job's lock for the session, unless another one has it.
pub(super) async fn lock(session: &Session, job: &Job) -> Result<bool, JobsError> {
    let query = format!(
        "select pg_catalog.pg_try_advisory_lock({JOB}, pg_catalog.hashtext({}))",
        literal(&job.name)
    );
    let row = session.rows(&query).await?.into_iter().next().unwrap_or_default();
    Ok(row.first().and_then(Option::as_deref) == Some("t"))
}
