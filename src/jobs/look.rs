//! What there is to see: next times, last runs, what waits, what is dead. Nothing is changed.

use super::planning::micros;
use super::tables::{self, DEAD, QUEUE, RUNS};
use super::{JobsError, Setting};
use crate::connect::Session;
use crate::schedule::{Job, utc};
use std::collections::BTreeMap;

/// How many next times are told of each job.
const NEXT: usize = 3;

/// What there is to see.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Look {
    /// Of each declared job, when it is due next.
    pub next: BTreeMap<String, Vec<String>>,
    /// The last runs, the newest first, by job.
    pub last: BTreeMap<String, Seen>,
    /// What is in the queue.
    pub waiting: Vec<Waiting>,
    /// The dead letters.
    pub dead: Vec<Dead>,
}

/// A run in the history.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "columns of the history")]
pub struct Seen {
    pub due: String,
    pub attempt: u32,
    pub state: String,
    pub begun: String,
    pub ended: Option<String>,
    pub answer: Option<String>,
    pub sqlstate: Option<String>,
    pub message: Option<String>,
}

/// A run in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The job; it may be one that is not declared any more.
    pub job: String,
    /// When it was due.
    pub due: String,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next.
    pub not_before: String,
    /// It is under way.
    pub running: bool,
}

/// A dead letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dead {
    /// Its number.
    pub id: String,
    /// The job.
    pub job: String,
    /// When it was due.
    pub due: String,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was given up.
    pub died: String,
    /// The SQLSTATE of the last attempt.
    pub sqlstate: Option<String>,
    /// The server's words.
    pub message: Option<String>,
}

/// Looks.
///
/// # Errors
/// The connection is gone, or a right is missing.
pub async fn look(session: &Session, setting: &Setting<'_>) -> Result<Look, JobsError> {
    let now = format!("select (extract(epoch from {}) * 1000000)::int8", setting.clock);
    let now = session.rows(&now).await?.into_iter().flatten().flatten().next();
    let now = micros(now.as_deref()).ok_or(JobsError::Answer("time"))?;
    let times = |job: &Job| {
        let mut at = now;
        let mut found = Vec::new();
        while let (true, Some(next)) = (found.len() < NEXT, job.rhythm.next(at)) {
            found.push(utc(next));
            at = next;
        }
        (job.name.clone(), found)
    };
    let next = setting.jobs.jobs.iter().filter(|it| it.enabled).map(times).collect();
    let mut look = Look { next, ..Look::default() };
    if !tables::are_there(session).await? {
        return Ok(look);
    }
    let at = |column: &str| {
        format!("to_char({column} at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')")
    };
    let last = format!(
        "select distinct on (job) job, {}, attempt, state, {}, {}, answer, sqlstate, message from {RUNS} order by job, id desc",
        at("due"),
        at("begun"),
        at("ended")
    );
    for row in session.rows(&last).await? {
        let mut row = row.into_iter();
        let mut text = || row.next().flatten();
        let Some(job) = text() else { continue };
        let seen = Seen {
            due: text().unwrap_or_default(),
            attempt: text().and_then(|it| it.parse().ok()).unwrap_or(0),
            state: text().unwrap_or_default(),
            begun: text().unwrap_or_default(),
            ended: text(),
            answer: text(),
            sqlstate: text(),
            message: text(),
        };
        look.last.insert(job, seen);
    }
    let waiting = format!(
        "select job, {}, attempts, {}, run is not null from {QUEUE} order by not_before, id",
        at("due"),
        at("not_before")
    );
    for row in session.rows(&waiting).await? {
        let mut row = row.into_iter();
        let mut text = || row.next().flatten().unwrap_or_default();
        look.waiting.push(Waiting {
            job: text(),
            due: text(),
            attempts: text().parse().unwrap_or(0),
            not_before: text(),
            running: text() == "t",
        });
    }
    let dead = format!(
        "select id, job, {}, attempts, {}, sqlstate, message from {DEAD} order by id",
        at("due"),
        at("died")
    );
    for row in session.rows(&dead).await? {
        let mut row = row.into_iter();
        let mut text = || row.next().flatten();
        look.dead.push(Dead {
            id: text().unwrap_or_default(),
            job: text().unwrap_or_default(),
            due: text().unwrap_or_default(),
            attempts: text().and_then(|it| it.parse().ok()).unwrap_or(0),
            died: text().unwrap_or_default(),
            sqlstate: text(),
            message: text(),
        });
    }
    Ok(look)
}
