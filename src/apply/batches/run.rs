//! A data step in earnest: batch after batch, each in a transaction with its line, until the last key.

use super::super::error::ApplyError;
use super::super::pieces::{AS_OURSELVES, At, Entry, finished, started, was_refused};
use super::super::seam::Seam;
use super::super::settings::Attempts;
use super::directive::Batches;
use super::journal::{self, Line};
use super::key::{Key, Run};
use super::lag::lag;
use super::pace::{BatchProgress, Pace};
use super::statement::{execute, forget, prepare};
use std::time::{Duration, Instant};

/// Between two looks at the standbys.
const LOOK: Duration = Duration::from_secs(1);

impl Seam<'_> {
    /// Runs the rest of the batches. Tells beside the error whether some are done.
    pub(in crate::apply) async fn batched(
        &mut self,
        at: &At<'_>,
        batches: &Batches,
        entry: Option<&Entry>,
    ) -> Result<(), (ApplyError, bool)> {
        let mut progress = BatchProgress::default();
        let done = self.step(at, batches, entry, &mut progress).await;
        forget(self.session).await;
        let some = progress.rows > 0;
        if let Err(ApplyError::Statement(_)) = &done {
            // Of no use when the connection is gone; the statement may then not be mended.
            let _ = was_refused(self.session, at).await;
        }
        done.map_err(|cause| (cause, some))
    }

    async fn step(
        &mut self,
        at: &At<'_>,
        batches: &Batches,
        entry: Option<&Entry>,
        progress: &mut BatchProgress,
    ) -> Result<(), ApplyError> {
        let sql = at.piece().sql.clone();
        let place = |fault: super::statement::Fault| {
            at.placed(fault.within(&at.file.sql, batches, at.piece().at.start))
        };
        let key = Key::of(self.session, batches).await.map_err(place)?;
        prepare(self.session, &key, &sql).await.map_err(place)?;
        let known = match entry {
            Some(_) => journal::read(self.session, at.file.journal_number()).await?,
            None => None,
        };
        let line = match known {
            Some(line) if line.key == key.identity() => line,
            Some(_) => return Err(at.changed()),
            None => {
                let until = key.end(self.session).await.map_err(place)?;
                let progress = BatchProgress { total: key.estimate, ..BatchProgress::default() };
                let line = Line { key: key.identity(), last: None, until, progress };
                let sql = journal::begin(at.file.journal_number(), &line);
                started(self.session, at, &sql).await?;
                line
            }
        };
        *progress = line.progress;
        let mut last = line.last;
        let mut pace = Pace::new(batches);
        let mut eyes = Standbys::new(batches);
        while let Some(until) = &line.until {
            let begin = Instant::now();
            if self.interrupt.is_set() {
                return Err(ApplyError::Interrupted { during: None });
            }
            self.same_backend().await?;
            let next = key.next(self.session, last.as_ref(), Some(until), pace.size()).await;
            let Some(run) = next.map_err(place)? else { break };
            let took = self.batch(at, &key, &run).await?;
            let pause = pace.after(run.rows, took);
            last = Some(run.last);
            self.interrupt.sleep(pause).await;
            self.standbys(at, &mut eyes).await?;
            progress.add(run.rows, begin.elapsed());
            self.observer.batch(at.file, progress);
        }
        finished(self.session, at).await
    }

    /// One batch, again and again while it meets locks of others. Tells how long it took in the end.
    async fn batch(&mut self, at: &At<'_>, key: &Key, run: &Run) -> Result<Duration, ApplyError> {
        let mut attempts = Attempts::new(self.patience);
        loop {
            let begin = Instant::now();
            let Err(cause) = self.attempt_batch(at, key, run, attempts.wait()).await else {
                return Ok(begin.elapsed());
            };
            let stays = self.watch.sees_one_that_stays();
            match cause.meets_others().then(|| attempts.again(stays)).flatten() {
                Some(pause) if !self.interrupt.is_set() => {
                    self.observer.retrying(at.file, &cause.to_string());
                    self.interrupt.sleep(pause).await;
                }
                _ => return Err(cause),
            }
            if self.interrupt.is_set() {
                return Err(ApplyError::Interrupted { during: None });
            }
        }
    }

    async fn attempt_batch(
        &mut self,
        at: &At<'_>,
        key: &Key,
        run: &Run,
        wait: Duration,
    ) -> Result<(), ApplyError> {
        // A plan for whatever range would not know how few rows it reads.
        let begin = format!(
            "begin; set local lock_timeout = {}; set local plan_cache_mode = force_custom_plan",
            wait.as_millis()
        );
        self.session.batch(&begin).await.map_err(ApplyError::asking)?;
        let sql = execute(key, Some((&run.first, &run.last)));
        let work = self.session.batch(&sql);
        let done = self.watch.during(self.session, at.file, self.observer, work).await;
        let done = match done {
            Ok(()) => {
                let line = journal::done(at.file.journal_number(), &run.last, run.rows);
                self.session.batch(&format!("{AS_OURSELVES}{line}; commit")).await
            }
            failed => failed,
        };
        let Err(mut error) = done else { return Ok(()) };
        if !error.connection_lost {
            // Of no use where the transaction has ended already.
            let _ = self.session.batch("rollback").await;
        }
        // What was sent does not stand in the file.
        (error.position, error.statement) = (None, None);
        Err(self.failure(at, error))
    }

    /// Waits while a standby is too far behind.
    async fn standbys(&mut self, at: &At<'_>, eyes: &mut Standbys) -> Result<(), ApplyError> {
        let mut told = false;
        while !eyes.limit.is_zero() && eyes.looked.is_none_or(|it| it.elapsed() >= LOOK) {
            let sql = format!("begin; {AS_OURSELVES}");
            self.session.batch(&sql).await.map_err(ApplyError::asking)?;
            let seen = lag(self.session).await;
            self.session.batch("commit").await.map_err(ApplyError::asking)?;
            let seen = seen?;
            eyes.looked = Some(Instant::now());
            if seen.hidden > 0 && eyes.is_stated && !eyes.told {
                eyes.told = true;
                let what = "how far standbys are behind is hidden from the connected role: `max_lag` needs the rights \
                            of pg_monitor";
                self.observer.mended(at.file, what);
            }
            if seen.behind <= eyes.limit || self.interrupt.is_set() {
                break;
            }
            if !told {
                let seconds = seen.behind.as_secs();
                let what = format!("waits for a standby that is {seconds} s behind");
                self.observer.mended(at.file, &what);
                told = true;
            }
            self.interrupt.sleep(LOOK).await;
        }
        Ok(())
    }
}

/// What is known of the standbys.
struct Standbys {
    limit: Duration,
    /// Whether the file demands it.
    is_stated: bool,
    looked: Option<Instant>,
    /// Whether it was said that nothing is seen.
    told: bool,
}

impl Standbys {
    fn new(batches: &Batches) -> Self {
        let Batches { max_lag, lag_is_stated, .. } = *batches;
        Self { limit: max_lag, is_stated: lag_is_stated, looked: None, told: false }
    }
}
