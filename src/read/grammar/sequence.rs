//! `sequences:`.

use super::Grants;
use crate::read::decode::{Text, mapping};

mapping! {
    "a sequence", allow,
    /// A sequence.
    struct Sequence {
        /// `smallint`, `integer` or `bigint`, the default.
        r#type: Option<Text>,
        /// The first value.
        start: Option<i64>,
        /// The step. Default: 1.
        increment: Option<i64>,
        /// The least value.
        min: Option<i64>,
        /// The greatest value.
        max: Option<i64>,
        /// How many values a session takes at once. Default: 1.
        cache: Option<i64>,
        /// Starts anew at the end. Default: false.
        cycle: Option<bool>,
        /// Starts anew after a crash (PostgreSQL 15). Default: false.
        unlogged: Option<bool>,
        /// The column with which it goes: `invoices.no`.
        owned_by: Option<Text>,
        /// `COMMENT ON SEQUENCE`.
        comment: Option<Text>,
        /// The owner. Default: the owner of the table that it is owned by, else `owner` of the project.
        owner: Option<Text>,
        /// Privileges by role: `usage`, `select`, `update`.
        grants: Grants,
        /// The sequence's former name.
        renamed_from: Option<Text>,
    }
}
