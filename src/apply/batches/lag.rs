//! How far the standbys are behind.

use super::super::error::ApplyError;
use super::super::history::first;
use crate::connect::Session;
use std::time::Duration;

/// What `pg_stat_replication` shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Lag {
    /// How long ago the newest of what the slowest standby has replayed was written here.
    pub(super) behind: Duration,
    /// Standbys whose lag the connected role may not see.
    pub(super) hidden: u64,
}

/// Asks as whoever connected: it takes the rights of `pg_monitor`.
pub(super) async fn lag(session: &Session) -> Result<Lag, ApplyError> {
    // Of one that replays nothing PostgreSQL lets the lag grow.
    let query = "select coalesce(pg_catalog.max(extract(epoch from replay_lag)) * 1000, 0)::int8,
            count(*) filter (where state is null)
         from pg_catalog.pg_stat_replication";
    let row = first(session, query).await?;
    let number = |at: usize| {
        row.get(at).cloned().flatten().and_then(|it| it.parse::<i64>().ok()).unwrap_or_default()
    };
    let positive = |at: usize| u64::try_from(number(at)).unwrap_or_default();
    Ok(Lag { behind: Duration::from_millis(positive(0)), hidden: positive(1) })
}
