//! Triggers.

use crate::catalog::{Level, TriggerEnabled};
use crate::read::decode::{List, Sql, Text, mapping, words};

mapping! {
    "a trigger", allow,
    /// A trigger. Exactly one of `before`, `after` and `instead_of` says when it fires.
    struct Trigger {
        /// Fires before these events.
        before: List<TriggerEvent>,
        /// Fires after these events.
        after: List<TriggerEvent>,
        /// Fires instead of these events; for views.
        instead_of: List<TriggerEvent>,
        /// Once for each `row` or for each `statement`, the default.
        each: Option<Level>,
        /// Only if this holds.
        when: Option<Sql>,
        /// The trigger function.
        function: Text,
        /// The function's arguments.
        args: List<Text>,
        /// UPDATE OF: only when one of these columns is named in the UPDATE.
        of: List<Text>,
        /// The transition table of the old rows.
        old_table: Option<Text>,
        /// The transition table of the new rows.
        new_table: Option<Text>,
        /// Makes it a constraint trigger.
        constraint: Option<ConstraintTrigger>,
        /// In which sessions it fires. Default: `origin`.
        enabled: Option<TriggerEnabled>,
        /// `COMMENT ON TRIGGER`.
        comment: Option<Text>,
        /// Extensions that take it along when they go (`DEPENDS ON EXTENSION`).
        depends_on_extensions: List<Text>,
        /// The trigger's former name.
        renamed_from: Option<Text>,
    }
}

mapping! {
    "a constraint trigger",
    /// CREATE CONSTRAINT TRIGGER.
    struct ConstraintTrigger {
        /// The other table that it is about.
        from: Option<Text>,
        /// May be fired at the end of the transaction. Default: false.
        deferrable: Option<bool>,
        /// Is fired at the end of the transaction unless told otherwise. Default: false.
        initially_deferred: Option<bool>,
    }
}

/// An event that fires a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TriggerEvent {
    /// INSERT.
    Insert,
    /// UPDATE.
    Update,
    /// DELETE.
    Delete,
    /// TRUNCATE.
    Truncate,
}

words! {
    TriggerEvent as "TriggerEvent", "insert, update, delete or truncate" {
        "insert" => TriggerEvent::Insert, "INSERT.";
        "update" => TriggerEvent::Update, "UPDATE.";
        "delete" => TriggerEvent::Delete, "DELETE.";
        "truncate" => TriggerEvent::Truncate, "TRUNCATE; for statements only.";
    }
}

words! {
    Level as "TriggerLevel", "row or statement" {
        "row" => Self::Row, "Once for each row.";
        "statement" => Self::Statement, "Once for each statement.";
    }
}

words! {
    TriggerEnabled as "TriggerEnabled", "origin, disabled, replica or always" {
        "origin" => Self::Origin, "In ordinary sessions.";
        "disabled" => Self::Disabled, "In none.";
        "replica" => Self::Replica, "In sessions of replication.";
        "always" => Self::Always, "In all.";
    }
}
