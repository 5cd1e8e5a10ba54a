//! Rules.

use crate::catalog::{RuleEvent, TriggerEnabled};
use crate::read::decode::{Sql, Text, mapping, words};

mapping! {
    "a rule", allow,
    /// A rule of a table or a view.
    struct Rule {
        /// Which statements it rewrites.
        on: RuleEvent,
        /// Only where this holds; the rows are called `old` and `new`.
        r#where: Option<Sql>,
        /// In place of the statement, not besides it. Default: false.
        instead: Option<bool>,
        /// `nothing`, a statement, or several in parentheses with semicolons between them.
        r#do: Sql,
        /// In which sessions it holds. Default: `origin`.
        enabled: Option<TriggerEnabled>,
        /// `COMMENT ON RULE`.
        comment: Option<Text>,
        /// The rule's former name.
        renamed_from: Option<Text>,
    }
}

words! {
    RuleEvent as "RuleEvent", "insert, update or delete" {
        "insert" => Self::Insert, "INSERT.";
        "update" => Self::Update, "UPDATE.";
        "delete" => Self::Delete, "DELETE.";
    }
}
