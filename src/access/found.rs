//! What is found about one role, object and operation.

use super::Verdict;
use super::columns::Columns;
use super::rows::Rows;
use crate::catalog::{Name, ObjectId, Principal, Privilege};

/// What is found about one role, object and operation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// What it lacks; nothing where it is allowed.
    pub missing: Vec<Missing>,
    /// How it comes to the privilege; every way counts alone.
    pub ways: Vec<Way>,
    /// For which columns.
    pub columns: Columns,
    /// For which rows.
    pub rows: Rows,
    /// What is asked of the relations behind a view.
    pub behind: Vec<Behind>,
    /// Rules or triggers act in place of the statement.
    pub instead: Vec<ObjectId>,
}

/// What is lacking.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// USAGE on the schema.
    Usage(Name),
    /// The privilege.
    Privilege(Privilege, ObjectId),
    /// A permissive policy: row security is on, and none lets a row through. Nothing is refused but an INSERT.
    Policy(ObjectId),
    /// What a policy or a view needs when it is evaluated.
    Needed {
        /// The policy or the view.
        by: ObjectId,
        /// As whom it is evaluated.
        role: Principal,
        /// The privilege.
        privilege: Privilege,
        /// On what.
        on: ObjectId,
    },
}

/// How one comes to a privilege.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// Nothing is asked of a superuser.
    Superuser,
    /// A grant.
    Grant {
        /// To whom.
        to: Principal,
        /// From the role to the grantee, membership by membership; of PUBLIC nothing.
        path: Vec<Name>,
        /// On the object, or on a column of it.
        on: ObjectId,
    },
    /// A role that is there in every cluster: `pg_read_all_data`.
    Predefined {
        /// From the role to it, membership by membership.
        path: Vec<Name>,
    },
}

/// A relation behind a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// The relation.
    pub relation: ObjectId,
    /// As whom it is reached.
    pub role: Principal,
    /// What is found there.
    pub found: Found,
}

impl Found {
    /// What is lacking, alone.
    pub(super) fn lacks(missing: Missing) -> Self {
        Self { missing: vec![missing], ..Self::default() }
    }

    /// Whether it is allowed, and for all rows.
    pub fn verdict(&self) -> Verdict {
        if !self.missing.is_empty() {
            return Verdict::Denied;
        }
        let behind = self.behind.iter().any(|it| it.found.verdict() != Verdict::Allowed);
        match self.rows.are_some() || behind {
            true => Verdict::SomeRows,
            false => Verdict::Allowed,
        }
    }

    /// Whether nothing but a policy is missing: no statement fails but an INSERT, and no row is reached.
    pub fn lacks_only_a_policy(&self) -> bool {
        !self.missing.is_empty() && self.missing.iter().all(|it| matches!(it, Missing::Policy(_)))
    }
}
