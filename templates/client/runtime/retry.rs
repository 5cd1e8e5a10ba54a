//! How often a transaction is run again that met another one.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// How often a transaction is begun, and how long the waits in between are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// How often it is begun at most; 1 is never again.
    pub attempts: u32,
    /// The first wait. Each one after it may be twice as long as the one before, and is a random part of that, so that those who
    /// met do not meet again.
    pub first_wait: Duration,
    /// No wait is longer.
    pub longest_wait: Duration,
}

impl Default for Retry {
    /// Five times, with waits of up to 10, 20, 40 and 80 milliseconds.
    fn default() -> Self {
        Self {
            attempts: 5,
            first_wait: Duration::from_millis(10),
            longest_wait: Duration::from_secs(1),
        }
    }
}

impl Retry {
    /// Never again.
    pub const NEVER: Self =
        Self { attempts: 1, first_wait: Duration::ZERO, longest_wait: Duration::ZERO };

    /// The wait after an attempt, which are counted from 1; `None` after the last one.
    pub(crate) fn wait(&self, attempt: u32) -> Option<Duration> {
        if attempt >= self.attempts {
            return None;
        }
        let longest = self.first_wait.saturating_mul(1 << (attempt - 1).min(20));
        // The keys of a hasher are random: that saves a generator.
        let random = RandomState::new().hash_one(attempt) as u32;
        let part = 0.5 + f64::from(random) / f64::from(u32::MAX) / 2.0;
        Some(longest.min(self.longest_wait).mul_f64(part))
    }
}
