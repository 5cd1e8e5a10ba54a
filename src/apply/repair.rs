//! Makes the history say what the files say, after an edit that everybody has accepted.
//!
//! Nothing of a migration is run, so the database must be what the files lead to already.

use super::baseline::committed;
use super::error::ApplyError;
use super::history::{TABLE, first, flag, read_history};
use super::interrupt::Interrupt;
use super::lock;
use super::migrations::Migrations;
use super::observer::Observer;
use super::rights::rights;
use super::status::{State, Status, status};
use crate::connect::Session;
use std::time::Duration;

/// What may be mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RepairOptions {
    /// Whether rows go whose files are gone.
    pub forget: bool,
    /// How long to wait for another run.
    pub patience: Duration,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mend {
    /// It has the name and the checksum of the file now.
    Follows {
        /// The version.
        version: i32,
        /// The file, within the project.
        file: String,
    },
    /// It is gone, as its file is.
    Forgotten {
        /// The version.
        version: i32,
        /// Its name.
        name: String,
    },
}

/// Mends the rows that do not agree with the files, provided that `agrees` says that the database is what these
/// migrations lead to. It is asked once, while no other run can change the database; `None` when it says no, and then
/// nothing is mended.
///
/// # Errors
/// [`ApplyError::History`] with what cannot be mended; the lock and the server's own errors. Nothing is half done.
pub async fn repair(
    session: &Session,
    migrations: &Migrations,
    options: RepairOptions,
    interrupt: &Interrupt,
    observer: &mut dyn Observer,
    agrees: impl AsyncFnOnce(&Migrations) -> bool,
) -> Result<Option<Vec<Mend>>, ApplyError> {
    if flag(&first(session, "select pg_catalog.pg_is_in_recovery()").await?, 0) {
        return Err(ApplyError::ReadOnly);
    }
    let pid = lock::acquire(session, options.patience, interrupt, observer).await?;
    let result = locked(session, migrations, options.forget, pid, interrupt, agrees).await;
    // The lock ends with the session at the latest.
    let _ = lock::release(session).await;
    result
}

async fn locked(
    session: &Session,
    migrations: &Migrations,
    forget: bool,
    pid: i32,
    interrupt: &Interrupt,
    agrees: impl AsyncFnOnce(&Migrations) -> bool,
) -> Result<Option<Vec<Mend>>, ApplyError> {
    if let Some(missing) = rights(session).await?.to_read() {
        return Err(ApplyError::Right(missing));
    }
    let history = read_history(session).await?;
    let (mut mends, mut left) = (Vec::new(), Vec::new());
    for version in status(migrations, &history).into_iter().filter(|it| it.state.is_fault()) {
        match mend(&version, migrations, forget) {
            Some(mend) => mends.push(mend),
            None => left.push(version),
        }
    }
    if !left.is_empty() {
        return Err(ApplyError::History(left));
    }
    if mends.is_empty() {
        return Ok(Some(mends));
    }
    let is_forgotten = |version: i32| {
        mends
            .iter()
            .any(|it| matches!(it, Mend::Forgotten { version: gone, .. } if *gone == version))
    };
    let newest = history.iter().map(|row| row.version).filter(|it| !is_forgotten(*it)).max();
    let applied = newest.map(|newest| migrations.up_to(newest)).unwrap_or_default();
    if !agrees(&applied).await {
        return Ok(None);
    }
    if interrupt.is_set() {
        return Err(ApplyError::Interrupted { during: None });
    }
    let mut sql = String::new();
    for it in &mends {
        sql.push_str(&statement(it, migrations)?);
    }
    if let Err(cause) = committed(session, pid, &sql).await {
        // Of no use when the connection is gone, and then of no need.
        let _ = session.batch("rollback").await;
        return Err(cause);
    }
    Ok(Some(mends))
}

/// How a fault is mended, where it can be.
fn mend(version: &Status, migrations: &Migrations, forget: bool) -> Option<Mend> {
    let number = version.version;
    match (version.state, migrations.get(number)) {
        (State::Edited | State::Unreadable, Some(file)) => {
            Some(Mend::Follows { version: number, file: file.path() })
        }
        (State::Missing | State::Unknown | State::Unreadable, None) if forget => {
            Some(Mend::Forgotten { version: number, name: version.name.clone() })
        }
        _ => None,
    }
}

/// A date that refinery can read stays.
fn statement(mend: &Mend, migrations: &Migrations) -> Result<String, ApplyError> {
    let version = match mend {
        Mend::Forgotten { version, .. } => {
            return Ok(format!("delete from {TABLE} where version = {version};\n"));
        }
        Mend::Follows { version, .. } => *version,
    };
    let inner = || ApplyError::inner("a migration has no checksum");
    let file = migrations.get(version).ok_or_else(inner)?;
    let checksum = file.checksum().map_err(|_| inner())?;
    // The name has no quotes: the files were read, which refuses any but letters, digits and `_`.
    Ok(format!(
        "update {TABLE} set name = '{}', checksum = '{checksum}',
            applied_on = case when applied_on ~ '^\\d{{4}}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)$' then applied_on
                else pg_catalog.to_char(pg_catalog.now() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') end
         where version = {version};\n",
        file.name
    ))
}
