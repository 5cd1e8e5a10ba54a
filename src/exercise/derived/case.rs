//! One test that follows from the declarations.

use crate::access::named;
use crate::catalog::{Name, ObjectId, QName};

/// What is tried.
#[derive(Debug, Clone)]
pub(in crate::exercise) enum Case {
    /// A role that may not calls a function.
    Caller { function: ObjectId, role: Name },
    /// A tenant reaches for another one's rows of a table.
    Table {
        table: QName,
        role: Name,
        /// By the rights of this owner of functions; `None` by those of the role itself.
        definer: Option<Name>,
        operation: Operation,
    },
    /// A tenant calls a function with another one's keys.
    Call { function: ObjectId, role: Name },
}

/// What a tenant tries on a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::exercise) enum Operation {
    Select,
    Update,
    Delete,
    Insert,
}

impl Operation {
    pub(super) const ALL: [Self; 4] = [Self::Select, Self::Update, Self::Delete, Self::Insert];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Select => "select",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Insert => "insert",
        }
    }
}

impl Case {
    /// What the test is called.
    pub(in crate::exercise) fn name(&self) -> String {
        match self {
            Self::Caller { function, role } => format!("{role} may not call {}", named(function)),
            Self::Table { table, role, definer, operation } => {
                let word = operation.word();
                let by = definer.as_ref().map_or_else(String::new, |it| format!(" through {it}"));
                format!("{role} does not {word} another tenant's {table}{by}")
            }
            Self::Call { function, role } => {
                format!("{role} learns nothing of another tenant by {}", named(function))
            }
        }
    }

    /// The group that it belongs to.
    pub(super) fn group(&self) -> &'static str {
        match self {
            Self::Caller { .. } => "derived: callers",
            Self::Table { .. } | Self::Call { .. } => TENANTS,
        }
    }

    pub(super) fn is_of_tenants(&self) -> bool {
        !matches!(self, Self::Caller { .. })
    }
}

/// The group of tests about two tenants.
pub(super) const TENANTS: &str = "derived: tenants";
