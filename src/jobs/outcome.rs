//! How a run ended.

use std::time::Duration;

/// A run that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The job.
    pub job: String,
    /// When it was due, as RFC 3339.
    pub due: String,
    /// Which attempt it was, from 1.
    pub attempt: u32,
    /// How long it took.
    pub took: Duration,
    /// How it ended.
    pub end: End,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// Well, with the number that the function gave.
    Done(Option<String>),
    /// The server refused it. It is tried again after the wait, or not at all.
    Failed {
        /// The SQLSTATE.
        sqlstate: Option<String>,
        /// The server's words, without those that quote rows.
        message: String,
        /// The wait; `None` where it is a dead letter now, or was started by hand.
        again: Option<Duration>,
    },
    /// Whoever ran it wished it so. It is run again.
    Cancelled,
}

impl End {
    /// Its word in the history.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Done(_) => "done",
            Self::Failed { .. } => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}
