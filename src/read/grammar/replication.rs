//! `publications:` and `subscriptions:`.

use crate::diagnostic::Span;
use crate::read::decode::{Brief, HasBrief, Items, List, Map, Sql, Text, mapping, words};

mapping! {
    "a publication", allow,
    /// A publication: of all tables, or of those that are named.
    struct Publication {
        /// Every table, also those to come. Default: false.
        all_tables: Option<bool>,
        /// Tables by name: nothing more, a list of columns, or a mapping.
        tables: Map<Option<Brief<PublishedTable>>>,
        /// Every table of these schemas, also those to come (PostgreSQL 15).
        schemas: List<Text>,
        /// What is published. Default: all four.
        publish: List<PublishedEvent>,
        /// Changes of a partition are those of the partitioned table. Default: false.
        via_root: Option<bool>,
        /// Stored generated columns are published too (PostgreSQL 18). Default: false.
        generated_columns: Option<bool>,
        /// `COMMENT ON PUBLICATION`.
        comment: Option<Text>,
        /// The owner. Default: whoever runs the migrations.
        owner: Option<Text>,
        /// The publication's former name.
        renamed_from: Option<Text>,
    }
}

mapping! {
    "a published table",
    /// What is published of a table.
    struct PublishedTable {
        /// Only these columns (PostgreSQL 15). Default: all.
        columns: List<Text>,
        /// Only rows for which this holds (PostgreSQL 15).
        r#where: Option<Sql>,
    }
}

impl HasBrief for PublishedTable {
    type Brief = Items<Text>;
    const EITHER: &'static str = "a list of columns or a mapping";

    fn from_brief(columns: Self::Brief, _: Span) -> Self {
        Self { columns: (*columns).clone(), r#where: None }
    }
}

/// What a publication publishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PublishedEvent {
    /// INSERT.
    Insert,
    /// UPDATE.
    Update,
    /// DELETE.
    Delete,
    /// TRUNCATE.
    Truncate,
}

words! {
    PublishedEvent as "PublishedEvent", "insert, update, delete or truncate" {
        "insert" => PublishedEvent::Insert, "INSERT.";
        "update" => PublishedEvent::Update, "UPDATE.";
        "delete" => PublishedEvent::Delete, "DELETE.";
        "truncate" => PublishedEvent::Truncate, "TRUNCATE.";
    }
}

mapping! {
    "a subscription", allow,
    /// A subscription. It is made disabled and asks the publisher nothing: whoever has the password sets it and enables
    /// it.
    struct Subscription {
        /// How the publisher is reached, without a password. Default: nothing.
        connection: Option<Text>,
        /// What it subscribes to.
        publications: Items<Text>,
        /// The replication slot on the publisher; `none` for no slot. Default: the subscription's name.
        slot: Option<Text>,
        /// `WITH`, but for `connect`, `create_slot`, `copy_data`, `enabled` and `slot_name`.
        with: Map<Sql>,
        /// `COMMENT ON SUBSCRIPTION`.
        comment: Option<Text>,
        /// The owner, a superuser. Default: whoever runs the migrations.
        owner: Option<Text>,
        /// The subscription's former name.
        renamed_from: Option<Text>,
    }
}
