//! A declaration file.

use super::{
    Composite, DefaultPrivilege, Domain, Enum, Extension, Function, Grant, MaterializedView,
    Policy, Procedure, Revoke, Role, RowsOf, Schema, Sequence, Table, Trait, Trigger, View,
};
use crate::read::decode::{Brief, List, Map, Text, mapping};

mapping! {
    "a declaration file",
    /// A declaration file: any number of objects of any kind.
    struct File {
        /// The schema of the names in this file that state none. Default: `default_schema` of the project.
        schema: Option<Text>,
        /// Schemas by name.
        schemas: Map<Schema>,
        /// Extensions by name.
        extensions: Map<Extension>,
        /// Roles by name. They belong to the cluster: created when missing, dropped only by `absent: true`.
        roles: Map<Role>,
        /// Enums by name: the labels in their order, or a mapping.
        enums: Map<Brief<Enum>>,
        /// Domains by name: the type beneath, or a mapping.
        domains: Map<Brief<Domain>>,
        /// Composite types by name.
        composites: Map<Composite>,
        /// Sequences by name, but for those of identity columns.
        sequences: Map<Sequence>,
        /// Tables by name.
        tables: Map<Table>,
        /// Views by name.
        views: Map<View>,
        /// Materialized views by name.
        materialized_views: Map<MaterializedView>,
        /// Functions by name; overloads are told apart by what stands in parentheses: `add_member(uuid)`.
        functions: Map<Function>,
        /// Procedures by name, like functions.
        procedures: Map<Procedure>,
        /// Triggers by table or view, then by name.
        triggers: Map<Map<Trigger>>,
        /// Row-security policies by table, then by name.
        policies: Map<Map<Policy>>,
        /// Privileges that are granted.
        grants: List<Grant>,
        /// Built-in privileges, of PUBLIC or of the owner, that are taken away.
        revokes: List<Revoke>,
        /// What objects that a role creates later are granted.
        default_privileges: List<DefaultPrivilege>,
        /// Reference data by table.
        rows: Map<RowsOf>,
        /// What tables may share, by name.
        traits: Map<Trait>,
    }
}
