//! What went wrong while a catalog was read.

use std::error::Error;
use std::fmt;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::WasNull;

/// Why a catalog could not be read.
#[derive(Debug)]
pub struct IntrospectError {
    query: String,
    cause: Cause,
}

#[derive(Debug)]
enum Cause {
    /// The server refused, or the connection broke.
    Query(tokio_postgres::Error),
    /// An answer that this version of the program cannot read.
    Answer(String),
    /// An object went while it was read.
    Changed(String),
    /// A server older than the oldest that is supported.
    Version(String),
}

/// Why a row of an answer could not be read.
#[derive(Debug)]
pub(super) enum BadRow {
    /// A field has another type than expected.
    Field(tokio_postgres::Error),
    /// A field has a value that is not known.
    Unknown(String),
    /// What one answer names is missing in another. The functions that word expressions see what other sessions have
    /// committed since the snapshot.
    Changed(String),
}

impl BadRow {
    pub(super) fn unknown(what: &str, value: impl fmt::Display) -> Self {
        Self::Unknown(format!("unknown {what} `{value}`"))
    }
}

impl From<tokio_postgres::Error> for BadRow {
    fn from(error: tokio_postgres::Error) -> Self {
        if error.source().is_some_and(|source| source.is::<WasNull>()) {
            return Self::Changed("a definition is gone".into());
        }
        Self::Field(error)
    }
}

impl IntrospectError {
    pub(super) fn query(query: impl Into<String>, error: tokio_postgres::Error) -> Self {
        Self { query: query.into(), cause: Cause::Query(error) }
    }

    pub(super) fn answer(query: impl Into<String>, error: BadRow) -> Self {
        let cause = match error {
            BadRow::Field(error) => Cause::Answer(error.to_string()),
            BadRow::Unknown(what) => Cause::Answer(what),
            BadRow::Changed(what) => Cause::Changed(what),
        };
        Self { query: query.into(), cause }
    }

    pub(super) fn version(version: impl Into<String>) -> Self {
        Self { query: "version".into(), cause: Cause::Version(version.into()) }
    }

    /// The name of the query that failed: `constraints`, `rows of app.tiers`.
    pub fn failed_query(&self) -> &str {
        &self.query
    }

    /// The SQLSTATE, where the server gave one.
    pub fn sqlstate(&self) -> Option<&str> {
        match &self.cause {
            Cause::Query(error) => error.code().map(SqlState::code),
            _ => None,
        }
    }

    /// Whether the connection is gone.
    pub fn is_closed(&self) -> bool {
        matches!(&self.cause, Cause::Query(error) if error.is_closed())
    }

    /// How to mend it, where that is known.
    pub fn help(&self) -> Option<&'static str> {
        let error = match &self.cause {
            Cause::Query(error) => error,
            Cause::Answer(_) => return Some("the server may be newer than this program knows"),
            Cause::Changed(_) => return Some(CHANGED),
            Cause::Version(_) => return Some("PostgreSQL 14 or later is needed"),
        };
        let code = error.code()?;
        if *code == SqlState::INSUFFICIENT_PRIVILEGE {
            Some(if self.query.starts_with("rows of") {
                "the connected role needs SELECT on the table, and BYPASSRLS where its policies bind"
            } else {
                "the connected role needs the right that the server names; all of pg_catalog but \
                 passwords is readable by default"
            })
        } else if *code == SqlState::LOCK_NOT_AVAILABLE {
            Some("another session holds an ACCESS EXCLUSIVE lock; try again when it is done")
        } else if *code == SqlState::IN_FAILED_SQL_TRANSACTION {
            Some("the transaction that the catalog is read in has failed; roll it back first")
        } else if *code == SqlState::INTERNAL_ERROR || *code == SqlState::UNDEFINED_TABLE {
            Some(CHANGED)
        } else {
            None
        }
    }
}

const CHANGED: &str = "an object was changed or dropped while it was read; try again";

impl fmt::Display for IntrospectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            Cause::Query(error) => {
                write!(f, "reading the catalog failed at query `{}`: ", self.query)?;
                match error.as_db_error() {
                    Some(server) => {
                        write!(f, "{} (SQLSTATE {})", server.message(), server.code().code())?;
                    }
                    None => write!(f, "{error}")?,
                }
            }
            Cause::Answer(what) => {
                write!(f, "the answer to catalog query `{}` cannot be read: {what}", self.query)?;
            }
            Cause::Changed(what) => {
                write!(f, "the answer to catalog query `{}` is incomplete: {what}", self.query)?;
            }
            Cause::Version(version) => {
                write!(f, "the server is PostgreSQL {version}, which is too old")?;
            }
        }
        match self.help() {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

impl Error for IntrospectError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.cause {
            Cause::Query(error) => Some(error),
            _ => None,
        }
    }
}
