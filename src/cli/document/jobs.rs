//! What `jobs` found or did.

use crate::jobs::{Dead, End, Ended, Look, Tally};
use crate::schedule::Job;
use schemars::JsonSchema;
use serde::Serialize;

/// What `jobs` found or did.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::cli) struct JobsDocument {
    /// The database, as a URL without a password.
    pub(in crate::cli) database: String,
    /// With `--list`, the jobs, declared or in the history.
    pub(in crate::cli) jobs: Vec<JobDocument>,
    /// The runs of this command that ended; of a runner that goes on and on, the last hundred.
    pub(in crate::cli) runs: Vec<RunDocument>,
    /// How many ended how.
    pub(in crate::cli) done: usize,
    /// Not well.
    pub(in crate::cli) failed: usize,
    /// Cancelled by whoever ran jobs.
    pub(in crate::cli) cancelled: usize,
    /// With `--list`, the dead letters; with `--retry`, what was put back into the queue.
    pub(in crate::cli) dead: Vec<DeadDocument>,
}

/// A job.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::cli) struct JobDocument {
    /// Its name.
    pub(in crate::cli) name: String,
    /// `15 3 * * * UTC`, `every 5 minutes`; null where it is not declared.
    pub(in crate::cli) schedule: Option<String>,
    /// When it is due next, in UTC, the first few times.
    pub(in crate::cli) next: Vec<String>,
    /// Its last run.
    pub(in crate::cli) last: Option<LastDocument>,
    /// How many runs are in the queue, the one that is under way included.
    pub(in crate::cli) waiting: usize,
    /// One is under way.
    pub(in crate::cli) running: bool,
    /// How many dead letters it has.
    pub(in crate::cli) dead: usize,
}

/// A run in the history.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::cli) struct LastDocument {
    /// When it was due.
    pub(in crate::cli) due: String,
    /// Which attempt it was, from 1; 0 where it was left out.
    pub(in crate::cli) attempt: u32,
    /// running, done, failed, lost, cancelled, skipped.
    pub(in crate::cli) state: String,
    /// When it began.
    pub(in crate::cli) begun: String,
    /// When it ended.
    pub(in crate::cli) ended: Option<String>,
    /// The number that the function gave.
    pub(in crate::cli) answer: Option<String>,
    /// PostgreSQL's error code.
    pub(in crate::cli) sqlstate: Option<String>,
    /// Why it is in that state.
    pub(in crate::cli) message: Option<String>,
}

/// A run that ended.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(in crate::cli) struct RunDocument {
    /// The job.
    pub(in crate::cli) job: String,
    /// When it was due.
    pub(in crate::cli) due: String,
    /// Which attempt it was, from 1.
    pub(in crate::cli) attempt: u32,
    /// done, failed, cancelled.
    pub(in crate::cli) state: &'static str,
    /// How long it took.
    pub(in crate::cli) milliseconds: u64,
    /// The number that the function gave.
    pub(in crate::cli) answer: Option<String>,
    /// PostgreSQL's error code.
    pub(in crate::cli) sqlstate: Option<String>,
    /// The server's words.
    pub(in crate::cli) message: Option<String>,
    /// After how many milliseconds it is tried again; null where it is not.
    pub(in crate::cli) again_after: Option<u64>,
}

/// A dead letter.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::cli) struct DeadDocument {
    /// Its number, as `--retry` takes it.
    pub(in crate::cli) id: String,
    /// The job.
    pub(in crate::cli) job: String,
    /// When it was due.
    pub(in crate::cli) due: Option<String>,
    /// How often it was tried.
    pub(in crate::cli) attempts: Option<u32>,
    /// When it was given up.
    pub(in crate::cli) died: Option<String>,
    /// PostgreSQL's error code.
    pub(in crate::cli) sqlstate: Option<String>,
    /// The server's words.
    pub(in crate::cli) message: Option<String>,
}

impl JobsDocument {
    pub(in crate::cli) fn new(database: String) -> Self {
        let (jobs, runs, dead) = (Vec::new(), Vec::new(), Vec::new());
        Self { database, jobs, runs, done: 0, failed: 0, cancelled: 0, dead }
    }

    /// With runs.
    pub(in crate::cli) fn ran(self, runs: Vec<RunDocument>, tally: Tally) -> Self {
        let Tally { done, failed, cancelled } = tally;
        Self { runs, done, failed, cancelled, ..self }
    }

    /// With what there is to see.
    pub(in crate::cli) fn seen(self, declared: &[Job], look: &Look) -> Self {
        let names = declared.iter().map(|it| &it.name);
        let queued = look.waiting.iter().map(|it| &it.job);
        let names = names.chain(look.last.keys()).chain(queued);
        let names: std::collections::BTreeSet<&String> = names.collect();
        let job = |name: &String| JobDocument {
            name: name.clone(),
            schedule: declared.iter().find(|it| it.name == *name).map(|it| it.rhythm.to_string()),
            next: look.next.get(name).cloned().unwrap_or_default(),
            last: look.last.get(name).cloned().map(|it| LastDocument {
                due: it.due,
                attempt: it.attempt,
                state: it.state,
                begun: it.begun,
                ended: it.ended,
                answer: it.answer,
                sqlstate: it.sqlstate,
                message: it.message,
            }),
            waiting: look.waiting.iter().filter(|it| it.job == *name).count(),
            running: look.waiting.iter().any(|it| it.job == *name && it.running),
            dead: look.dead.iter().filter(|it| it.job == *name).count(),
        };
        let jobs = names.into_iter().map(job).collect();
        Self { jobs, dead: look.dead.iter().map(DeadDocument::of).collect(), ..self }
    }
}

impl DeadDocument {
    fn of(dead: &Dead) -> Self {
        Self {
            id: dead.id.clone(),
            job: dead.job.clone(),
            due: Some(dead.due.clone()),
            attempts: Some(dead.attempts),
            died: Some(dead.died.clone()),
            sqlstate: dead.sqlstate.clone(),
            message: dead.message.clone(),
        }
    }
}

impl RunDocument {
    pub(in crate::cli) fn of(ended: &Ended) -> Self {
        let mut run = Self {
            job: ended.job.clone(),
            due: ended.due.clone(),
            attempt: ended.attempt,
            state: ended.end.word(),
            milliseconds: u64::try_from(ended.took.as_millis()).unwrap_or(u64::MAX),
            answer: None,
            sqlstate: None,
            message: None,
            again_after: None,
        };
        match &ended.end {
            End::Done(answer) => run.answer = answer.clone(),
            End::Failed { sqlstate, message, again } => {
                run.sqlstate = sqlstate.clone();
                run.message = Some(message.clone());
                run.again_after = again.map(|it| u64::try_from(it.as_millis()).unwrap_or(u64::MAX));
            }
            End::Cancelled => {}
        }
        run
    }
}
