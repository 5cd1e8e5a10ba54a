//! The transaction that a catalog is read in, and the settings that decide how the server words what it says.

use super::error::IntrospectError;
use futures_util::FutureExt;
use futures_util::future::try_join;
use tokio_postgres::Client;

/// The oldest major version that is read.
const OLDEST: u32 = 14;

/// A setting that is local to a transaction is gone after a statement that stands alone. Asking for it in the next
/// statement tells whether the caller has a transaction open, without an error or a warning in the server's log.
const MARK: &str = "SELECT set_config('momni_db.introspection', 'on', true)";
const PROBE: &str = "SELECT current_setting('momni_db.introspection', true) = 'on', \
                     current_setting('server_version_num')::int4, current_setting('server_version'), \
                     pg_relation_size('pg_catalog.pg_attribute')";

const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
const SAVEPOINT: &str = "SAVEPOINT momni_db_introspection";
const ROLLBACK: &str = "ROLLBACK";
/// Rolling back to a savepoint also takes back every `SET LOCAL` that came after it.
const ROLLBACK_TO_SAVEPOINT: &str =
    "ROLLBACK TO SAVEPOINT momni_db_introspection; RELEASE SAVEPOINT momni_db_introspection";

/// An empty search path makes the server qualify every name outside of `pg_catalog`. With `row_security` off, rows
/// that policies hide are an error instead of missing. Compiling expressions costs more than it saves here.
const SETTINGS: &str = "\
    SET LOCAL search_path = '';\
    SET LOCAL DateStyle = 'ISO, YMD';\
    SET LOCAL IntervalStyle = 'postgres';\
    SET LOCAL TimeZone = 'UTC';\
    SET LOCAL extra_float_digits = 1;\
    SET LOCAL bytea_output = 'hex';\
    SET LOCAL xmloption = 'content';\
    SET LOCAL lc_monetary = 'C';\
    SET LOCAL quote_all_identifiers = off;\
    SET LOCAL standard_conforming_strings = on;\
    SET LOCAL row_security = off;\
    SET LOCAL lock_timeout = '60s';\
    SET LOCAL statement_timeout = 0;\
    SET LOCAL idle_in_transaction_session_timeout = 0;\
    SET LOCAL max_parallel_workers_per_gather = 0;\
    SET LOCAL jit = off";

/// What is known of a connection before anything is opened over it.
pub(super) struct Probe<'a> {
    client: &'a Client,
    /// What opens a session, and what ends it.
    begin: &'static str,
    end: &'static str,
    major: u32,
    /// The bytes of `pg_attribute`, which grow with the number of columns and indexes.
    size: i64,
}

/// An open transaction or savepoint with pinned settings.
pub(super) struct Session<'a> {
    client: &'a Client,
    /// What ends it; `None` once it is ended.
    end: Option<&'static str>,
    /// The server's major version.
    pub(super) major: u32,
}

/// What an export of a snapshot and another connection cost is regained from some 50 tables on.
const LARGE: i64 = 768 << 10;

impl<'a> Probe<'a> {
    /// Outside of a transaction a session is one; within one it is a savepoint.
    pub(super) async fn of(client: &'a Client) -> Result<Self, IntrospectError> {
        let failed = |error| IntrospectError::query("session", error);
        let (_, row) = try_join(client.batch_execute(MARK), client.query_typed_one(PROBE, &[]))
            .await
            .map_err(failed)?;
        let within: Option<bool> = row.try_get(0).map_err(failed)?;
        let number: i32 = row.try_get(1).map_err(failed)?;
        let major = u32::try_from(number / 10_000).unwrap_or_default();
        if major < OLDEST {
            return Err(IntrospectError::version(row.try_get::<_, &str>(2).map_err(failed)?));
        }
        let (begin, end) = match within {
            Some(true) => (SAVEPOINT, ROLLBACK_TO_SAVEPOINT),
            _ => (BEGIN, ROLLBACK),
        };
        let size = row.try_get(3).map_err(failed)?;
        Ok(Self { client, begin, end, major, size })
    }

    /// Whether a second connection is worth its while, and can see what this one sees.
    pub(super) fn is_worth_sharing(&self) -> bool {
        self.size >= LARGE && self.end == ROLLBACK
    }

    /// Opens a session.
    pub(super) async fn open(&self) -> Result<Session<'a>, IntrospectError> {
        let session = Session { client: self.client, end: Some(self.end), major: self.major };
        let begun = self.client.batch_execute(&format!("{};{SETTINGS}", self.begin)).await;
        begun.map_err(|error| IntrospectError::query("session", error))?;
        Ok(session)
    }
}

impl Session<'_> {
    /// Opens a session over another connection that sees what this one sees.
    pub(super) async fn joined_by<'b>(
        &self,
        client: &'b Client,
    ) -> Result<Session<'b>, IntrospectError> {
        let failed = |error| IntrospectError::query("session", error);
        let row = self.client.query_typed_one("SELECT pg_export_snapshot()", &[]).await;
        let snapshot: String = row.and_then(|row| row.try_get(0)).map_err(failed)?;
        let session = Session { client, end: Some(ROLLBACK), major: self.major };
        let begin = format!("{BEGIN};SET TRANSACTION SNAPSHOT '{snapshot}';{SETTINGS}");
        client.batch_execute(&begin).await.map_err(failed)?;
        Ok(session)
    }

    pub(super) async fn close(mut self) -> Result<(), IntrospectError> {
        match self.end.take() {
            Some(end) => {
                let ended = self.client.batch_execute(end).await;
                ended.map_err(|error| IntrospectError::query("session", error))
            }
            None => Ok(()),
        }
    }
}

/// A reading that is abandoned must not leave the connection in its transaction. The first poll sends the statement;
/// nobody waits for the answer.
impl Drop for Session<'_> {
    fn drop(&mut self) {
        if let Some(end) = self.end.take() {
            let _ = self.client.batch_execute(end).now_or_never();
        }
    }
}
