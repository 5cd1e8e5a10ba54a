//! Privileges: within an object, under `grants:` and `revokes:`, and by default.

use crate::catalog::{ObjectType, Privilege};
use crate::diagnostic::Span;
use crate::read::decode::{
    Brief, Context, Decode, HasBrief, Items, List, Map, Text, mapping, word, words,
};
use crate::read::yaml::Node;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// Privileges by role; `public` is everybody.
pub(crate) type Grants = Map<Brief<Privileges>>;

mapping! {
    "what a role is granted",
    /// What a role is granted.
    struct Privileges {
        /// The privileges; `all` is every one that the kind of object has.
        privileges: Items<PrivilegeWord>,
        /// May pass them on: WITH GRANT OPTION. Default: false.
        grantable: Option<bool>,
    }
}

impl HasBrief for Privileges {
    type Brief = Items<PrivilegeWord>;
    const EITHER: &'static str = "a list of privileges or a mapping";

    fn from_brief(privileges: Self::Brief, _: Span) -> Self {
        Self { privileges, grantable: None }
    }
}

mapping! {
    "a grant",
    /// Privileges on objects, granted to roles.
    struct Grant {
        /// To whom; `public` is everybody.
        to: Items<Text>,
        /// The privileges; `all` is every one that the kind of object has.
        privileges: Items<PrivilegeWord>,
        /// On what.
        on: On,
        /// May pass them on: WITH GRANT OPTION. Default: false.
        grantable: Option<bool>,
    }
}

mapping! {
    "a revoke",
    /// Built-in privileges that are taken away.
    struct Revoke {
        /// From whom; `public` is everybody.
        from: Items<Text>,
        /// The privileges; `all` is every one that the kind of object has.
        privileges: Items<PrivilegeWord>,
        /// On what.
        on: On,
    }
}

mapping! {
    "`on:`",
    /// On which objects.
    struct On {
        /// These schemas themselves.
        schemas: List<Text>,
        /// These tables, views and materialized views.
        tables: List<Text>,
        /// Columns by table or view.
        columns: Map<Items<Text>>,
        /// These sequences.
        sequences: List<Text>,
        /// These functions and procedures: the name, or with argument types where it is overloaded.
        functions: List<Text>,
        /// These enums, domains and composite types.
        types: List<Text>,
        /// These languages, if they are declared.
        languages: List<Text>,
        /// These foreign data wrappers, if they are declared.
        foreign_data_wrappers: List<Text>,
        /// These servers.
        servers: List<Text>,
        /// Every declared table, view and materialized view of these schemas.
        all_tables_in: List<Text>,
        /// Every declared sequence of these schemas.
        all_sequences_in: List<Text>,
        /// Every declared function and procedure of these schemas.
        all_functions_in: List<Text>,
        /// The database itself.
        database: Option<bool>,
    }
}

mapping! {
    "default privileges",
    /// What objects that a role creates later are granted: ALTER DEFAULT PRIVILEGES.
    struct DefaultPrivilege {
        /// The creating role. Default: the role that runs the migrations.
        for_role: Option<Text>,
        /// Only in this schema. What is built in cannot be taken away in one schema alone.
        in_schema: Option<Text>,
        /// On which objects.
        on: ObjectType,
        /// What is granted, by role.
        grant: Grants,
        /// What is taken away, by role.
        revoke: Map<Items<PrivilegeWord>>,
    }
}

words! {
    ObjectType as "ObjectType", "tables, sequences, functions, types, schemas or large_objects" {
        "tables" => Self::Tables, "Tables and views.";
        "sequences" => Self::Sequences, "Sequences.";
        "functions" => Self::Functions, "Functions and procedures.";
        "types" => Self::Types, "Types and domains.";
        "schemas" => Self::Schemas, "Schemas.";
        "large_objects" => Self::LargeObjects, "Large objects (PostgreSQL 18).";
    }
}

/// A privilege, or `all`, and its place.
#[derive(Debug, Clone)]
pub(crate) struct PrivilegeWord {
    /// `None` is `all`.
    pub(in crate::read) privilege: Option<Privilege>,
    pub(in crate::read) span: Span,
}

const WORDS: [(&str, Option<Privilege>); 14] = [
    ("all", None),
    ("select", Some(Privilege::Select)),
    ("insert", Some(Privilege::Insert)),
    ("update", Some(Privilege::Update)),
    ("delete", Some(Privilege::Delete)),
    ("truncate", Some(Privilege::Truncate)),
    ("references", Some(Privilege::References)),
    ("trigger", Some(Privilege::Trigger)),
    ("maintain", Some(Privilege::Maintain)),
    ("usage", Some(Privilege::Usage)),
    ("create", Some(Privilege::Create)),
    ("connect", Some(Privilege::Connect)),
    ("temporary", Some(Privilege::Temporary)),
    ("execute", Some(Privilege::Execute)),
];

impl Decode for PrivilegeWord {
    const WANTED: &'static str = "a privilege";

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        let privilege = word(node, &WORDS, Self::WANTED, cx)?;
        Some(Self { privilege, span: cx.span(node) })
    }
}

impl JsonSchema for PrivilegeWord {
    fn schema_name() -> Cow<'static, str> {
        "Privilege".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A privilege; `all` is every one that the kind of object has.",
            "enum": WORDS.map(|(word, _)| word),
        })
    }
}
