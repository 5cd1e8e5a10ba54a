//! Reference rows: data that belongs to the declaration, kept by key.

use super::{Name, QName};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The values of a row, or of its key.
pub type Row = Vec<Value>;

/// One value of a reference row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// NULL.
    Null,
    /// The value's text form, which the server casts to the column's type.
    Text(String),
    /// An SQL expression; only in a declaration, never as introspected.
    Sql(String),
}

/// The reference rows of one table. Only declared columns are read and compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// The columns that tell rows apart.
    pub key: Vec<Name>,
    /// The columns that are kept besides the key.
    pub columns: Vec<Name>,
    /// From the values of the key to the values of `columns`.
    #[serde(with = "as_pairs")]
    pub rows: BTreeMap<Row, Row>,
}

/// What introspection must read of a table's rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowsSpec {
    /// The table.
    pub table: QName,
    /// The columns that tell rows apart.
    pub key: Vec<Name>,
    /// The columns that are kept besides the key.
    pub columns: Vec<Name>,
    /// Keys to read, in the server's text form; `None` reads every row (the declaration says `only: true`).
    pub keys: Option<BTreeSet<Row>>,
}

mod as_pairs {
    use super::Row;
    use serde::{Deserialize, Deserializer, Serializer};
    use std::collections::BTreeMap;

    pub(super) fn serialize<S: Serializer>(
        map: &BTreeMap<Row, Row>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map.iter())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<Row, Row>, D::Error> {
        Ok(Vec::<(Row, Row)>::deserialize(deserializer)?.into_iter().collect())
    }
}
