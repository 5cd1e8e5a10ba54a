//! Row-security policies.

use crate::catalog::PolicyCommand;
use crate::read::decode::{List, Sql, Text, mapping, words};

mapping! {
    "a policy", allow,
    /// A row-security policy.
    struct Policy {
        /// For which command. Default: `all`.
        r#for: Option<PolicyCommand>,
        /// For which roles. Default: `public`, everybody.
        to: List<Text>,
        /// Which existing rows.
        using: Option<Sql>,
        /// Which new rows. Default: what `using` says.
        with_check: Option<Sql>,
        /// Permissive policies are joined by OR, restrictive ones by AND. Default: true.
        permissive: Option<bool>,
        /// `COMMENT ON POLICY`.
        comment: Option<Text>,
        /// The policy's former name.
        renamed_from: Option<Text>,
    }
}

words! {
    PolicyCommand as "PolicyCommand", "all, select, insert, update or delete" {
        "all" => Self::All, "Every command.";
        "select" => Self::Select, "SELECT.";
        "insert" => Self::Insert, "INSERT.";
        "update" => Self::Update, "UPDATE.";
        "delete" => Self::Delete, "DELETE.";
    }
}
