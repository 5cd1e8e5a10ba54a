//! What every part of a runner knows.

use crate::schedule::{Job, Jobs};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

/// The clock: the database's, which goes on within a transaction.
pub const CLOCK: &str = "pg_catalog.clock_timestamp()";

/// What every part of a runner knows.
#[derive(Debug, Clone)]
pub struct Setting<'a> {
    /// The jobs of the project.
    pub jobs: &'a Jobs,
    /// An SQL expression for the time; [`CLOCK`] but for tests.
    pub clock: &'a str,
    /// How long a runner waits at most before it looks again.
    pub poll: Duration,
}

impl<'a> Setting<'a> {
    /// As runners work.
    pub fn new(jobs: &'a Jobs) -> Self {
        Self { jobs, clock: CLOCK, poll: Duration::from_secs(5) }
    }

    pub(super) fn job(&self, name: &str) -> Option<&'a Job> {
        self.jobs.jobs.iter().find(|job| job.name == name)
    }
}

/// The wish to stop, from another task.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicU8>);

impl Stop {
    /// Wishes that no further run is begun.
    pub fn after_this(&self) {
        self.0.fetch_max(1, Ordering::SeqCst);
    }

    /// Wishes that the runs that are under way are given up, too: whoever wishes it cancels their statements.
    pub fn now(&self) {
        self.0.store(2, Ordering::SeqCst);
    }

    /// Whether no further run is begun.
    pub fn is_wished(&self) -> bool {
        self.0.load(Ordering::SeqCst) > 0
    }

    /// Whether runs under way are given up.
    pub fn is_now(&self) -> bool {
        self.0.load(Ordering::SeqCst) > 1
    }

    /// Waits, but not on when it is to stop.
    pub(super) async fn sleep(&self, time: Duration) {
        let until = tokio::time::Instant::now() + time;
        while !self.is_wished() {
            let left = until.saturating_duration_since(tokio::time::Instant::now());
            if left.is_zero() {
                return;
            }
            tokio::time::sleep(left.min(Duration::from_millis(50))).await;
        }
    }
}
