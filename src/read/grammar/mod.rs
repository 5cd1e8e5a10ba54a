//! The grammar of the YAML: one file for each kind of object. The doc comment of a field is the description of its
//! key in the JSON Schema.

mod column;
mod config;
mod constraint;
mod extension;
mod file;
mod function;
mod grant;
mod index;
mod partition;
mod policy;
mod role;
mod rows;
mod schema;
mod sequence;
mod table;
mod trigger;
mod types;
mod view;

pub(super) use column::{Column, IdentityColumn};
pub(super) use config::ConfigFile;
pub(super) use constraint::{Check, Exclude, ForeignKey, PrimaryKey, Unique};
pub(super) use extension::Extension;
pub(super) use file::File;
pub(super) use function::{Argument, Function, Procedure};
pub(super) use grant::{DefaultPrivilege, Grant, Grants, On, PrivilegeWord, Revoke};
pub(super) use index::{Index, IndexPart};
pub(super) use partition::{Partition, PartitionBy, PartitionColumn};
pub(super) use policy::Policy;
pub(super) use role::Role;
pub(super) use rows::RowsOf;
pub(super) use schema::Schema;
pub(super) use sequence::Sequence;
pub(super) use table::{RowSecurity, Table, Trait, TraitBody};
pub(super) use trigger::{Trigger, TriggerEvent};
pub(super) use types::{Composite, Domain, Enum};
pub(super) use view::{MaterializedView, View, ViewColumn};
