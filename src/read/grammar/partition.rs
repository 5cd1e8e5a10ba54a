//! Partitions of a table.

use super::RowSecurity;
use super::table::ReplicaIdentity;
use super::{
    Check, Column, Exclude, Foreign, ForeignKey, Generated, Grants, Index, NotNull, Policy,
    PrimaryKey, Rule, Table, Trigger, Unique,
};
use crate::diagnostic::Span;
use crate::read::decode::{Brief, DefaultSql, HasBrief, List, Map, Sql, Text, mapping};

mapping! {
    "a partition key",
    /// How a table is partitioned: exactly one of `range`, `list` and `hash`, with columns and expressions as in
    /// PARTITION BY (`lower(name)`, `region collate "C"`).
    struct PartitionBy {
        /// By ranges of these.
        range: List<Sql>,
        /// By lists of values of this one.
        list: List<Sql>,
        /// By the remainder of a hash of these.
        hash: List<Sql>,
    }
}

mapping! {
    "a partition", allow,
    /// A partition. It has the columns of its table, and its constraints, indexes and row triggers; what stands here is
    /// its own.
    struct Partition {
        /// Which rows: `from ('2024-01-01') to ('2025-01-01')`, `in ('a', 'b')`, `with (modulus 4, remainder 0)`, or
        /// `default`.
        bound: Sql,
        /// `COMMENT ON TABLE`.
        comment: Option<Text>,
        /// The owner. Default: `owner` of the project.
        owner: Option<Text>,
        /// Is not written to the log and empty after a crash. Default: false.
        unlogged: Option<bool>,
        /// How it is partitioned itself.
        partition_by: Option<PartitionBy>,
        /// Its own partitions by name: their bounds, or mappings.
        partitions: Map<Brief<Partition>>,
        /// Where its columns differ from those of its table, by name.
        columns: Map<InheritedColumn>,
        /// A primary key that its table does not have.
        primary_key: Option<Brief<PrimaryKey>>,
        /// Further unique constraints by name.
        unique: Map<Brief<Unique>>,
        /// Further foreign keys by name.
        foreign_keys: Map<ForeignKey>,
        /// Further check constraints by name.
        checks: Map<Brief<Check>>,
        /// Further exclusion constraints by name.
        exclude: Map<Exclude>,
        /// Further indexes by name.
        indexes: Map<Brief<Index>>,
        /// Its parts of the indexes and keys of its table, where they have another name than PostgreSQL gives
        /// (`events_2024_kind: events_kind_idx`), or anything of their own.
        attached: Map<Brief<AttachedIndex>>,
        /// Whether policies decide which rows are seen where it is read itself. Default: `off`.
        row_security: Option<RowSecurity>,
        /// Row-security policies by name. Those of its table hold where the table is read.
        policies: Map<Policy>,
        /// Further triggers by name.
        triggers: Map<Trigger>,
        /// Rules by name.
        rules: Map<Rule>,
        /// Privileges by role. Those on its table hold where the table is read.
        grants: Grants,
        /// Storage parameters.
        with: Map<Sql>,
        /// It is a foreign table: where its rows are.
        foreign: Option<Foreign>,
        /// The table access method. Default: `heap`.
        using: Option<Text>,
        /// The tablespace. Default: that of its table; `pg_default` where it is that of the database after all.
        tablespace: Option<Text>,
        /// What logical replication knows a row by: `default` (the primary key), `full`, `nothing`, or
        /// `{ index: name }`.
        replica_identity: Option<ReplicaIdentity>,
        /// The index or key by which CLUSTER orders the rows.
        cluster_on: Option<Text>,
        /// The partition's former name.
        renamed_from: Option<Text>,
    }
}

impl HasBrief for Partition {
    type Brief = Sql;
    const EITHER: &'static str = "a bound or a mapping";

    fn from_brief(bound: Sql, _: Span) -> Self {
        Self {
            bound,
            comment: None,
            owner: None,
            unlogged: None,
            partition_by: None,
            partitions: Map::default(),
            columns: Map::default(),
            primary_key: None,
            unique: Map::default(),
            foreign_keys: Map::default(),
            checks: Map::default(),
            exclude: Map::default(),
            indexes: Map::default(),
            attached: Map::default(),
            row_security: None,
            policies: Map::default(),
            triggers: Map::default(),
            rules: Map::default(),
            grants: Grants::default(),
            with: Map::default(),
            foreign: None,
            using: None,
            tablespace: None,
            replica_identity: None,
            cluster_on: None,
            renamed_from: None,
        }
    }
}

impl Partition {
    /// What it has as any table has it.
    pub(in crate::read) fn as_table(&self) -> Table {
        Table {
            comment: self.comment.clone(),
            owner: self.owner.clone(),
            unlogged: self.unlogged,
            inherits: List::default(),
            traits: List::default(),
            columns: Map::<Brief<Column>>::default(),
            inherited: Map::default(),
            primary_key: self.primary_key.clone(),
            unique: self.unique.clone(),
            foreign_keys: self.foreign_keys.clone(),
            checks: self.checks.clone(),
            exclude: self.exclude.clone(),
            indexes: self.indexes.clone(),
            row_security: self.row_security,
            policies: self.policies.clone(),
            triggers: self.triggers.clone(),
            rules: self.rules.clone(),
            grants: self.grants.clone(),
            with: self.with.clone(),
            of: None,
            foreign: self.foreign.clone(),
            using: self.using.clone(),
            tablespace: self.tablespace.clone(),
            replica_identity: self.replica_identity.clone(),
            cluster_on: self.cluster_on.clone(),
            partition_by: self.partition_by.clone(),
            partitions: Map::default(),
            renamed_from: self.renamed_from.clone(),
        }
    }
}

mapping! {
    "an index of a partition",
    /// An index or key of a partition that is part of one of its table, with what it has of its own.
    struct AttachedIndex {
        /// The index or key of the table that it is part of.
        part_of: Text,
        /// Storage parameters. Default: those of the index of the table.
        with: Option<Map<Sql>>,
        /// The tablespace. Default: that of the index of the table; `pg_default` where it is that of the database.
        tablespace: Option<Text>,
        /// Of a partition that is partitioned itself: only those of its partitions have such an index that name it under
        /// `attached`. Default: false.
        only: Option<bool>,
        /// Statistics targets of its expressions, by their place from 1.
        statistics: Map<i32>,
        /// `COMMENT ON INDEX`, or of a key `COMMENT ON CONSTRAINT`.
        comment: Option<Text>,
        /// Of a key `COMMENT ON INDEX` of its index.
        index_comment: Option<Text>,
    }
}

impl HasBrief for AttachedIndex {
    type Brief = Text;
    const EITHER: &'static str = "the name of an index of the table or a mapping";

    fn from_brief(part_of: Text, _: Span) -> Self {
        Self {
            part_of,
            with: None,
            tablespace: None,
            only: None,
            statistics: Map::default(),
            comment: None,
            index_comment: None,
        }
    }
}

mapping! {
    "a column of a partition, an heir or a table of a type",
    /// Where a column of a partition, or one that a table inherits, differs from that of the table above it, or one
    /// of a table of a type from that of the type.
    struct InheritedColumn {
        /// The default expression for rows that are inserted into the table itself; `null` for none. Default: that
        /// of the table above.
        default: DefaultSql,
        /// Whether NULL is allowed: `false` where the table above allows it, or where the table is to stay NOT NULL by
        /// itself when the one above is no longer (PostgreSQL 18).
        null: Option<bool>,
        /// What is unusual about its NOT NULL. Default: the name of that of the table above, validated.
        not_null: Option<Brief<NotNull>>,
        /// Another expression of a generated column (PostgreSQL 16).
        generated: Option<Brief<Generated>>,
        /// How values are stored.
        storage: Option<crate::catalog::Storage>,
        /// How values are compressed.
        compression: Option<Text>,
        /// The statistics target.
        statistics: Option<i32>,
        /// `n_distinct` and `n_distinct_inherited`.
        options: Map<Sql>,
        /// `OPTIONS` of a column of a foreign table.
        foreign_options: Map<Sql>,
        /// `COMMENT ON COLUMN`.
        comment: Option<Text>,
        /// Privileges on this column by role.
        grants: Grants,
    }
}
