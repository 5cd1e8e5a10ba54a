//! Columns of relations, and their defaults.

use super::{
    AlsoOwn, Catalog, Definition, Grants, Kind, Name, ObjectId, Options, QName, SequenceOptions,
};
use serde::{Deserialize, Serialize};

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
    /// Its NOT NULL is inherited, and stated by the table itself too (PostgreSQL 18).
    #[serde(default, skip_serializing_if = "AlsoOwn::is_not")]
    pub own_not_null: AlsoOwn,
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
    /// `COMMENT ON CONSTRAINT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl NotNull {
    /// As PostgreSQL makes it by itself.
    pub const USUAL: Self = Self { name: None, no_inherit: false, validated: true, comment: None };

    /// The same where anything is unusual about it.
    pub fn unusual(self) -> Option<Self> {
        (self != Self::USUAL).then_some(self)
    }
}

impl Column {
    /// The constraint behind its NOT NULL, the usual one included.
    pub fn whole_not_null(&self) -> Option<&NotNull> {
        static USUAL: NotNull = NotNull::USUAL;
        self.not_null.as_ref().or_else(|| (!self.null).then_some(&USUAL))
    }
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

impl Catalog {
    /// The column of this identity.
    pub fn column(&self, id: &ObjectId) -> Option<&Column> {
        match &self.get(id)?.definition {
            Definition::Column(column) => Some(column),
            _ => None,
        }
    }

    /// The constraint behind the NOT NULL of a column, the usual one included.
    pub fn not_null(&self, column: &ObjectId) -> Option<&NotNull> {
        self.column(column)?.whole_not_null()
    }

    /// Those of the tables above that a column has its NOT NULL from, with the tables.
    pub fn inherited_not_null<'a>(
        &'a self,
        column: &'a ObjectId,
    ) -> impl Iterator<Item = (&'a QName, &'a NotNull)> {
        self.parents(&column.relation_qname()).filter_map(|parent| {
            let of_parent = ObjectId::of_relation(Kind::Column, parent, column.name.clone());
            Some((parent, self.not_null(&of_parent).filter(|it| !it.no_inherit)?))
        })
    }
}
