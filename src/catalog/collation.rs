//! Collations.

use serde::{Deserialize, Serialize};

/// `CREATE COLLATION`. The version of the library that sorts is none of it: it differs by machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collation {
    /// Who sorts.
    pub provider: CollationProvider,
    /// The locale; `None` where `lc_collate` and `lc_ctype` are two.
    pub locale: Option<String>,
    /// The locale that orders; of libc alone, and only where it is not that of `lc_ctype`.
    pub lc_collate: Option<String>,
    /// The locale that classifies characters; of libc alone, and only where it is not that of `lc_collate`.
    pub lc_ctype: Option<String>,
    /// Only what is the same byte for byte is equal.
    pub deterministic: bool,
    /// Further rules in ICU's syntax (PostgreSQL 16).
    pub rules: Option<String>,
}

/// Who sorts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CollationProvider {
    /// The C library.
    #[default]
    Libc,
    /// ICU.
    Icu,
    /// PostgreSQL itself (PostgreSQL 17).
    Builtin,
}
