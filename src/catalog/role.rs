//! Roles and memberships: objects of the cluster, which other databases share.

use super::{Name, Options};
use serde::{Deserialize, Serialize};

/// A role. It is created when it is missing and never dropped unless the declaration says `absent: true`.
/// A password is never part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// May open a session.
    pub login: bool,
    /// Uses the privileges of the roles that it is a member of without `SET ROLE`.
    pub inherit: bool,
    /// Is bound by nothing.
    pub superuser: bool,
    /// May create databases.
    pub create_db: bool,
    /// May create roles.
    pub create_role: bool,
    /// May start streaming replication.
    pub replication: bool,
    /// Is not bound by row security.
    pub bypass_rls: bool,
    /// How many sessions at once; -1 for no limit.
    pub connection_limit: i32,
    /// When its password ends, as the server writes it in UTC; `None` for never.
    pub valid_until: Option<String>,
    /// `ALTER ROLE … SET`, in every database.
    pub settings: Options,
}

impl Default for Role {
    /// What a bare `CREATE ROLE` gives.
    fn default() -> Self {
        Self {
            login: false,
            inherit: true,
            superuser: false,
            create_db: false,
            create_role: false,
            replication: false,
            bypass_rls: false,
            connection_limit: -1,
            valid_until: None,
            settings: Options::new(),
        }
    }
}

/// `GRANT role TO member`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The role that is granted.
    pub role: Name,
    /// Who is granted it.
    pub member: Name,
    /// May grant it on.
    pub admin: bool,
    /// Uses its privileges without `SET ROLE`; `None` where that is as the member's attribute says, which before
    /// PostgreSQL 16 is all there is.
    pub inherit: Option<bool>,
    /// May `SET ROLE` to it; `None` for yes, which before PostgreSQL 16 is all there is.
    pub set: Option<bool>,
}
