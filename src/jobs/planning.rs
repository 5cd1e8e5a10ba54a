//! What is due comes into the queue, once, whoever plans.

use super::settle::{Broken, settle};
use super::tables::{JOB, PLANNED, PLANNING, QUEUE, RUNS};
use super::{JobsError, Setting};
use crate::connect::Session;
use crate::render::literal;
use crate::schedule::{CatchUp, Job, Moment, Overlap, utc};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::time::Duration;

/// So many due times of a job are planned at a time. The rest follows at once.
const MOST: usize = 1000;

/// A due time that is older than this when it is planned was missed.
const LATE: Duration = Duration::from_secs(60);

/// How far the clock may go before it is written down that nothing was due.
const WRITTEN: Duration = Duration::from_secs(60);

/// What planning has found.
#[derive(Debug, Default)]
pub(super) struct Planned {
    /// How long until something is due; `None` where somebody else plans, or nothing ever is.
    pub(super) next: Option<Duration>,
    /// More is due than was planned.
    pub(super) more: bool,
    /// Somebody else plans.
    pub(super) elsewhere: bool,
}

/// Plans what is due by now. What is planned at the same time by another session is left to it.
pub(super) async fn plan(session: &Session, setting: &Setting<'_>) -> Result<Planned, JobsError> {
    let clock = setting.clock;
    let begin = format!(
        "begin; select pg_catalog.pg_try_advisory_xact_lock({PLANNING}), (extract(epoch from {clock}) * 1000000)::int8"
    );
    let row = session.rows(&begin).await?.into_iter().next().unwrap_or_default();
    if row.first().and_then(Option::as_deref) != Some("t") {
        session.batch("rollback").await?;
        return Ok(Planned { elsewhere: true, ..Planned::default() });
    }
    let now = row.get(1).and_then(|it| micros(it.as_deref())).ok_or(JobsError::Answer("time"))?;
    match planned(session, setting, now).await {
        Ok(planned) => {
            session.batch("commit").await?;
            Ok(planned)
        }
        Err(error) => {
            // Of no use when the connection is gone, and then of no need.
            let _ = session.batch("rollback").await;
            Err(error)
        }
    }
}

async fn planned(
    session: &Session,
    setting: &Setting<'_>,
    now: Moment,
) -> Result<Planned, JobsError> {
    let clock = setting.clock;
    take_back(session, setting).await?;
    let query = format!(
        "select job, (extract(epoch from planned) * 1000000)::int8 from {PLANNED};
         select distinct job, null from {QUEUE}"
    );
    let (mut planned, mut open) = (BTreeMap::new(), BTreeSet::new());
    for row in session.rows(&query).await? {
        let mut row = row.into_iter();
        let (Some(Some(job)), at) = (row.next(), row.next().flatten()) else { continue };
        match micros(at.as_deref()) {
            Some(at) => drop(planned.insert(job, at)),
            None => drop(open.insert(job)),
        }
    }
    let mut sql = String::new();
    let mut more = false;
    for job in setting.jobs.jobs.iter().filter(|it| it.enabled) {
        let found = due(job, planned.get(&job.name).copied(), now, open.contains(&job.name));
        more |= found.more;
        found.write(job, clock, &mut sql);
    }
    let keep = setting.jobs.keep.as_secs();
    let _ = write!(
        sql,
        "delete from {RUNS} where state <> 'running' and ended < {clock} - pg_catalog.make_interval(secs => {keep});
         select (pg_catalog.ceil(extract(epoch from min(not_before) - {clock}) * 1000))::int8 from {QUEUE} where run is null"
    );
    let rows = session.rows(&sql).await?;
    let waits = rows.into_iter().flatten().flatten().next().and_then(|it| it.parse::<i64>().ok());
    let waits = waits.map(|it| Duration::from_millis(it.max(0).unsigned_abs()));
    let enabled = setting.jobs.jobs.iter().filter(|it| it.enabled);
    let next = enabled.filter_map(|job| job.rhythm.next(now)).min();
    let next = next.and_then(|next| Duration::try_from(next.duration_since(now)).ok());
    Ok(Planned { next: [waits, next].into_iter().flatten().min(), more, elsewhere: false })
}

/// Runs whose session is gone are taken back: nothing of them has stayed, and they count as attempts.
async fn take_back(session: &Session, setting: &Setting<'_>) -> Result<(), JobsError> {
    let clock = setting.clock;
    // The lock is of this transaction, so that nobody begins the job before it is settled.
    let lost = format!(
        "update {RUNS} set state = 'lost', ended = {clock}, message = 'the session of the runner ended'
         where state = 'running' and pg_catalog.pg_try_advisory_xact_lock({JOB}, pg_catalog.hashtext(job))
         returning queued, job, attempt"
    );
    for row in session.rows(&lost).await? {
        let [queued, job, attempt] = &row[..] else { continue };
        let attempt = attempt.as_deref().and_then(|it| it.parse().ok()).unwrap_or(1);
        let (Some(queued), Some(job)) = (queued, job) else { continue };
        let broken = Broken {
            queued,
            retries: setting.job(job).map(|it| it.retries).unwrap_or_default(),
            attempt,
            sqlstate: None,
            message: "the session of the runner ended",
        };
        let (_, sql) = settle(&broken, clock);
        session.batch(&sql).await?;
    }
    Ok(())
}

/// What is done about a job.
#[derive(Debug, Default, PartialEq)]
struct Due {
    /// Runs that come into the queue.
    runs: Vec<Moment>,
    /// How many were left out, the last of them, and why.
    left: Option<(usize, Moment, &'static str)>,
    /// Up to where it is planned, where that is to be written.
    planned: Option<Moment>,
    more: bool,
}

fn due(job: &Job, planned: Option<Moment>, now: Moment, is_open: bool) -> Due {
    // A job that was not known before has missed nothing.
    let Some(planned) = planned else { return Due { planned: Some(now), ..Due::default() } };
    let idle = |span: Duration| now.duration_since(planned).unsigned_abs() >= span && now > planned;
    let Some(last) = job.rhythm.last(now).filter(|last| *last > planned) else {
        return Due { planned: idle(WRITTEN).then_some(now), ..Due::default() };
    };
    let times = job.rhythm.between(planned, now, MOST + 1);
    let more = job.catch_up == CatchUp::All && times.len() > MOST;
    let mut runs = match job.catch_up {
        CatchUp::All => times[..times.len().min(MOST)].to_vec(),
        CatchUp::One => vec![last],
        CatchUp::None if now.duration_since(last).unsigned_abs() > LATE => Vec::new(),
        CatchUp::None => vec![last],
    };
    let until = if more { runs.last().copied() } else { Some(now) };
    let missed = times.len().saturating_sub(runs.len());
    let mut left =
        (missed > 0 && !more).then_some((missed, times[0].max(planned), "it was missed"));
    if job.overlap == Overlap::Skip && is_open && !runs.is_empty() {
        left = Some((times.len(), last, "an earlier run is not over"));
        runs.clear();
    }
    Due { runs, left, planned: until, more }
}

impl Due {
    fn write(&self, job: &Job, clock: &str, sql: &mut String) {
        let name = literal(&job.name);
        // Writing to a string does not fail.
        for due in &self.runs {
            let due = utc(*due);
            let _ = writeln!(
                sql,
                "insert into {QUEUE} (job, due, not_before) values ({name}, '{due}', '{due}') on conflict (job, due) do nothing;"
            );
        }
        if let Some((count, due, why)) = &self.left {
            let due = utc(*due);
            let message = match count {
                1 => format!("left out: {why}"),
                // One more than is planned at a time is as far as they are counted.
                &count if count > MOST => format!("more than {MOST} left out: {why}"),
                count => format!("{count} left out: {why}"),
            };
            let message = literal(&message);
            let _ = write!(
                sql,
                "insert into {RUNS} (job, due, attempt, state, begun, ended, message)
                 values ({name}, '{due}', 0, 'skipped', {clock}, {clock}, {message});\n"
            );
        }
        if let Some(planned) = self.planned {
            let _ = write!(
                sql,
                "insert into {PLANNED} (job, planned) values ({name}, timestamptz 'epoch' + {} * interval '1 microsecond')
                 on conflict (job) do update set planned = excluded.planned where job_planned.planned < excluded.planned;\n",
                planned.as_microsecond()
            );
        }
    }
}

/// A moment that the server gives in microseconds since 1970.
pub(super) fn micros(text: Option<&str>) -> Option<Moment> {
    Moment::from_microsecond(text?.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Kind, ObjectId, QName};
    use crate::diagnostic::Span;
    use crate::schedule::{Call, Retries, Rhythm, moment};

    fn job(catch_up: CatchUp, overlap: Overlap) -> Job {
        let id = ObjectId::in_schema(Kind::Function, &QName::new("app", "f"));
        Job {
            name: "j".into(),
            comment: None,
            at: Span { file: "x".into(), start: 0, end: 0 },
            call: Call { id, procedure: false, counts: false, args: vec![] },
            rhythm: Rhythm::Every(Duration::from_secs(3600)),
            timeout: Duration::from_secs(1),
            retries: Retries::default(),
            catch_up,
            overlap,
            role: None,
            enabled: true,
        }
    }

    /// What is due after `planned` at `now`: the hours that run, how many are left out, whether there is more.
    #[track_caller]
    fn check(job: &Job, planned: &str, now: &str, open: bool, want: (&[&str], usize, bool)) {
        let at = |text: &str| moment(&format!("2026-01-{text}Z")).unwrap();
        let found = due(job, Some(at(planned)), at(now), open);
        let runs: Vec<String> = found.runs.iter().map(|it| utc(*it)[8..13].to_owned()).collect();
        let left = found.left.map_or(0, |(count, ..)| count);
        assert_eq!(
            (runs.iter().map(String::as_str).collect::<Vec<_>>(), left, found.more),
            (want.0.to_vec(), want.1, want.2)
        );
        assert!(found.more || found.planned.is_none_or(|it| it == at(now)));
    }

    #[test]
    fn what_was_missed() {
        let (one, none, all) = (
            job(CatchUp::One, Overlap::Skip),
            job(CatchUp::None, Overlap::Skip),
            job(CatchUp::All, Overlap::Queue),
        );
        for it in [&one, &none, &all] {
            // Nothing; and what has just come due.
            check(it, "01T00:00:00", "01T00:59:59", false, (&[], 0, false));
            check(it, "01T00:59:00", "01T01:00:10", false, (&["01T01"], 0, false));
        }
        check(&one, "01T00:30:00", "01T04:30:00", false, (&["01T04"], 3, false));
        check(&none, "01T00:30:00", "01T04:30:00", false, (&[], 4, false));
        check(&none, "01T00:30:00", "01T04:00:30", false, (&["01T04"], 3, false));
        let hours = ["01T01", "01T02", "01T03", "01T04"];
        check(&all, "01T00:30:00", "01T04:30:00", false, (&hours, 0, false));
    }

    #[test]
    fn what_overlaps() {
        let skip = job(CatchUp::One, Overlap::Skip);
        check(&skip, "01T00:59:00", "01T01:00:10", true, (&[], 1, false));
        let queue = job(CatchUp::One, Overlap::Queue);
        check(&queue, "01T00:59:00", "01T01:00:10", true, (&["01T01"], 0, false));
    }

    #[test]
    fn much_is_planned_in_parts() {
        let all = Job {
            rhythm: Rhythm::Every(Duration::from_secs(60)),
            ..job(CatchUp::All, Overlap::Queue)
        };
        let at = |text: &str| moment(text).unwrap();
        let found = due(&all, Some(at("2026-01-01T00:00:00Z")), at("2026-01-02T00:00:30Z"), true);
        assert_eq!((found.runs.len(), found.more, found.left), (MOST, true, None));
        assert_eq!(found.planned, found.runs.last().copied());
        let rest = due(&all, found.planned, at("2026-01-02T00:00:30Z"), true);
        assert_eq!((rest.runs.len(), rest.more), (440, false));
    }

    #[test]
    fn a_clock_that_goes_back_plans_nothing_twice() {
        let all = job(CatchUp::All, Overlap::Queue);
        check(&all, "01T05:00:00", "01T03:30:00", false, (&[], 0, false));
        let at = |text: &str| moment(text).unwrap();
        let found = due(&all, Some(at("2026-01-01T05:00:00Z")), at("2026-01-01T03:30:00Z"), false);
        assert_eq!(found.planned, None);
    }
}
