//! One run at a time in one database: a session's advisory lock.
//!
//! It is tried again and again, not waited for: a blocked `pg_advisory_lock` holds a snapshot, for which a
//! `CREATE INDEX CONCURRENTLY` of the holder waits in turn, until one of the two is killed as a deadlock. It is held
//! on the working connection, so that it is not free while an orphaned backend still works.

use super::error::ApplyError;
use super::history::{Row, first, flag};
use super::interrupt::Interrupt;
use super::observer::Observer;
use crate::connect::Session;
use std::fmt;
use std::time::{Duration, Instant};

/// `momni_db` in ASCII. Advisory locks are of one database each.
const KEY: i64 = 0x6d6f_6d6e_695f_6462;

/// Between two tries.
const PAUSE: Duration = Duration::from_millis(200);

/// As many sessions as a pooler may plausibly go round.
const RELEASE_TRIES: usize = 20;

/// The session that holds the lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockHolder {
    /// Its backend's process id, as `pg_terminate_backend` takes it.
    pub pid: i32,
    /// Its role; what the connected role may not see is left out.
    pub role: Option<String>,
    /// Its `application_name`.
    pub application: Option<String>,
    /// When it connected.
    pub since: Option<String>,
}

impl fmt::Display for LockHolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "process {}", self.pid)?;
        if let Some(application) = self.application.as_ref().filter(|name| !name.is_empty()) {
            write!(f, " ({application})")?;
        }
        if let Some(role) = &self.role {
            write!(f, " of role {role}")?;
        }
        if let Some(since) = &self.since {
            write!(f, ", connected since {since}")?;
        }
        Ok(())
    }
}

/// Takes the lock, and gives the process id of the backend that holds it.
pub(super) async fn acquire(
    session: &Session,
    patience: Duration,
    interrupt: &Interrupt,
    observer: &mut dyn Observer,
) -> Result<i32, ApplyError> {
    let start = Instant::now();
    let mut told: Option<Option<i32>> = None;
    loop {
        if interrupt.is_set() {
            return Err(ApplyError::Interrupted { during: None });
        }
        let (pid, taken) = attempt(session).await?;
        if taken {
            // A pooler in transaction mode that goes round is found at once.
            if let Err(pooled) = still_held(session, pid).await {
                let _ = release(session).await;
                return Err(pooled);
            }
            return Ok(pid);
        }
        let holder = holder(session).await?;
        if start.elapsed() >= patience {
            return Err(ApplyError::Locked { holder, waited: patience });
        }
        let pid = holder.as_ref().map(|holder| holder.pid);
        if told != Some(pid) {
            observer.waiting(holder.as_ref());
            told = Some(pid);
        }
        interrupt.sleep(PAUSE.min(patience.saturating_sub(start.elapsed()))).await;
    }
}

async fn attempt(session: &Session) -> Result<(i32, bool), ApplyError> {
    let query =
        format!("select pg_catalog.pg_backend_pid(), pg_catalog.pg_try_advisory_lock({KEY})");
    let row = first(session, &query).await?;
    Ok((pid(&row)?, flag(&row, 1)))
}

fn pid(row: &Row) -> Result<i32, ApplyError> {
    let pid = row.first().cloned().flatten().and_then(|pid| pid.parse().ok());
    pid.ok_or_else(|| ApplyError::inner("a process id is no number"))
}

/// Whether the session is still the one that took the lock: behind a pooler in transaction mode it is not.
pub(super) async fn still_held(session: &Session, holder: i32) -> Result<(), ApplyError> {
    let row = first(session, "select pg_catalog.pg_backend_pid()").await?;
    is_held_by(holder, row.first().and_then(Option::as_deref))
}

/// Whether the backend that answers is the one that took the lock.
pub(super) fn is_held_by(holder: i32, now: Option<&str>) -> Result<(), ApplyError> {
    let now = now.and_then(|pid| pid.parse().ok()).unwrap_or_default();
    if now == holder { Ok(()) } else { Err(ApplyError::Pooled { pids: (holder, now) }) }
}

/// Gives the lock back. The end of the session does so too, but behind a pooler the session goes on: then the
/// question is asked until it comes to the session that has the lock.
pub(super) async fn release(session: &Session) -> Result<(), ApplyError> {
    let query = format!("select pg_catalog.pg_advisory_unlock({KEY})");
    for _ in 0..RELEASE_TRIES {
        if flag(&first(session, &query).await?, 0) {
            break;
        }
    }
    Ok(())
}

/// Who holds the lock; `None` when it was given back in the meantime.
async fn holder(session: &Session) -> Result<Option<LockHolder>, ApplyError> {
    let query = format!(
        "select l.pid, a.usename, a.application_name, to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS TZ')
         from pg_catalog.pg_locks l left join pg_catalog.pg_stat_activity a on a.pid = l.pid
         where l.locktype = 'advisory' and l.granted and l.objsubid = 1
           and l.database = (select oid from pg_catalog.pg_database where datname = current_database())
           and (l.classid::int8 << 32) | l.objid::int8 = {KEY}
         limit 1"
    );
    let row = first(session, &query).await?;
    if row.is_empty() {
        return Ok(None);
    }
    let text = |at: usize| row.get(at).cloned().flatten();
    Ok(Some(LockHolder { pid: pid(&row)?, role: text(1), application: text(2), since: text(3) }))
}
