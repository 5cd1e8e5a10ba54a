//! `rows:`.

use crate::read::decode::{List, Map, Raw, Text, mapping};

mapping! {
    "reference rows", allow,
    /// Reference data of a table, kept by key: inserted, changed, and removed only when so told. A scalar is text
    /// that the server casts to the column's type, a mapping or a list is JSON, `{ sql: … }` is an expression.
    struct RowsOf {
        /// The columns that tell rows apart. Default: the primary key.
        key: List<Text>,
        /// The rows: values by column. All name the same columns; only those are kept.
        values: List<Map<Raw>>,
        /// Rows that must not be there: the values of the key.
        absent: List<Map<Raw>>,
        /// Every row that is not listed is removed. Default: false.
        only: Option<bool>,
    }
}
