//! Tables, views, sequences, and what belongs to them.

use super::{
    AlsoOwn, Attached, Foreign, Grants, Name, Options, PartitionKey, PartitionOf, Principal, QName,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a relation survives a crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Persistence {
    /// Written to the log.
    #[default]
    Logged,
    /// Emptied by a crash.
    Unlogged,
}

impl Persistence {
    /// As a declaration says it.
    pub fn of(unlogged: Option<bool>) -> Self {
        if unlogged == Some(true) { Self::Unlogged } else { Self::Logged }
    }
}

/// A table, partitioned or not, or a partition. Columns, defaults, constraints, indexes, triggers and policies are
/// objects of their own.
///
/// Of a partition every column and default is listed, since they may differ from those of its parent. Checks, foreign
/// keys and row triggers that it has from its parent are not, except for a trigger that is enabled otherwise. The same
/// goes for the columns, defaults and checks of a table that inherits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Logged or unlogged.
    pub persistence: Persistence,
    /// Row security is on.
    pub row_security: bool,
    /// Row security binds the owner too.
    pub force_row_security: bool,
    /// Storage parameters, `toast.` ones included.
    pub options: Options,
    /// `PARTITION BY`: it holds no rows itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partition_by: Option<PartitionKey>,
    /// The table that it is a partition of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partition_of: Option<PartitionOf>,
    /// `INHERITS`, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inherits: Vec<QName>,
    /// `OF`: the composite type that it has its columns from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_type: Option<QName>,
    /// It is a foreign table: where its rows are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreign: Option<Foreign>,
    /// The access method where it is not `heap`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub using: Option<Name>,
    /// The tablespace where it is not that of the database.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tablespace: Option<Name>,
    /// What logical replication knows a row by.
    #[serde(default, skip_serializing_if = "ReplicaIdentity::is_default")]
    pub replica_identity: ReplicaIdentity,
    /// The index or key by which CLUSTER orders the rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster_on: Option<Name>,
}

/// `REPLICA IDENTITY`: what logical replication knows a row by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplicaIdentity {
    /// The primary key.
    #[default]
    Default,
    /// All columns.
    Full,
    /// Nothing.
    Nothing,
    /// The columns of this unique index or key.
    Index(Name),
}

impl ReplicaIdentity {
    fn is_default(&self) -> bool {
        *self == Self::Default
    }
}

/// Where a column stands. Not part of what a column is: two tables are equal column order aside.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Position(pub i32);

impl PartialEq for Position {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
impl Eq for Position {}

/// A column of a table, a view or a materialized view. For the last two only `position`, `type`, the object's comment
/// and privileges, and the settings of a materialized view are its own: the query decides the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its place among the columns.
    pub position: Position,
    /// The type with its modifiers, as `format_type` words it.
    #[serde(rename = "type")]
    pub data_type: String,
    /// Whether NULL is allowed.
    pub null: bool,
    /// The collation where it is not that of the type.
    pub collation: Option<String>,
    /// `GENERATED … AS IDENTITY`.
    pub identity: Option<Identity>,
    /// `GENERATED ALWAYS AS (…)`.
    pub generated: Option<Generated>,
    /// How values are stored where it is not the way of the type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage: Option<Storage>,
    /// How values are compressed (`pglz`, `lz4`) where it is not `default_toast_compression`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compression: Option<String>,
    /// The statistics target where it is not `default_statistics_target`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statistics: Option<i32>,
    /// `n_distinct`, `n_distinct_inherited`.
    #[serde(default, skip_serializing_if = "Options::is_empty")]
    pub options: Options,
    /// `OPTIONS` of a column of a foreign table.
    #[serde(default, skip_serializing_if = "Options::is_empty")]
    pub foreign_options: Options,
    /// It is inherited, and stated by the table itself too.
    #[serde(default, skip_serializing_if = "AlsoOwn::is_not")]
    pub also_own: AlsoOwn,
    /// What is unusual about its NOT NULL (PostgreSQL 18).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_null: Option<NotNull>,
}

/// How values of a column are stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "PostgreSQL's own words")]
pub enum Storage {
    #[default]
    Plain,
    External,
    Extended,
    Main,
}

/// The constraint behind a NOT NULL that is not as PostgreSQL 18 makes it by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotNull {
    /// Its name where it is not one that PostgreSQL gives.
    pub name: Option<Name>,
    /// `NO INHERIT`.
    pub no_inherit: bool,
    /// Existing rows are known to hold it.
    pub validated: bool,
}

/// `GENERATED … AS IDENTITY`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// ALWAYS, not BY DEFAULT.
    pub always: bool,
    /// The name of the sequence beneath where it is not `<table>_<column>_seq`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// The sequence beneath.
    pub sequence: SequenceOptions,
    /// Whether the sequence beneath is not logged, where that is not as for the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unlogged: Option<bool>,
    /// `COMMENT ON SEQUENCE` of the sequence beneath.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Every privilege on the sequence beneath, where they are not those that it has by itself.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "super::as_optional_pairs")]
    pub grants: Option<Grants>,
}

/// `GENERATED ALWAYS AS (expression)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generated {
    /// The expression.
    pub expression: String,
    /// STORED, not VIRTUAL (PostgreSQL 18).
    pub stored: bool,
}

/// A column's `DEFAULT`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefaultExpr {
    /// The expression.
    pub expression: String,
}

/// What a sequence counts. In a declaration `None` leaves a bound to the server; as introspected, `None` is the
/// default for the type and the direction, so that both compare.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SequenceOptions {
    /// The first value.
    pub start: Option<i64>,
    /// The step; `None` is 1.
    pub increment: Option<i64>,
    /// The least value.
    pub min: Option<i64>,
    /// The greatest value.
    pub max: Option<i64>,
    /// How many values a session takes at once; `None` is 1.
    pub cache: Option<i64>,
    /// Starts anew at the end.
    pub cycle: bool,
}

impl SequenceOptions {
    /// The least and the greatest value of a sequence of this type, whether stated or not.
    pub fn bounds(&self, data_type: &str) -> (i64, i64) {
        let (least, greatest) = match data_type {
            "smallint" => (i64::from(i16::MIN), i64::from(i16::MAX)),
            "integer" => (i64::from(i32::MIN), i64::from(i32::MAX)),
            _ => (i64::MIN, i64::MAX),
        };
        match self.increment {
            Some(..0) => (self.min.unwrap_or(least), self.max.unwrap_or(-1)),
            _ => (self.min.unwrap_or(1), self.max.unwrap_or(greatest)),
        }
    }
}

/// A sequence that is not an identity column's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sequence {
    /// smallint, integer or bigint.
    #[serde(rename = "type")]
    pub data_type: String,
    /// What it counts.
    pub options: SequenceOptions,
    /// The column with which it goes.
    pub owned_by: Option<(QName, Name)>,
    /// Emptied by a crash (PostgreSQL 15). A sequence that a column owns changes with its table when that does.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unlogged: bool,
}

fn is_false(value: &bool) -> bool {
    !value
}

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

/// An index that no constraint stands on. Its identity names its table or materialized view as the relation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// The access method.
    pub using: Name,
    /// `UNIQUE`.
    pub unique: bool,
    /// `NULLS NOT DISTINCT` (PostgreSQL 15).
    pub nulls_not_distinct: bool,
    /// The key in its order.
    pub elements: Vec<IndexElement>,
    /// `INCLUDE`.
    pub include: Vec<Name>,
    /// `WHERE`.
    pub predicate: Option<String>,
    /// Storage parameters.
    pub options: Options,
    /// The tablespace where it is not that of the database.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tablespace: Option<Name>,
    /// A build that failed half way leaves `false`, and so does a partition that has no such index.
    pub valid: bool,
    /// Of an index of a partition: the index of the parent that it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attached: Option<Attached>,
    /// Statistics targets of its expressions, by their place from 1.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub statistics: BTreeMap<u16, i32>,
}

/// One part of an index's key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexElement {
    /// A column, quoted as SQL wants it, or an expression as `pg_get_indexdef` words it (in parentheses unless it
    /// is a plain function call). A declared element may hold its whole text here (`lower(name) desc`).
    pub expression: String,
    /// The collation where it is not that of the column.
    pub collation: Option<String>,
    /// The operator class where it is not the default one, with its parameters: `public.gin_trgm_ops`.
    pub operator_class: Option<String>,
    /// `DESC`.
    pub descending: bool,
    /// NULLS FIRST or LAST where it is not the default of the direction.
    pub nulls_first: Option<bool>,
}

/// A view. Comments and privileges of its columns are objects of kind Column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// The query as the server words it, without the final semicolon.
    pub query: String,
    /// `security_invoker`, `security_barrier`, `check_option`.
    pub options: Options,
}

/// A materialized view. Its indexes are objects of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaterializedView {
    /// The query as the server words it, without the final semicolon.
    pub query: String,
    /// Storage parameters.
    pub options: Options,
    /// Whether it holds data (`WITH NO DATA` does not).
    pub populated: bool,
    /// The access method where it is not `heap`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub using: Option<Name>,
    /// The tablespace where it is not that of the database.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tablespace: Option<Name>,
    /// The index by which CLUSTER orders the rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster_on: Option<Name>,
}

/// A trigger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trigger {
    /// BEFORE, AFTER or INSTEAD OF.
    pub timing: Timing,
    /// On what.
    pub events: TriggerEvents,
    /// Once for each row or for each statement.
    pub level: Level,
    /// The condition.
    pub when: Option<String>,
    /// The trigger function.
    pub function: QName,
    /// The arguments.
    pub args: Vec<String>,
    /// The transition table of the old rows.
    pub old_table: Option<Name>,
    /// The transition table of the new rows.
    pub new_table: Option<Name>,
    /// `CREATE CONSTRAINT TRIGGER`: whether it may be and is at first deferred.
    pub constraint: Option<(bool, bool)>,
    /// `FROM`: the other table that a constraint trigger is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<QName>,
    /// In which sessions it fires.
    pub enabled: TriggerEnabled,
}

/// BEFORE, AFTER or INSTEAD OF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "PostgreSQL's own words")]
pub enum Timing {
    Before,
    After,
    InsteadOf,
}

/// The events that fire a trigger.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "PostgreSQL's own words")]
pub struct TriggerEvents {
    pub insert: bool,
    pub update: bool,
    /// `UPDATE OF`; empty for every column.
    pub update_of: Vec<Name>,
    pub delete: bool,
    pub truncate: bool,
}

/// Once for each row or for each statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "PostgreSQL's own words")]
pub enum Level {
    Row,
    Statement,
}

/// In which sessions a trigger fires, or a rule holds (`session_replication_role`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriggerEnabled {
    /// Ordinary ones.
    #[default]
    Origin,
    /// None.
    Disabled,
    /// Replicas.
    Replica,
    /// All.
    Always,
}

/// A row-security policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Permissive policies are joined by OR, restrictive ones by AND.
    pub permissive: bool,
    /// For which command.
    pub command: PolicyCommand,
    /// For whom; PUBLIC is everybody.
    pub roles: BTreeSet<Principal>,
    /// Which existing rows.
    pub using: Option<String>,
    /// Which new rows.
    pub with_check: Option<String>,
}

/// For which command a policy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "PostgreSQL's own words")]
pub enum PolicyCommand {
    #[default]
    All,
    Select,
    Insert,
    Update,
    Delete,
}
