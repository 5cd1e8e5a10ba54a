//! The loop: plan, take, run, wait.

use super::claim::claim;
use super::perform::{give_back, perform};
use super::planning::{Planned, plan};
use super::{End, JobsError, Observer, Setting, Stop, tables};
use crate::connect::Session;
use std::time::{Duration, Instant};

/// A runner that always finds something to run plans as often as this.
const PLAN_AGAIN: Duration = Duration::from_secs(1);

/// The shortest wait of a runner that finds nothing, and of one whose connection is gone.
const SHORTEST: Duration = Duration::from_millis(50);

/// The longest wait for a new connection.
const LONGEST: Duration = Duration::from_secs(30);

/// How many runs ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Well.
    pub done: usize,
    /// Not well; they may be tried again.
    pub failed: usize,
    /// By whoever ran jobs.
    pub cancelled: usize,
}

impl Tally {
    fn count(&mut self, end: &End) {
        match end {
            End::Done(_) => self.done += 1,
            End::Failed { .. } => self.failed += 1,
            End::Cancelled => self.cancelled += 1,
        }
    }

    /// With those of another runner.
    pub fn and(self, other: Self) -> Self {
        Self {
            done: self.done + other.done,
            failed: self.failed + other.failed,
            cancelled: self.cancelled + other.cancelled,
        }
    }
}

/// Runs what is due by now, and ends.
///
/// # Errors
/// The connection is gone, or a right is missing. A job that fails is none.
pub async fn drain(
    session: &Session,
    setting: &Setting<'_>,
    stop: &Stop,
    observer: &dyn Observer,
) -> Result<Tally, JobsError> {
    let mut tally = Tally::default();
    tables::make(session).await?;
    give_back(session).await?;
    loop {
        let planned = plan(session, setting).await?;
        // What somebody else plans at this moment is due, too.
        if planned.elsewhere && !stop.is_wished() {
            stop.sleep(SHORTEST).await;
            continue;
        }
        while one(session, setting, stop, observer, &mut tally).await? {}
        if !planned.more || stop.is_wished() {
            return Ok(tally);
        }
    }
}

/// Runs what is due, and what comes due, until it is to stop. A connection that is lost is made anew: what was under way
/// then is begun again.
///
/// # Errors
/// A right is missing, or a pooler is in between.
pub async fn keep_running(
    session: Session,
    setting: &Setting<'_>,
    stop: &Stop,
    observer: &dyn Observer,
    opened: impl Fn(&std::rc::Rc<Session>),
) -> Result<Tally, JobsError> {
    let mut tally = Tally::default();
    let mut session = std::rc::Rc::new(session);
    opened(&session);
    let mut wait = SHORTEST;
    loop {
        let error = match on(&session, setting, stop, observer, &mut tally, &mut wait).await {
            Ok(()) => return Ok(tally),
            Err(error) if error.is_lost() => error,
            Err(error) => return Err(error),
        };
        observer.lost(&error.to_string());
        loop {
            if stop.is_wished() {
                return Ok(tally);
            }
            stop.sleep(wait).await;
            wait = (wait * 2).min(LONGEST);
            match session.another().await {
                Ok(another) => {
                    session = std::rc::Rc::new(another);
                    opened(&session);
                    break;
                }
                Err(error) => observer.lost(&JobsError::from(error).to_string()),
            }
        }
    }
}

/// The loop on one connection.
async fn on(
    session: &Session,
    setting: &Setting<'_>,
    stop: &Stop,
    observer: &dyn Observer,
    tally: &mut Tally,
    wait: &mut Duration,
) -> Result<(), JobsError> {
    tables::make(session).await?;
    give_back(session).await?;
    let mut planned: Option<(Instant, Planned)> = None;
    while !stop.is_wished() {
        if planned.as_ref().is_none_or(|(at, it)| it.more || at.elapsed() >= PLAN_AGAIN) {
            planned = Some((Instant::now(), plan(session, setting).await?));
        }
        *wait = SHORTEST;
        if one(session, setting, stop, observer, tally).await? {
            continue;
        }
        let next = planned.take().map(|(_, it)| it).unwrap_or_default();
        if next.more {
            continue;
        }
        // Whoever else plans may put something into the queue at once.
        let most = if next.elsewhere { PLAN_AGAIN } else { setting.poll };
        stop.sleep(next.next.unwrap_or(most).clamp(SHORTEST, most)).await;
    }
    Ok(())
}

/// Takes one run, where there is one, and runs it.
async fn one(
    session: &Session,
    setting: &Setting<'_>,
    stop: &Stop,
    observer: &dyn Observer,
    tally: &mut Tally,
) -> Result<bool, JobsError> {
    if stop.is_wished() {
        return Ok(false);
    }
    let Some(claim) = claim(session, setting).await? else { return Ok(false) };
    observer.begun(&claim.job.name, claim.attempt);
    let ended = perform(session, setting, &claim, stop).await?;
    tally.count(&ended.end);
    observer.ended(&ended);
    Ok(true)
}
