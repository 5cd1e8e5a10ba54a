//! Constraints of a table.

use crate::catalog::{ForeignKeyAction, ForeignKeyMatch};
use crate::diagnostic::Span;
use crate::read::decode::{Brief, HasBrief, Items, List, Map, Sql, Text, mapping, words};

mapping! {
    "a primary key",
    /// A primary key.
    struct PrimaryKey {
        /// Its columns in their order.
        columns: Items<Text>,
        /// The constraint's name. Default: `<table>_pkey`.
        name: Option<Text>,
        /// The last column is a range, and rows that are equal in the rest do not overlap in it (PostgreSQL 18).
        /// Default: false.
        without_overlaps: Option<bool>,
        /// Other columns that its index holds.
        include: List<Text>,
        /// May be checked at the end of the transaction. Default: false.
        deferrable: Option<bool>,
        /// Is checked at the end of the transaction unless told otherwise. Default: false.
        initially_deferred: Option<bool>,
        /// Storage parameters of its index.
        with: Map<Sql>,
        /// The tablespace of its index. Default: that of the database.
        tablespace: Option<Text>,
        /// `COMMENT ON CONSTRAINT`.
        comment: Option<Text>,
        /// `COMMENT ON INDEX` of its index.
        index_comment: Option<Text>,
        /// The constraint's former name.
        renamed_from: Option<Text>,
    }
}

impl HasBrief for PrimaryKey {
    type Brief = Items<Text>;
    const EITHER: &'static str = "a list of columns or a mapping";

    fn from_brief(columns: Self::Brief, _: Span) -> Self {
        Self {
            columns,
            name: None,
            without_overlaps: None,
            include: List::default(),
            deferrable: None,
            initially_deferred: None,
            with: Map::default(),
            tablespace: None,
            comment: None,
            index_comment: None,
            renamed_from: None,
        }
    }
}

mapping! {
    "a unique constraint", allow,
    /// A unique constraint.
    struct Unique {
        /// Its columns in their order.
        columns: Items<Text>,
        /// The last column is a range, and rows that are equal in the rest do not overlap in it (PostgreSQL 18).
        /// Default: false.
        without_overlaps: Option<bool>,
        /// Other columns that its index holds.
        include: List<Text>,
        /// Two NULLs are the same (PostgreSQL 15). Default: false.
        nulls_not_distinct: Option<bool>,
        /// May be checked at the end of the transaction. Default: false.
        deferrable: Option<bool>,
        /// Is checked at the end of the transaction unless told otherwise. Default: false.
        initially_deferred: Option<bool>,
        /// Storage parameters of its index.
        with: Map<Sql>,
        /// The tablespace of its index. Default: that of the database.
        tablespace: Option<Text>,
        /// `COMMENT ON CONSTRAINT`.
        comment: Option<Text>,
        /// `COMMENT ON INDEX` of its index.
        index_comment: Option<Text>,
        /// The constraint's former name.
        renamed_from: Option<Text>,
    }
}

impl HasBrief for Unique {
    type Brief = Items<Text>;
    const EITHER: &'static str = "a list of columns or a mapping";

    fn from_brief(columns: Self::Brief, _: Span) -> Self {
        Self {
            columns,
            without_overlaps: None,
            include: List::default(),
            nulls_not_distinct: None,
            deferrable: None,
            initially_deferred: None,
            with: Map::default(),
            tablespace: None,
            comment: None,
            index_comment: None,
            renamed_from: None,
        }
    }
}

mapping! {
    "a foreign key", allow,
    /// A foreign key.
    struct ForeignKey {
        /// The referring columns.
        columns: Items<Text>,
        /// What they refer to: a table, or a table and its columns.
        references: Brief<KeyTarget>,
        /// The last column is a range that those referred to cover (PostgreSQL 18). Default: false.
        period: Option<bool>,
        /// When the row referred to goes. Default: `no_action`.
        on_delete: Option<ForeignKeyAction>,
        /// When the key referred to changes. Default: `no_action`.
        on_update: Option<ForeignKeyAction>,
        /// The columns that `set_null` or `set_default` sets (PostgreSQL 15). Default: all.
        set_columns: List<Text>,
        /// SIMPLE or FULL. Default: `simple`.
        r#match: Option<ForeignKeyMatch>,
        /// May be checked at the end of the transaction. Default: false.
        deferrable: Option<bool>,
        /// Is checked at the end of the transaction unless told otherwise. Default: false.
        initially_deferred: Option<bool>,
        /// Existing rows are known to hold it. Default: true.
        validated: Option<bool>,
        /// Is checked at all (PostgreSQL 18). Default: true.
        enforced: Option<bool>,
        /// `COMMENT ON CONSTRAINT`.
        comment: Option<Text>,
        /// The constraint's former name.
        renamed_from: Option<Text>,
    }
}

mapping! {
    "the target of a foreign key",
    /// The key that a foreign key refers to.
    struct KeyTarget {
        /// The table.
        table: Text,
        /// Its columns. Default: the primary key.
        columns: List<Text>,
    }
}

impl HasBrief for KeyTarget {
    type Brief = Text;
    const EITHER: &'static str = "a table or a mapping";

    fn from_brief(table: Text, _: Span) -> Self {
        Self { table, columns: List::default() }
    }
}

mapping! {
    "a check", allow,
    /// A check constraint.
    struct Check {
        /// The condition.
        expression: Sql,
        /// NO INHERIT; not for domains. Default: false.
        no_inherit: Option<bool>,
        /// Existing rows are known to hold it. Default: true.
        validated: Option<bool>,
        /// Is checked at all (PostgreSQL 18). Default: true.
        enforced: Option<bool>,
        /// `COMMENT ON CONSTRAINT`.
        comment: Option<Text>,
        /// The constraint's former name.
        renamed_from: Option<Text>,
    }
}

impl HasBrief for Check {
    type Brief = Sql;
    const EITHER: &'static str = "a condition or a mapping";

    fn from_brief(expression: Sql, _: Span) -> Self {
        Self {
            expression,
            no_inherit: None,
            validated: None,
            enforced: None,
            comment: None,
            renamed_from: None,
        }
    }
}

mapping! {
    "an exclusion constraint", allow,
    /// An exclusion constraint.
    struct Exclude {
        /// The index method. Default: `gist`.
        using: Option<Text>,
        /// What is compared, and with which operator: `host_id with =`.
        elements: Items<Sql>,
        /// Only rows for which this holds.
        r#where: Option<Sql>,
        /// Other columns that its index holds.
        include: List<Text>,
        /// May be checked at the end of the transaction. Default: false.
        deferrable: Option<bool>,
        /// Is checked at the end of the transaction unless told otherwise. Default: false.
        initially_deferred: Option<bool>,
        /// Storage parameters of its index.
        with: Map<Sql>,
        /// The tablespace of its index. Default: that of the database.
        tablespace: Option<Text>,
        /// `COMMENT ON CONSTRAINT`.
        comment: Option<Text>,
        /// `COMMENT ON INDEX` of its index.
        index_comment: Option<Text>,
        /// The constraint's former name.
        renamed_from: Option<Text>,
    }
}

words! {
    ForeignKeyAction as "ForeignKeyAction", "no_action, restrict, cascade, set_null or set_default" {
        "no_action" => Self::NoAction, "An error at the end of the statement or, deferred, of the transaction.";
        "restrict" => Self::Restrict, "An error at once.";
        "cascade" => Self::Cascade, "The referring rows go or change too.";
        "set_null" => Self::SetNull, "The referring columns become NULL.";
        "set_default" => Self::SetDefault, "The referring columns take their defaults.";
    }
}
