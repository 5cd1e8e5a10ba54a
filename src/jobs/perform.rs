//! One run: the call, its end in the queue and in the history, in one transaction.

use super::claim::Claim;
use super::settle::{Broken, nullable, settle};
use super::tables::{QUEUE, RUNS};
use super::{End, Ended, JobsError, Setting, Stop};
use crate::apply::{AS_OURSELVES, NOTICE_LOST_CLIENTS, RESET_SESSION};
use crate::connect::{Session, StatementError};
use crate::render::{literal, quoted};
use crate::schedule::Call;
use std::time::{Duration, Instant};

/// As much of an error as the history keeps, in characters.
const WORDS: usize = 1000;

/// Runs what was taken, and gives it back.
///
/// # Errors
/// The connection is gone, or the session is not the one that took it. Then somebody else takes it back.
pub(super) async fn perform(
    session: &Session,
    setting: &Setting<'_>,
    claim: &Claim<'_>,
    stop: &Stop,
) -> Result<Ended, JobsError> {
    let start = Instant::now();
    let end = match run(session, setting, claim).await {
        Ok(answer) => End::Done(answer),
        Err(JobsError::Server(error)) if !error.connection_lost => {
            session.batch("rollback").await?;
            broken(session, setting, claim, &error, stop).await?
        }
        Err(error) => return Err(error),
    };
    let took = start.elapsed();
    give_back(session).await?;
    let (job, due) = (claim.job.name.clone(), claim.due.clone());
    Ok(Ended { job, due, attempt: claim.attempt, took, end })
}

async fn run(
    session: &Session,
    setting: &Setting<'_>,
    claim: &Claim<'_>,
) -> Result<Option<String>, JobsError> {
    let clock = setting.clock;
    let role = claim.job.role.as_ref();
    let role = role.map_or_else(String::new, |role| format!("set local role {}; ", quoted(role)));
    let begin = format!(
        "begin; select pg_catalog.pg_backend_pid(); set local statement_timeout = {}; {role}",
        milliseconds(claim.job.timeout)
    );
    let row = session.rows(&begin).await?.into_iter().next().unwrap_or_default();
    if row.first().and_then(Option::as_deref) != Some(claim.pid.as_str()) {
        return Err(JobsError::Pooled);
    }
    let call = call(&claim.job.call);
    let answer = match claim.job.call.counts {
        true => session.rows(&call).await?.into_iter().flatten().flatten().next(),
        false => {
            session.batch(&call).await?;
            None
        }
    };
    let queue = claim.queued.as_ref().map_or_else(String::new, |queued| {
        format!("delete from {QUEUE} where id = {queued} and run = {}; ", claim.run)
    });
    // Deferred constraints speak while it still is the job's own doing.
    let end = format!(
        "set constraints all immediate; {AS_OURSELVES}{queue}
         update {RUNS} set state = 'done', ended = {clock}, answer = {} where id = {}; commit",
        nullable(answer.as_deref()),
        claim.run
    );
    session.batch(&end).await?;
    Ok(answer)
}

/// The statement of a call.
pub(super) fn call(call: &Call) -> String {
    let arg = |(name, value): &(_, Option<String>)| {
        let name: &crate::catalog::Name = name;
        format!("{} => {}", quoted(name), nullable(value.as_deref()))
    };
    let args: Vec<String> = call.args.iter().map(arg).collect();
    let function = call.function();
    let verb = if call.procedure { "call" } else { "select" };
    format!("{verb} {}.{}({})", quoted(&function.schema), quoted(&function.name), args.join(", "))
}

/// Writes what went wrong, and what becomes of it.
async fn broken(
    session: &Session,
    setting: &Setting<'_>,
    claim: &Claim<'_>,
    error: &StatementError,
    stop: &Stop,
) -> Result<End, JobsError> {
    let clock = setting.clock;
    let sqlstate = error.sqlstate.as_deref();
    if stop.is_now() && sqlstate == Some("57014") {
        let queue = claim.queued.as_ref().map_or_else(String::new, |queued| {
            format!(
                "update {QUEUE} set run = null, attempts = attempts - 1, not_before = {clock} where id = {queued}; "
            )
        });
        let sql = format!(
            "begin; {queue}update {RUNS} set state = 'cancelled', ended = {clock} where id = {}; commit",
            claim.run
        );
        session.batch(&sql).await?;
        return Ok(End::Cancelled);
    }
    // DETAIL quotes rows, and so may CONTEXT: they are not kept.
    let message: String = error.message.chars().take(WORDS).collect();
    let settled = claim.queued.as_ref().map(|queued| {
        let (retries, attempt) = (claim.job.retries, claim.attempt);
        settle(&Broken { queued, retries, attempt, sqlstate, message: &message }, clock)
    });
    let (again, queue) = settled.unwrap_or_default();
    let sql = format!(
        "begin; {queue}update {RUNS} set state = 'failed', ended = {clock}, sqlstate = {}, message = {} where id = {}; commit",
        nullable(sqlstate),
        literal(&message),
        claim.run
    );
    session.batch(&sql).await?;
    Ok(End::Failed { sqlstate: sqlstate.map(str::to_owned), message, again })
}

/// What the job has set for the session ends with it, and so do its locks.
pub(super) async fn give_back(session: &Session) -> Result<(), JobsError> {
    let sql =
        format!("{RESET_SESSION}; {NOTICE_LOST_CLIENTS}select pg_catalog.pg_advisory_unlock_all()");
    Ok(session.batch(&sql).await?)
}

/// As PostgreSQL keeps its limits: an int4, of which zero is none.
fn milliseconds(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX).clamp(1, i32::MAX.into())
}
