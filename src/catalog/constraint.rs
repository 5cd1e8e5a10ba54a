//! Constraints of tables.

use super::{Attached, IndexElement, Name, Options, QName, is_false};
use serde::{Deserialize, Serialize};

/// A constraint of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constraint {
    /// What it demands.
    pub body: ConstraintBody,
    /// May be checked at the end of the transaction.
    pub deferrable: bool,
    /// Is checked at the end of the transaction unless told otherwise.
    pub initially_deferred: bool,
    /// Existing rows are known to hold it.
    pub validated: bool,
    /// `NOT ENFORCED` (PostgreSQL 18).
    #[serde(default, skip_serializing_if = "is_false")]
    pub not_enforced: bool,
    /// The tablespace of its index where it is not that of the database.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tablespace: Option<Name>,
    /// `COMMENT ON INDEX` of its index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index_comment: Option<String>,
    /// Of a key of a partition: the key of the parent that it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attached: Option<Attached>,
}

/// What a constraint demands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConstraintBody {
    /// `PRIMARY KEY`.
    PrimaryKey {
        /// The key in its order.
        columns: Vec<Name>,
        /// `INCLUDE`.
        include: Vec<Name>,
        /// Storage parameters of its index.
        options: Options,
        /// The last column is a range, and no two of the rest overlap in it (PostgreSQL 18).
        #[serde(default, skip_serializing_if = "is_false")]
        without_overlaps: bool,
    },
    /// `UNIQUE`.
    Unique {
        /// The key in its order.
        columns: Vec<Name>,
        /// `INCLUDE`.
        include: Vec<Name>,
        /// `NULLS NOT DISTINCT` (PostgreSQL 15).
        nulls_not_distinct: bool,
        /// Storage parameters of its index.
        options: Options,
        /// The last column is a range, and no two of the rest overlap in it (PostgreSQL 18).
        #[serde(default, skip_serializing_if = "is_false")]
        without_overlaps: bool,
    },
    /// `FOREIGN KEY`.
    ForeignKey {
        /// The referring columns.
        columns: Vec<Name>,
        /// The table referred to.
        references: QName,
        /// The columns referred to; empty in a declaration that means the primary key.
        referenced_columns: Vec<Name>,
        /// SIMPLE or FULL.
        match_type: ForeignKeyMatch,
        /// When the row referred to goes.
        on_delete: ForeignKeyAction,
        /// When the key referred to changes.
        on_update: ForeignKeyAction,
        /// The columns that `ON DELETE SET NULL` or `SET DEFAULT` sets; empty for all (PostgreSQL 15).
        set_columns: Vec<Name>,
        /// The last column is a range, which those referred to cover (PostgreSQL 18).
        #[serde(default, skip_serializing_if = "is_false")]
        period: bool,
    },
    /// `CHECK`.
    Check {
        /// The condition.
        expression: String,
        /// `NO INHERIT`.
        no_inherit: bool,
    },
    /// `EXCLUDE`.
    Exclusion {
        /// The index method.
        using: Name,
        /// What is compared.
        elements: Vec<ExclusionElement>,
        /// `INCLUDE`.
        include: Vec<Name>,
        /// `WHERE`.
        predicate: Option<String>,
        /// Storage parameters of its index.
        options: Options,
    },
}

impl ConstraintBody {
    /// Storage parameters of the index beneath, where there is one.
    pub fn options(&self) -> Option<&Options> {
        match self {
            Self::PrimaryKey { options, .. }
            | Self::Unique { options, .. }
            | Self::Exclusion { options, .. } => Some(options),
            Self::ForeignKey { .. } | Self::Check { .. } => None,
        }
    }

    /// The same, to be changed.
    pub fn options_mut(&mut self) -> Option<&mut Options> {
        match self {
            Self::PrimaryKey { options, .. }
            | Self::Unique { options, .. }
            | Self::Exclusion { options, .. } => Some(options),
            Self::ForeignKey { .. } | Self::Check { .. } => None,
        }
    }
}

/// One part of an exclusion constraint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExclusionElement {
    /// What is compared.
    pub element: IndexElement,
    /// With which operator; qualified where it is not in `pg_catalog`: `OPERATOR(public.&&)`.
    pub operator: String,
}

/// `ON DELETE`, `ON UPDATE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "PostgreSQL's own words")]
pub enum ForeignKeyAction {
    #[default]
    NoAction,
    Restrict,
    Cascade,
    SetNull,
    SetDefault,
}

/// `MATCH`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "PostgreSQL's own words")]
pub enum ForeignKeyMatch {
    #[default]
    Simple,
    Full,
}
