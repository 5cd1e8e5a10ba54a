//! `roles:`.

use crate::diagnostic::Span;
use crate::read::decode::{Brief, HasBrief, List, Map, Text, mapping};

mapping! {
    "a role", allow,
    /// A role of the cluster. A password is never part of it.
    struct Role {
        /// May open a session. Default: false.
        login: Option<bool>,
        /// Is not bound by row security. Default: false.
        bypass_rls: Option<bool>,
        /// May create roles. Default: false.
        create_role: Option<bool>,
        /// May create databases. Default: false.
        create_db: Option<bool>,
        /// Is bound by nothing. Default: false.
        superuser: Option<bool>,
        /// Uses the privileges of the roles that it is a member of without SET ROLE. Default: true.
        inherit: Option<bool>,
        /// May start streaming replication. Default: false.
        replication: Option<bool>,
        /// How many sessions at once; -1 for no limit, the default.
        connection_limit: Option<i32>,
        /// When its password ends.
        valid_until: Option<Text>,
        /// `ALTER ROLE … SET`, in every database.
        settings: Map<Text>,
        /// The roles that it is a member of.
        member_of: List<Brief<MemberOf>>,
        /// `COMMENT ON ROLE`.
        comment: Option<Text>,
        /// The role's former name.
        renamed_from: Option<Text>,
        /// The role must not be there: it is dropped.
        absent: Option<bool>,
    }
}

mapping! {
    "a membership",
    /// A membership in a role.
    struct MemberOf {
        /// The role.
        role: Text,
        /// May grant it on. Default: false.
        admin: Option<bool>,
        /// Uses its privileges without SET ROLE (PostgreSQL 16). Default: what the member's `inherit` says.
        inherit: Option<bool>,
        /// May SET ROLE to it (PostgreSQL 16). Default: true.
        set: Option<bool>,
    }
}

impl HasBrief for MemberOf {
    type Brief = Text;
    const EITHER: &'static str = "a role or a mapping";

    fn from_brief(role: Text, _: Span) -> Self {
        Self { role, admin: None, inherit: None, set: None }
    }
}
