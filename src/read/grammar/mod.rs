//! The grammar of the YAML: one file for each kind of object. The doc comment of a field is the description of its
//! key in the JSON Schema.

mod aggregate;
mod base_type;
mod collation;
mod column;
mod config;
mod constraint;
mod database;
mod event_trigger;
mod extension;
mod file;
mod foreign;
mod function;
mod grant;
mod index;
mod language;
mod lint;
mod operator;
mod partition;
mod policy;
mod range;
mod replication;
mod role;
mod rows;
mod rule;
mod schema;
mod sequence;
mod statistics;
mod table;
mod text_search;
mod trigger;
mod types;
mod view;

pub(super) use aggregate::Aggregate;
pub(super) use base_type::BaseType;
pub(super) use collation::Collation;
pub(super) use column::{Column, Generated, IdentityColumn, NotNull};
pub(super) use config::{ConfigFile, HookConfig, LintConfig, MigrateConfig};
pub(super) use constraint::{Check, Exclude, ForeignKey, PrimaryKey, Unique};
pub(super) use database::Database;
pub(super) use event_trigger::EventTrigger;
pub(super) use extension::Extension;
pub(super) use file::File;
pub(super) use foreign::{Foreign, ForeignDataWrapper, ForeignServer};
pub(super) use function::{Argument, Function, Library, Procedure};
pub(super) use grant::{DefaultPrivilege, Grant, Grants, On, PrivilegeWord, Revoke};
pub(super) use index::{Index, IndexPart};
pub(super) use language::{AccessMethod, AccessMethodWord, Conversion, Language, Transform};
pub(super) use operator::{Cast, CastWord, Operator, OperatorClass, OperatorFamily};
pub(super) use partition::{AttachedIndex, InheritedColumn, Partition, PartitionBy};
pub(super) use policy::Policy;
pub(super) use range::Range;
pub(super) use replication::{Publication, PublishedEvent, Subscription};
pub(super) use role::Role;
pub(super) use rows::RowsOf;
pub(super) use rule::Rule;
pub(super) use schema::Schema;
pub(super) use sequence::Sequence;
pub(super) use statistics::Statistics;
pub(super) use table::{OfType, ReplicaIdentity, RowSecurity, Table, Trait, TraitBody};
pub(super) use text_search::{
    TextSearchConfiguration, TextSearchDictionary, TextSearchParser, TextSearchTemplate,
};
pub(super) use trigger::{Trigger, TriggerEvent};
pub(super) use types::{Composite, Domain, Enum};
pub(super) use view::{MaterializedView, MaterializedViewColumn, View, ViewColumn};
