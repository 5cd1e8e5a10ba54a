//! Why a runner cannot go on.

use crate::connect::{ConnectError, StatementError};
use std::fmt;

/// Why a runner cannot go on. That a job has failed is none of these.
#[derive(Debug)]
pub enum JobsError {
    /// There is no connection.
    Connect(ConnectError),
    /// The server refused a statement of the runner's own, or the connection is gone.
    Server(Box<StatementError>),
    /// The session is not the same from one statement to the next.
    Pooled,
    /// The job is under way in another session.
    Busy(String),
    /// Nothing among the dead letters is of this name or number.
    NotDead(String),
    /// The server gave something else than what was asked for.
    Answer(&'static str),
}

impl JobsError {
    /// The connection is gone, and a new one may do better.
    pub fn is_lost(&self) -> bool {
        match self {
            Self::Connect(_) => true,
            Self::Server(error) => error.connection_lost,
            _ => false,
        }
    }

    /// How to mend it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Connect(error) => Some(error.help.clone()),
            Self::Server(error) if error.sqlstate.as_deref() == Some("42501") => Some(
                "the role that runs jobs needs USAGE on the schema momni_db and SELECT, INSERT, UPDATE, DELETE on its tables \
                 job_planned, job_queue, job_runs and job_dead; where they are missing, CREATE on the database; and \
                 membership in the roles of the jobs"
                    .to_owned(),
            ),
            Self::Pooled => {
                Some("connect to the server itself, or to a pooler in session mode".to_owned())
            }
            Self::Busy(_) => Some("wait for its end, which `momni-db jobs --list` shows".to_owned()),
            Self::NotDead(_) => Some("`momni-db jobs --list` shows the dead letters".to_owned()),
            Self::Server(_) | Self::Answer(_) => None,
        }
    }
}

impl fmt::Display for JobsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect(error) => write!(f, "{}: {}", error.place, error.reason),
            Self::Server(error) => f.write_str(&error.message),
            Self::Pooled => f.write_str(
                "the session changes from one transaction to the next: a pooler in transaction mode is in between, and the \
                 locks of jobs belong to sessions",
            ),
            Self::Busy(job) => write!(f, "job `{job}` is under way"),
            Self::NotDead(what) => write!(f, "there is no dead letter `{what}`"),
            Self::Answer(what) => write!(f, "the server gave no {what}"),
        }
    }
}

impl From<StatementError> for JobsError {
    fn from(error: StatementError) -> Self {
        Self::Server(Box::new(error))
    }
}

impl From<ConnectError> for JobsError {
    fn from(error: ConnectError) -> Self {
        Self::Connect(error)
    }
}
