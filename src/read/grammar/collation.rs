//! `collations:`.

use crate::catalog::CollationProvider;
use crate::read::decode::{Text, mapping, words};

mapping! {
    "a collation", allow,
    /// A collation.
    struct Collation {
        /// Who sorts. Default: `libc`.
        provider: Option<CollationProvider>,
        /// The locale.
        locale: Option<Text>,
        /// The locale that orders, where it is not that which classifies; of libc alone.
        lc_collate: Option<Text>,
        /// The locale that classifies characters, where it is not that which orders; of libc alone.
        lc_ctype: Option<Text>,
        /// Only what is the same byte for byte is equal; `false` is for ICU. Default: true.
        deterministic: Option<bool>,
        /// Further rules in ICU's syntax (PostgreSQL 16).
        rules: Option<Text>,
        /// `COMMENT ON COLLATION`.
        comment: Option<Text>,
        /// The owner. Default: `owner` of the project.
        owner: Option<Text>,
        /// The collation's former name.
        renamed_from: Option<Text>,
    }
}

words! {
    CollationProvider as "CollationProvider", "libc, icu or builtin" {
        "libc" => Self::Libc, "The C library.";
        "icu" => Self::Icu, "ICU.";
        "builtin" => Self::Builtin, "PostgreSQL itself (PostgreSQL 17).";
    }
}
