//! The locks that a statement takes on relations, and how long it keeps them.

use crate::catalog::QName;
use serde::Serialize;
use std::fmt;

/// The modes of a lock on a relation, from the weakest to the strongest. ACCESS SHARE, which every reader takes, is not
/// among them: nothing but ACCESS EXCLUSIVE waits for it.
///
/// Source: PostgreSQL's documentation, "Explicit Locking", table-level locks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "PostgreSQL's own words")]
pub enum Mode {
    RowShare,
    RowExclusive,
    ShareUpdateExclusive,
    Share,
    ShareRowExclusive,
    Exclusive,
    AccessExclusive,
}

impl Mode {
    /// Whether nobody writes to the table while it is held.
    pub fn stops_writes(self) -> bool {
        self >= Self::Share
    }

    /// Whether nobody reads the table while it is held.
    pub fn stops_reads(self) -> bool {
        self == Self::AccessExclusive
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RowShare => "ROW SHARE",
            Self::RowExclusive => "ROW EXCLUSIVE",
            Self::ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
            Self::Share => "SHARE",
            Self::ShareRowExclusive => "SHARE ROW EXCLUSIVE",
            Self::Exclusive => "EXCLUSIVE",
            Self::AccessExclusive => "ACCESS EXCLUSIVE",
        })
    }
}

/// What is done while a lock is held, from the least to the most. All but the first grow with the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// Rows of the catalogs change; the table's own are not looked at.
    Catalogs,
    /// Some of the table's rows are written.
    Rows,
    /// Every row is read.
    Scan,
    /// An index is built.
    Build,
    /// Every row is written anew, and every index.
    Rewrite,
}

impl Work {
    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Catalogs => "catalogs",
            Self::Rows => "rows",
            Self::Scan => "scan",
            Self::Build => "build",
            Self::Rewrite => "rewrite",
        }
    }

    /// Whether it takes longer the larger the table is.
    pub fn grows(self) -> bool {
        self >= Self::Scan
    }
}

/// A lock that a step takes and keeps until its transaction ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Lock {
    /// The table, view, materialized view, sequence or index, by the name that it has then.
    pub relation: QName,
    /// How strong it is.
    pub mode: Mode,
    /// What is done meanwhile.
    pub work: Work,
}
