//! Row-security policies.

use super::{MemberOf, Requires, VisibleBy};
use crate::catalog::PolicyCommand;
use crate::read::decode::{Brief, List, Sql, Text, mapping, words};

mapping! {
    "a policy", allow,
    /// A row-security policy. All that it says must hold; what may hold instead is another policy.
    struct Policy {
        /// For which command. Default: `all`, and `select` with `visible_by`.
        r#for: Option<PolicyCommand>,
        /// For which roles. Default: `public`, everybody.
        to: List<Text>,
        /// The column that holds whose the row is: it must be the caller, `secure.caller` of the project.
        owner: Option<Text>,
        /// The row belongs to a group that the caller is a member of.
        member_of: Option<MemberOf>,
        /// Who sees the row stands in one of its columns: one of `visibilities`, or a mapping. For `select` alone.
        visible_by: Option<Brief<VisibleBy>>,
        /// What the session must be, and what the claims of its token must hold. A policy that says nothing else takes rows
        /// from the others: it is restrictive.
        requires: Option<Requires>,
        /// Which existing rows.
        using: Option<Sql>,
        /// Which new rows. Default: what `using` says.
        with_check: Option<Sql>,
        /// Permissive policies are joined by OR, restrictive ones by AND. Default: true, and false where `requires` stands alone.
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
