//! A statement watched while it runs, over a second connection: for whom it waits, how far an index is built, and what
//! the server says meanwhile.
//!
//! The connection is opened when a statement has run for a moment, so that a run of quick ones has none.

use super::blocker::{Blocker, question};
use super::history::Row;
use super::migrations::MigrationFile;
use super::observer::Observer;
use crate::connect::Session;
use std::collections::BTreeSet;
use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::time::Duration;

/// Until the first look. The shortest wait for a lock is 100 ms.
const FIRST: Duration = Duration::from_millis(40);

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(250);

/// How often the second connection may fail before a run goes on without it.
const FAILURES: usize = 3;

/// How far an index is built.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IndexProgress {
    /// In PostgreSQL's words: `building index: scanning table`, `waiting for old snapshots`.
    pub phase: String,
    /// How much of the phase is done, of how much: blocks, rows, or sessions that are waited for. Zero of zero where
    /// the phase counts nothing.
    pub done: u64,
    /// See `done`.
    pub total: u64,
}

impl IndexProgress {
    /// In hundredths; `None` where the phase counts nothing.
    pub fn percent(&self) -> Option<u64> {
        (self.total > 0).then(|| self.done.min(self.total) * 100 / self.total)
    }
}

impl fmt::Display for IndexProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.percent() {
            Some(percent) => write!(f, "{} ({percent} %)", self.phase),
            None => f.write_str(&self.phase),
        }
    }
}

/// The second connection, and what was seen over it.
pub(super) struct Watch {
    /// The backend that is watched.
    pid: i32,
    session: Option<Session>,
    failures: usize,
    /// For whom the statement waited when it was last looked at.
    blockers: Vec<Blocker>,
    /// The sessions that were told of already, by process.
    told: BTreeSet<Option<i32>>,
}

impl Watch {
    pub(super) fn new(pid: i32) -> Self {
        Self { pid, session: None, failures: 0, blockers: Vec::new(), told: BTreeSet::new() }
    }

    /// Another file is run.
    pub(super) fn begin(&mut self) {
        self.told.clear();
    }

    /// For whom the last statement waited when it was last looked at.
    pub(super) fn blockers(&self) -> Vec<Blocker> {
        self.blockers.clone()
    }

    /// Whether somebody for whom it waited would be in the way after a longer wait, too.
    pub(super) fn sees_one_that_stays(&self) -> bool {
        self.blockers.iter().any(Blocker::stays)
    }

    /// Does the work of `session`, and tells what is seen of it.
    pub(super) async fn during<T>(
        &mut self,
        session: &Session,
        file: &MigrationFile,
        observer: &mut dyn Observer,
        work: impl Future<Output = T>,
    ) -> T {
        self.blockers.clear();
        // What our own statements gave rise to.
        session.take_notices();
        let mut work = pin!(work);
        let mut pause = FIRST;
        loop {
            let look = async {
                tokio::time::sleep(pause).await;
                self.look(session).await
            };
            let ended = tokio::select! {
                biased;
                ended = &mut work => Some(ended),
                seen = look => {
                    self.tell(seen, file, observer);
                    None
                }
            };
            for notice in session.take_notices() {
                observer.notice(file, &notice);
            }
            if let Some(ended) = ended {
                return ended;
            }
            pause = PAUSE;
        }
    }

    async fn look(&mut self, session: &Session) -> Vec<Row> {
        if self.failures >= FAILURES {
            return Vec::new();
        }
        let second = match self.session.take() {
            Some(second) => second,
            None => match session.another().await {
                Ok(second) => second,
                Err(_) => {
                    self.failures += 1;
                    return Vec::new();
                }
            },
        };
        let pid = self.pid;
        let question = format!("{}; {}", question(pid), progress(pid));
        match self.session.insert(second).rows(&question).await {
            Ok(rows) => rows,
            Err(_) => {
                self.failures += 1;
                self.session = None;
                Vec::new()
            }
        }
    }

    fn tell(&mut self, rows: Vec<Row>, file: &MigrationFile, observer: &mut dyn Observer) {
        let is = |row: &&Row, kind: &str| row.first().cloned().flatten().as_deref() == Some(kind);
        let blockers: Vec<Blocker> =
            rows.iter().filter(|row| is(row, "blocker")).map(Blocker::of).collect();
        let news: Vec<Blocker> =
            blockers.iter().filter(|it| self.told.insert(it.pid)).cloned().collect();
        if !news.is_empty() {
            observer.blocked(file, &news);
        }
        // Between two tries nobody is waited for: who was last in the way is what an error tells.
        if !blockers.is_empty() {
            self.blockers = blockers;
        }
        if let Some(row) = rows.iter().find(|row| is(row, "index")) {
            let number = |at: usize| row.get(at).cloned().flatten()?.parse::<u64>().ok();
            observer.progress(
                file,
                &IndexProgress {
                    phase: row.get(1).cloned().flatten().unwrap_or_default(),
                    done: number(2).unwrap_or_default(),
                    total: number(3).unwrap_or_default(),
                },
            );
        }
    }
}

/// How far the index is built that this backend builds; rows where there are any, else blocks, else sessions.
fn progress(pid: i32) -> String {
    format!(
        "select 'index', phase,
                case when phase like 'waiting%' then lockers_done
                     when tuples_total > 0 then tuples_done else blocks_done end,
                case when phase like 'waiting%' then lockers_total
                     when tuples_total > 0 then tuples_total else blocks_total end
         from pg_catalog.pg_stat_progress_create_index where pid = {pid}"
    )
}
