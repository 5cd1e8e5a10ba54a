//! `tables:` and `traits:`.

use super::{
    Check, Column, Exclude, Foreign, ForeignKey, Grants, Index, InheritedColumn, Partition,
    PartitionBy, Policy, PrimaryKey, RowSecurity, Rule, TraitUse, Trigger, Unique,
};
use crate::diagnostic::Span;
use crate::read::decode::{Brief, Context, Decode, HasBrief, List, Map, Raw, Sql, Text, mapping};
use crate::read::yaml::Node;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use std::borrow::Cow;

mapping! {
    "a table", allow,
    /// A table.
    struct Table {
        /// `COMMENT ON TABLE`.
        comment: Option<Text>,
        /// The owner. Default: `owner` of the project.
        owner: Option<Text>,
        /// Is not written to the log and empty after a crash. Default: false.
        unlogged: Option<bool>,
        /// Tables that it inherits from: their columns, defaults and checks.
        inherits: List<Text>,
        /// Traits, declared under `traits:`, whose columns, constraints, indexes, triggers and policies it takes: names, or
        /// `{ name: { parameter: value } }`.
        traits: List<TraitUse>,
        /// The columns by name, in their order: a type or a mapping.
        columns: Map<Brief<Column>>,
        /// Where the columns that it inherits differ from those of their tables, by name.
        inherited: Map<InheritedColumn>,
        /// The primary key: its columns, or a mapping. Its name is `<table>_pkey` unless stated.
        primary_key: Option<Brief<PrimaryKey>>,
        /// Unique constraints by name: the columns, or a mapping.
        unique: Map<Brief<Unique>>,
        /// Foreign keys by name. One column alone may say `references:` itself.
        foreign_keys: Map<ForeignKey>,
        /// Check constraints by name: the condition, or a mapping.
        checks: Map<Brief<Check>>,
        /// Exclusion constraints by name.
        exclude: Map<Exclude>,
        /// Indexes by name: the columns and expressions, or a mapping.
        indexes: Map<Brief<Index>>,
        /// Whether policies decide which rows are seen: `forced` binds the owner too; `{ off: the reason }`. Default: `off`.
        row_security: Option<RowSecurity>,
        /// Row-security policies by name.
        policies: Map<Policy>,
        /// Triggers by name.
        triggers: Map<Trigger>,
        /// Rules by name.
        rules: Map<Rule>,
        /// Privileges by role.
        grants: Grants,
        /// Storage parameters.
        with: Map<Sql>,
        /// The composite type that it has its columns from, or a mapping.
        of: Option<Brief<OfType>>,
        /// It is a foreign table: where its rows are.
        foreign: Option<Foreign>,
        /// The table access method. Default: `heap`.
        using: Option<Text>,
        /// The tablespace. Default: that of the database.
        tablespace: Option<Text>,
        /// What logical replication knows a row by: `default` (the primary key), `full`, `nothing`, or
        /// `{ index: name }`.
        replica_identity: Option<ReplicaIdentity>,
        /// The index or key by which CLUSTER orders the rows.
        cluster_on: Option<Text>,
        /// How it is partitioned. It holds no rows itself.
        partition_by: Option<PartitionBy>,
        /// Its partitions by name: their bounds (`from ('2024-01-01') to ('2025-01-01')`, `default`), or mappings.
        partitions: Map<Brief<Partition>>,
        /// The table's former name.
        renamed_from: Option<Text>,
    }
}

mapping! {
    "a table of a type",
    /// Which type a table has its columns from.
    struct OfType {
        /// A composite type that is declared.
        r#type: Text,
        /// What its columns have besides, by name.
        columns: Map<InheritedColumn>,
    }
}

impl HasBrief for OfType {
    type Brief = Text;
    const EITHER: &'static str = "a type or a mapping";

    fn from_brief(r#type: Text, _: Span) -> Self {
        Self { r#type, columns: Map::default() }
    }
}

mapping! {
    "a trait", allow,
    /// A trait: what tables share. `{table}` and `{schema}` stand for the table's in every name and text, `{name}` for a
    /// parameter.
    struct TraitBody {
        /// What the trait is for. It is no comment of the table.
        comment: Option<Text>,
        /// The owner.
        owner: Option<Text>,
        /// Is not written to the log and empty after a crash.
        unlogged: Option<bool>,
        /// Names that stand for texts in the trait, `{name}`, and what they are where a table does not say: nothing where it must.
        parameters: Map<Option<Text>>,
        /// Further traits.
        traits: List<TraitUse>,
        /// Columns by name. They come after the table's own.
        columns: Map<Brief<Column>>,
        /// Unique constraints by name.
        unique: Map<Brief<Unique>>,
        /// Foreign keys by name.
        foreign_keys: Map<ForeignKey>,
        /// Check constraints by name.
        checks: Map<Brief<Check>>,
        /// Exclusion constraints by name.
        exclude: Map<Exclude>,
        /// Indexes by name.
        indexes: Map<Brief<Index>>,
        /// Whether policies decide which rows are seen.
        row_security: Option<RowSecurity>,
        /// Row-security policies by name.
        policies: Map<Policy>,
        /// Triggers by name.
        triggers: Map<Trigger>,
        /// Rules by name.
        rules: Map<Rule>,
        /// Privileges by role.
        grants: Grants,
        /// Storage parameters.
        with: Map<Sql>,
        /// The table access method. Default: `heap`.
        using: Option<Text>,
        /// The tablespace. Default: that of the database.
        tablespace: Option<Text>,
        /// What logical replication knows a row by: `default` (the primary key), `full`, `nothing`, or
        /// `{ index: name }`.
        replica_identity: Option<ReplicaIdentity>,
        /// The index or key by which CLUSTER orders the rows.
        cluster_on: Option<Text>,
    }
}

impl TraitBody {
    /// What the trait adds to a table.
    pub(in crate::read) fn into_table(self) -> Table {
        // Its comment is for those who read the YAML, and its parameters were put in before it was decoded.
        let Self { comment: _about, parameters: _filled, .. } = &self;
        Table {
            comment: None,
            owner: self.owner,
            unlogged: self.unlogged,
            inherits: List::default(),
            traits: self.traits,
            columns: self.columns,
            inherited: Map::default(),
            primary_key: None,
            unique: self.unique,
            foreign_keys: self.foreign_keys,
            checks: self.checks,
            exclude: self.exclude,
            indexes: self.indexes,
            row_security: self.row_security,
            policies: self.policies,
            triggers: self.triggers,
            rules: self.rules,
            grants: self.grants,
            with: self.with,
            of: None,
            foreign: None,
            using: self.using,
            tablespace: self.tablespace,
            replica_identity: self.replica_identity,
            cluster_on: self.cluster_on,
            partition_by: None,
            partitions: Map::default(),
            renamed_from: None,
        }
    }
}

/// `replica_identity:`.
#[derive(Debug, Clone)]
pub(crate) enum ReplicaIdentity {
    /// The primary key.
    Default,
    /// All columns.
    Full,
    /// Nothing.
    Nothing,
    /// A unique index or key.
    Index(Text),
}

mapping! {
    "a replica identity",
    /// A unique index or key that logical replication knows rows by.
    struct IdentityIndex {
        /// Its name.
        index: Text,
    }
}

impl Decode for ReplicaIdentity {
    const WANTED: &'static str = "default, full, nothing or a mapping with `index`";

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        match node.scalar().map(|text| &**text) {
            Some("default") => Some(Self::Default),
            Some("full") => Some(Self::Full),
            Some("nothing") => Some(Self::Nothing),
            None => IdentityIndex::decode(node, cx).map(|it| Self::Index(it.index)),
            Some(_) => {
                cx.wrong(node, Self::WANTED, None);
                None
            }
        }
    }
}

impl JsonSchema for ReplicaIdentity {
    fn schema_name() -> Cow<'static, str> {
        "ReplicaIdentity".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({
            "description": "What logical replication knows a row by.",
            "anyOf": [
                { "enum": ["default", "full", "nothing"] },
                generator.subschema_for::<IdentityIndex>(),
            ],
        })
    }
}

/// A trait: decoded once for its faults, and kept as it stands, since its names depend on the table.
#[derive(Debug, Clone)]
pub(crate) struct Trait {
    pub(in crate::read) raw: Raw,
    pub(in crate::read) parameters: Map<Option<Text>>,
}

impl Decode for Trait {
    const WANTED: &'static str = TraitBody::WANTED;

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        let parameters = TraitBody::decode(node, cx)?.parameters;
        Raw::decode(node, cx).map(|raw| Self { raw, parameters })
    }
}

impl JsonSchema for Trait {
    fn schema_name() -> Cow<'static, str> {
        "Trait".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        TraitBody::json_schema(generator)
    }
}
