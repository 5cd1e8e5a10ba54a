//! Publications and subscriptions.

use super::{Name, Options, QName};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// `CREATE PUBLICATION`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// `FOR ALL TABLES`.
    pub all_tables: bool,
    /// In the order of their names.
    pub tables: Vec<PublishedTable>,
    /// `TABLES IN SCHEMA` (PostgreSQL 15).
    pub schemas: BTreeSet<Name>,
    /// INSERT is published.
    pub insert: bool,
    /// UPDATE is published.
    pub update: bool,
    /// DELETE is published.
    pub delete: bool,
    /// TRUNCATE is published.
    pub truncate: bool,
    /// Changes of a partition are those of the partitioned table.
    pub via_root: bool,
    /// Stored generated columns are published too (PostgreSQL 18).
    pub generated_columns: bool,
}

/// A table of a publication.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PublishedTable {
    /// The table.
    pub table: QName,
    /// Only these columns (PostgreSQL 15); empty for all.
    pub columns: Vec<Name>,
    /// Only rows for which this holds (PostgreSQL 15).
    pub filter: Option<String>,
}

/// `CREATE SUBSCRIPTION`. It is made disabled and without a connection; whether somebody enabled it is none of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// How the publisher is reached, without any secret; `None` where the reader may not know.
    pub connection: Option<String>,
    /// What it subscribes to.
    pub publications: BTreeSet<Name>,
    /// The replication slot on the publisher.
    pub slot: Option<Name>,
    /// `WITH`: those that are not the server's defaults, and `streaming`, whose default differs by version.
    pub options: Options,
}
