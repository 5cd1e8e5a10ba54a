//! `views:` and `materialized_views:`.

use super::{Grants, Index, Rule, Trigger};
use crate::catalog::Storage;
use crate::read::decode::{At, Brief, DefaultSql, List, Map, Sql, Text, mapping, words};

mapping! {
    "a view", allow,
    /// A view.
    struct View {
        /// The query.
        query: Sql,
        /// Reads its tables with the caller's privileges and policies (PostgreSQL 15). Default: false, the owner's.
        security_invoker: Option<At<bool>>,
        /// Its conditions come before those of the caller. Default: false.
        security_barrier: Option<At<bool>>,
        /// New rows must be visible through it.
        check_option: Option<At<CheckOption>>,
        /// What is said of its columns, by name.
        columns: Map<ViewColumn>,
        /// Triggers by name.
        triggers: Map<Trigger>,
        /// Rules by name.
        rules: Map<Rule>,
        /// Privileges by role.
        grants: Grants,
        /// `COMMENT ON VIEW`.
        comment: Option<Text>,
        /// The owner. Default: `owner` of the project.
        owner: Option<Text>,
        /// The view's former name.
        renamed_from: Option<Text>,
    }
}

mapping! {
    "a column of a view", allow,
    /// What is said of a column of a view. The query decides the rest.
    struct ViewColumn {
        /// The default for rows that are inserted into the view.
        default: DefaultSql,
        /// `COMMENT ON COLUMN`.
        comment: Option<Text>,
        /// Privileges on this column by role.
        grants: Grants,
        /// The column's former name.
        renamed_from: Option<Text>,
    }
}

/// `check_option:`.
#[derive(Debug, Clone, Copy)]
pub(crate) enum CheckOption {
    /// `local`.
    Local,
    /// `cascaded`.
    Cascaded,
}

impl CheckOption {
    /// The word of `WITH (check_option = …)`.
    pub(in crate::read) fn word(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Cascaded => "cascaded",
        }
    }
}

words! {
    CheckOption as "CheckOption", "local or cascaded" {
        "local" => CheckOption::Local, "By the conditions of this view.";
        "cascaded" => CheckOption::Cascaded, "By those of the views beneath too.";
    }
}

mapping! {
    "a materialized view", allow,
    /// A materialized view.
    struct MaterializedView {
        /// The query.
        query: Sql,
        /// Holds data from the beginning. Default: true.
        populated: Option<bool>,
        /// Indexes by name, as in tables.
        indexes: Map<Brief<Index>>,
        /// Storage parameters.
        with: Map<Sql>,
        /// The table access method. Default: `heap`.
        using: Option<Text>,
        /// The tablespace. Default: that of the database.
        tablespace: Option<Text>,
        /// The index by which CLUSTER orders the rows.
        cluster_on: Option<Text>,
        /// What is said of its columns, by name.
        columns: Map<MaterializedViewColumn>,
        /// Privileges by role.
        grants: Grants,
        /// `COMMENT ON MATERIALIZED VIEW`.
        comment: Option<Text>,
        /// The owner. Default: `owner` of the project.
        owner: Option<Text>,
        /// Extensions that take it along when they go (`DEPENDS ON EXTENSION`).
        depends_on_extensions: List<Text>,
        /// The view's former name.
        renamed_from: Option<Text>,
    }
}

mapping! {
    "a column of a materialized view", allow,
    /// What is said of a column of a materialized view. The query decides the rest.
    struct MaterializedViewColumn {
        /// How values are stored where it is not the way of the type.
        storage: Option<Storage>,
        /// How values are compressed: `pglz`, `lz4`. Default: `default_toast_compression` of the server.
        compression: Option<Text>,
        /// The statistics target. Default: `default_statistics_target` of the server.
        statistics: Option<i32>,
        /// `n_distinct` and `n_distinct_inherited`.
        options: Map<Sql>,
        /// `COMMENT ON COLUMN`.
        comment: Option<Text>,
        /// Privileges on this column by role.
        grants: Grants,
        /// The column's former name.
        renamed_from: Option<Text>,
    }
}
