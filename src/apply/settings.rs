//! The settings that a migration starts with, what is reset after it, and how often one is tried.

use super::error::ApplyError;
use super::history::first;
use crate::connect::Session;
use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

/// The wait for a lock in the first try of a migration. Whoever waits for a strong lock stalls everybody who comes
/// later, readers too, so the waits are short.
const FIRST_WAIT: Duration = Duration::from_millis(100);

/// How many tries wait no longer than the first one. With their pauses they take more than a second, after which it is
/// known who stays.
const SHORT_TRIES: usize = 8;

/// The wait in later tries doubles up to this, unless who is in the way stays there anyway. It is longer than `deadlock_timeout` (1 s): autovacuum gives its lock
/// up only to one who has waited that long, so with shorter waits alone it would never be got past.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// Starts a migration: its transaction (unless it is in one already), its limits; asks for the transaction's id and
/// the backend's process id.
///
/// Time limits that the role or the database sets for ordinary work are lifted, as pg_dump lifts them; a file may set
/// its own. What a file makes lies where the file says: a `default_tablespace` of the role or the database is no part of
/// what is declared.
pub(super) fn begin(lifted: &Lifted, wait: Duration, time: Duration, dry_run: bool) -> String {
    let begin = if dry_run { "" } else { "begin; " };
    let wait = at_least_one(wait);
    let lift = &lifted.0;
    let time = match time.is_zero() {
        true => String::new(),
        false => format!("set local statement_timeout = {}; ", time.as_millis()),
    };
    format!(
        "{begin}{lift}{time}set local lock_timeout = {wait}; \
         select pg_catalog.pg_current_xact_id(), pg_catalog.pg_backend_pid()"
    )
}

/// The statements that lift what the session limits by itself; most sessions limit nothing. It is asked once: what a
/// file sets for its session is reset after it.
pub(super) struct Lifted(String);

impl Lifted {
    /// Asks the session.
    pub(super) async fn of(session: &Session) -> Result<Self, ApplyError> {
        let limits = limits(session.major, Duration::ZERO);
        let asked = limits.iter().map(|(name, _)| format!("pg_catalog.current_setting('{name}')"));
        let query = format!("select {}", asked.collect::<Vec<_>>().join(", "));
        let row = first(session, &query).await?;
        let others =
            limits.iter().zip(row).filter(|((_, lifted), now)| now.as_ref() != Some(lifted));
        Ok(Self(
            others.map(|((name, lifted), _)| format!("set local {name} = '{lifted}'; ")).collect(),
        ))
    }
}

/// The limits of a file without a transaction, for its session; each of its statements has its own wait.
pub(super) fn for_session(major: u32, time: Duration, patience: Duration) -> String {
    let set = limits(major, time);
    let set = set.into_iter().map(|(name, value)| format!("set {name} = '{value}'; "));
    format!("{}set lock_timeout = {}", set.collect::<String>(), at_least_one(patience))
}

/// In milliseconds. Zero would be no limit.
pub(super) fn at_least_one(wait: Duration) -> u128 {
    wait.as_millis().max(1)
}

fn limits(major: u32, time: Duration) -> Vec<(&'static str, String)> {
    let zero = || "0".to_owned();
    let mut limits = vec![
        ("statement_timeout", time.as_millis().to_string()),
        ("default_tablespace", String::new()),
        ("idle_in_transaction_session_timeout", zero()),
    ];
    if major >= 17 {
        limits.push(("transaction_timeout", zero()));
    }
    limits
}

/// Ends a migration before its history row is written: deferred constraints speak now, and what the file set for the
/// session ends with it.
pub(super) fn reset(notice_lost_clients: bool) -> String {
    let notice = if notice_lost_clients { NOTICE_LOST_CLIENTS } else { "" };
    format!("set constraints all immediate; {RESET_SESSION}; {notice}")
}

/// Ends what a file has set for its session: role, search_path and all other settings, and temporary tables, which
/// would hide tables of the same name from the next file.
///
/// `RESET ALL` leaves out role and session authorization. Resetting the latter switches off a role that the
/// connection has set, so the role comes after it.
pub const RESET_SESSION: &str = "reset session authorization; reset role; reset all; discard temp";

/// Without it, a backend whose client is gone runs its statement to the end and keeps its locks. Known since 14, and
/// only where the operating system can tell.
pub(crate) const NOTICE_LOST_CLIENTS: &str = "set client_connection_check_interval = '500ms'; ";

/// The tries of one migration.
pub(super) struct Attempts {
    deadline: Instant,
    wait: Duration,
    done: usize,
}

impl Attempts {
    pub(super) fn new(patience: Duration) -> Self {
        Self { deadline: Instant::now() + patience, wait: FIRST_WAIT, done: 0 }
    }

    /// How long the next try may wait for a lock.
    pub(super) fn wait(&self) -> Duration {
        self.wait
    }

    /// How long it may still be tried.
    pub(super) fn left(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    /// The pause before another try: about as long as the wait was, so that others get their turn, and never twice the
    /// same, so that two who meet do not meet again in step. `None` when the time is over.
    ///
    /// `stays`: who is in the way has been there for so long that it would not be gone after a longer wait either, which
    /// would be everybody else's, too.
    pub(super) fn again(&mut self, stays: bool) -> Option<Duration> {
        let pause = jittered(self.wait, random());
        if Instant::now() + pause >= self.deadline {
            return None;
        }
        self.done += 1;
        if self.done >= SHORT_TRIES && !stays {
            self.wait = (self.wait * 2).min(LONGEST_WAIT);
        }
        Some(pause)
    }
}

/// From half of it to one and a half.
fn jittered(pause: Duration, random: u64) -> Duration {
    pause / 2 + pause.mul_f64((random >> 11) as f64 / (1_u64 << 53) as f64)
}

/// What is random is the standard library's hash key.
fn random() -> u64 {
    RandomState::new().hash_one(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_differ_and_stay_near_the_wait() {
        let wait = Duration::from_secs(1);
        assert_eq!(jittered(wait, 0), wait / 2);
        assert!(jittered(wait, u64::MAX) <= wait * 3 / 2);
        assert!(jittered(wait, u64::MAX) > wait * 149 / 100);
        let pauses: std::collections::BTreeSet<_> =
            (0..20).map(|_| jittered(wait, random())).collect();
        assert!(pauses.len() > 15, "{pauses:?}");
    }

    #[test]
    fn patience_ends() {
        assert_eq!(Attempts::new(Duration::ZERO).again(false), None);
        let mut attempts = Attempts::new(Duration::from_secs(60));
        let mut waits = |tries: usize, stays: bool| -> Vec<u128> {
            let wait = |_| {
                let wait = attempts.wait().as_millis();
                assert!(attempts.again(stays).is_some());
                wait
            };
            (0..tries).map(wait).collect()
        };
        assert_eq!(waits(9, true), [100; 9]);
        assert_eq!(waits(7, false), [100, 200, 400, 800, 1600, 2000, 2000]);
        let mut attempts = Attempts::new(Duration::from_secs(60));
        for _ in 0..7 {
            assert!(attempts.again(false).is_some());
            assert_eq!(attempts.wait(), FIRST_WAIT);
        }
        assert!(attempts.again(false).is_some());
        assert_eq!(attempts.wait(), 2 * FIRST_WAIT);
        assert!(attempts.left() <= Duration::from_secs(60));
    }
}
