//! The settings that a migration starts with, what is reset after it, and how often one is tried.

use std::time::{Duration, Instant};

/// The wait for a lock in the first try of a migration. Whoever waits for a strong lock stalls everybody who comes
/// later, readers too, so the waits are short.
const FIRST_WAIT: Duration = Duration::from_millis(100);

/// The wait in later tries doubles up to this. It is longer than `deadlock_timeout` (1 s): autovacuum gives its lock
/// up only to one who has waited that long, so with shorter waits alone it would never be got past.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// Starts a migration: its transaction (unless it is in one already), its limits; asks for the transaction's id and
/// the backend's process id.
///
/// Time limits that the role or the database sets for ordinary work are lifted, as pg_dump lifts them; a file may set
/// its own. What a file makes lies where the file says: a `default_tablespace` of the role or the database is no part of
/// what is declared.
pub(super) fn begin(major: u32, wait: Duration, dry_run: bool) -> String {
    let begin = if dry_run { "" } else { "begin; " };
    let transaction_timeout = if major >= 17 { "set local transaction_timeout = 0; " } else { "" };
    format!(
        "{begin}set local statement_timeout = 0; {transaction_timeout}set local default_tablespace = ''; \
         set local idle_in_transaction_session_timeout = 0; set local lock_timeout = {}; \
         select pg_catalog.pg_current_xact_id(), pg_catalog.pg_backend_pid()",
        wait.as_millis()
    )
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
pub(super) const NOTICE_LOST_CLIENTS: &str = "set client_connection_check_interval = '500ms'; ";

/// The tries of one migration.
pub(super) struct Attempts {
    deadline: Instant,
    wait: Duration,
}

impl Attempts {
    pub(super) fn new(patience: Duration) -> Self {
        Self { deadline: Instant::now() + patience, wait: FIRST_WAIT }
    }

    /// How long the next try may wait for a lock.
    pub(super) fn wait(&self) -> Duration {
        self.wait
    }

    /// The pause before another try, as long as the wait was, so that others get their turn; `None` when the time is
    /// over.
    pub(super) fn again(&mut self) -> Option<Duration> {
        let pause = self.wait;
        if Instant::now() + pause >= self.deadline {
            return None;
        }
        self.wait = (self.wait * 2).min(LONGEST_WAIT);
        Some(pause)
    }
}
