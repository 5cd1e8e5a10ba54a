//! Indexes of a table or a materialized view.

use crate::diagnostic::Span;
use crate::read::decode::{Brief, HasBrief, Items, List, Map, Sql, Text, mapping};

mapping! {
    "an index", allow,
    /// An index that no constraint stands on.
    struct Index {
        /// The key in its order: columns and expressions as in CREATE INDEX (`lower(name) desc`), or mappings.
        columns: Items<Brief<IndexPart>>,
        /// UNIQUE. Default: false.
        unique: Option<bool>,
        /// The index method. Default: `btree`.
        using: Option<Text>,
        /// Other columns that it holds.
        include: List<Text>,
        /// Only rows for which this holds.
        r#where: Option<Sql>,
        /// Storage parameters.
        with: Map<Sql>,
        /// The tablespace. Default: that of the database.
        tablespace: Option<Text>,
        /// Two NULLs are the same (PostgreSQL 15). Default: false.
        nulls_not_distinct: Option<bool>,
        /// Of a partitioned table: only those partitions have such an index that name it under `attached`. Default: false.
        only: Option<bool>,
        /// `COMMENT ON INDEX`.
        comment: Option<Text>,
        /// Extensions that take it along when they go (`DEPENDS ON EXTENSION`).
        depends_on_extensions: List<Text>,
        /// The index's former name.
        renamed_from: Option<Text>,
    }
}

impl HasBrief for Index {
    type Brief = Items<Brief<IndexPart>>;
    const EITHER: &'static str = "a list of columns or a mapping";

    fn from_brief(columns: Self::Brief, _: Span) -> Self {
        Self {
            columns,
            unique: None,
            using: None,
            include: List::default(),
            r#where: None,
            with: Map::default(),
            tablespace: None,
            nulls_not_distinct: None,
            only: None,
            comment: None,
            depends_on_extensions: List::default(),
            renamed_from: None,
        }
    }
}

mapping! {
    "a part of an index",
    /// One part of an index's key.
    struct IndexPart {
        /// A column or an expression.
        expression: Sql,
        /// The operator class, with its parameters.
        operator_class: Option<Text>,
        /// The collation where it is not that of the column.
        collation: Option<Text>,
        /// DESC. Default: false.
        descending: Option<bool>,
        /// NULLS FIRST or LAST. Default: what the direction says.
        nulls_first: Option<bool>,
        /// The statistics target of an expression.
        statistics: Option<i32>,
    }
}

impl HasBrief for IndexPart {
    type Brief = Sql;
    const EITHER: &'static str = "a column, an expression or a mapping";

    fn from_brief(expression: Sql, _: Span) -> Self {
        Self {
            expression,
            operator_class: None,
            collation: None,
            descending: None,
            nulls_first: None,
            statistics: None,
        }
    }
}
