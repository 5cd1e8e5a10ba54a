//! `languages:`, `transforms:`, `access_methods:`, `conversions:`.

use super::Grants;
use crate::read::decode::{Text, mapping, words};

mapping! {
    "a language",
    /// A language that no extension brings.
    struct Language {
        /// Whoever may use it may do no harm with it. Default: false.
        trusted: Option<bool>,
        /// The function that calls its functions.
        handler: Text,
        /// The function that runs DO blocks.
        inline: Option<Text>,
        /// The function that judges new functions.
        validator: Option<Text>,
        /// Privileges by role beside PUBLIC's built-in USAGE.
        grants: Grants,
        /// `COMMENT ON LANGUAGE`.
        comment: Option<Text>,
        /// The owner. Default: `owner` of the project.
        owner: Option<Text>,
        /// The language's former name.
        renamed_from: Option<Text>,
    }
}

mapping! {
    "a transform",
    /// A transform, by its type and language: `colour language plsample`.
    struct Transform {
        /// The function that makes the language's form.
        from_sql: Option<Text>,
        /// The function that makes the value.
        to_sql: Option<Text>,
        /// `COMMENT ON TRANSFORM`.
        comment: Option<Text>,
    }
}

mapping! {
    "an access method",
    /// An access method.
    struct AccessMethod {
        /// Of what.
        r#for: AccessMethodWord,
        /// The function that knows how.
        handler: Text,
        /// `COMMENT ON ACCESS METHOD`.
        comment: Option<Text>,
    }
}

/// What an access method is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AccessMethodWord {
    /// `index`.
    Index,
    /// `table`.
    Table,
}

words! {
    AccessMethodWord as "AccessMethodFor", "index or table" {
        "index" => AccessMethodWord::Index, "Indexes.";
        "table" => AccessMethodWord::Table, "Tables.";
    }
}

mapping! {
    "a conversion",
    /// A conversion between encodings.
    struct Conversion {
        /// From this encoding.
        from: Text,
        /// To this encoding.
        to: Text,
        /// The function that does it.
        function: Text,
        /// Is the one that is taken between the two. Default: false.
        default: Option<bool>,
        /// `COMMENT ON CONVERSION`.
        comment: Option<Text>,
        /// The owner. Default: `owner` of the project.
        owner: Option<Text>,
        /// The conversion's former name.
        renamed_from: Option<Text>,
    }
}
