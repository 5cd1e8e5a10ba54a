//! `event_triggers:`.

use crate::catalog::TriggerEnabled;
use crate::read::decode::{List, Text, mapping, words};

mapping! {
    "an event trigger", allow,
    /// An event trigger. Only a superuser makes one.
    struct EventTrigger {
        /// On what it fires.
        on: Event,
        /// Only for these commands: `CREATE TABLE`. Default: all.
        tags: List<Text>,
        /// The function, which returns `event_trigger`.
        function: Text,
        /// In which sessions it fires. Default: `origin`.
        enabled: Option<TriggerEnabled>,
        /// `COMMENT ON EVENT TRIGGER`.
        comment: Option<Text>,
        /// The owner, a superuser. Default: whoever runs the migrations.
        owner: Option<Text>,
        /// The event trigger's former name.
        renamed_from: Option<Text>,
    }
}

/// What an event trigger fires on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    /// `ddl_command_start`.
    Start,
    /// `ddl_command_end`.
    End,
    /// `sql_drop`.
    Drop,
    /// `table_rewrite`.
    Rewrite,
    /// `login`.
    Login,
}

impl Event {
    /// PostgreSQL's word.
    pub(in crate::read) fn word(self) -> &'static str {
        match self {
            Self::Start => "ddl_command_start",
            Self::End => "ddl_command_end",
            Self::Drop => "sql_drop",
            Self::Rewrite => "table_rewrite",
            Self::Login => "login",
        }
    }
}

words! {
    Event as "Event", "ddl_command_start, ddl_command_end, sql_drop, table_rewrite or login" {
        "ddl_command_start" => Event::Start, "Before a command that changes the schema.";
        "ddl_command_end" => Event::End, "After it.";
        "sql_drop" => Event::Drop, "After it, if it dropped something.";
        "table_rewrite" => Event::Rewrite, "Before a table is rewritten.";
        "login" => Event::Login, "When a session begins (PostgreSQL 17).";
    }
}
