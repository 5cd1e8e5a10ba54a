//! `schemas:`.

use super::Grants;
use crate::read::decode::{Text, mapping};

mapping! {
    "a schema", allow,
    /// A schema.
    struct Schema {
        /// The owner. Default: `owner` of the project.
        owner: Option<Text>,
        /// `COMMENT ON SCHEMA`. Of `public` an empty one is none at all; left out it is that of every new database.
        comment: Option<Text>,
        /// Privileges by role: `usage`, `create`.
        grants: Grants,
        /// The schema's former name.
        renamed_from: Option<Text>,
        /// Only for `public`: the schema must not be there.
        absent: Option<bool>,
    }
}
