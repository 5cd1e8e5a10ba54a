//! The identity of an object: its kind and its names, never an OID.

use super::{Name, QName};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The kinds of object, in the order in which they are usually created.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "PostgreSQL's own words")]
pub enum Kind {
    Database,
    Role,
    /// `name` is the member, `relation` the role that it is a member of.
    Membership,
    Schema,
    Extension,
    Language,
    AccessMethod,
    /// `name` is the role that creates (empty for the migrating one), `schema` where, `args` the type of object.
    DefaultPrivileges,
    Collation,
    /// A type that its own functions read; one that is only promised has none.
    BaseType,
    Enum,
    Range,
    Domain,
    DomainConstraint,
    Composite,
    Sequence,
    /// Functions and procedures; `args` holds the types of the input arguments.
    Function,
    Aggregate,
    Operator,
    OperatorFamily,
    OperatorClass,
    Cast,
    Transform,
    TextSearchDictionary,
    TextSearchConfiguration,
    Conversion,
    ForeignDataWrapper,
    ForeignServer,
    /// `name` is the user (empty for the migrating role, `public` for PUBLIC), `relation` the server.
    UserMapping,
    Table,
    Column,
    /// A column's default; `name` is the column. An object of its own because it has dependencies of its own.
    DefaultExpr,
    Constraint,
    Index,
    View,
    MaterializedView,
    Statistics,
    Trigger,
    Rule,
    Policy,
    /// Reference rows of a table; `name` is the table.
    Rows,
    Publication,
    Subscription,
    EventTrigger,
}

impl Kind {
    /// The kind in PostgreSQL's words, for messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Role => "role",
            Self::Membership => "membership",
            Self::Schema => "schema",
            Self::Extension => "extension",
            Self::Language => "language",
            Self::AccessMethod => "access method",
            Self::DefaultPrivileges => "default privileges",
            Self::Collation => "collation",
            Self::BaseType => "base type",
            Self::Enum => "enum",
            Self::Range => "range type",
            Self::Domain => "domain",
            Self::DomainConstraint => "domain constraint",
            Self::Composite => "composite type",
            Self::Sequence => "sequence",
            Self::Function => "function",
            Self::Aggregate => "aggregate",
            Self::Operator => "operator",
            Self::OperatorFamily => "operator family",
            Self::OperatorClass => "operator class",
            Self::Cast => "cast",
            Self::Transform => "transform",
            Self::TextSearchDictionary => "text search dictionary",
            Self::TextSearchConfiguration => "text search configuration",
            Self::Conversion => "conversion",
            Self::ForeignDataWrapper => "foreign data wrapper",
            Self::ForeignServer => "server",
            Self::UserMapping => "user mapping",
            Self::Table => "table",
            Self::Column => "column",
            Self::DefaultExpr => "default",
            Self::Constraint => "constraint",
            Self::Index => "index",
            Self::View => "view",
            Self::MaterializedView => "materialized view",
            Self::Statistics => "statistics",
            Self::Trigger => "trigger",
            Self::Rule => "rule",
            Self::Policy => "policy",
            Self::Rows => "rows",
            Self::Publication => "publication",
            Self::Subscription => "subscription",
            Self::EventTrigger => "event trigger",
        }
    }
}

/// Which object. The derived order sorts by kind, schema, relation, name, arguments.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ObjectId {
    /// What kind of object.
    pub kind: Kind,
    /// The schema that it lies in; `None` for objects of the database or the cluster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<Name>,
    /// The relation (or domain) that it belongs to; `None` for objects that stand alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<Name>,
    /// Its name.
    pub name: Name,
    /// What tells apart objects of one name: a function's input types, `integer, text`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub args: Option<Name>,
}

impl ObjectId {
    /// An object of the database or the cluster: a role, a schema, an extension.
    pub fn global(kind: Kind, name: impl Into<Name>) -> Self {
        Self { kind, schema: None, relation: None, name: name.into(), args: None }
    }

    /// An object in a schema: a table, a type, a view, a sequence.
    pub fn in_schema(kind: Kind, name: &QName) -> Self {
        Self {
            kind,
            schema: Some(name.schema.clone()),
            relation: None,
            name: name.name.clone(),
            args: None,
        }
    }

    /// An object of a relation or a domain: a column, a constraint, an index, a trigger, a policy.
    pub fn of_relation(kind: Kind, relation: &QName, name: impl Into<Name>) -> Self {
        Self {
            kind,
            schema: Some(relation.schema.clone()),
            relation: Some(relation.name.clone()),
            name: name.into(),
            args: None,
        }
    }

    /// A function or procedure by the types of its input arguments.
    pub fn function(name: &QName, args: impl Into<Name>) -> Self {
        Self { args: Some(args.into()), ..Self::in_schema(Kind::Function, name) }
    }

    /// The least identity of a kind: where a range over the kind starts.
    pub(super) fn first(kind: Kind) -> Self {
        Self { kind, schema: None, relation: None, name: Name::from(""), args: None }
    }

    /// The least identity of a kind within a relation.
    pub(super) fn first_of(kind: Kind, relation: &QName) -> Self {
        Self::of_relation(kind, relation, "")
    }

    /// Schema and name; for an object of a relation, those of the object itself, which is where an index lives.
    pub fn qname(&self) -> QName {
        QName {
            schema: self.schema.clone().unwrap_or_else(|| Name::from("")),
            name: self.name.clone(),
        }
    }

    /// Schema and name of the relation that the object belongs to, or of itself when it stands alone.
    pub fn relation_qname(&self) -> QName {
        QName {
            schema: self.schema.clone().unwrap_or_else(|| Name::from("")),
            name: self.relation.clone().unwrap_or_else(|| self.name.clone()),
        }
    }
}

/// `column public.bookings.during`, `function api.book(uuid, text)`: for messages.
impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.word())?;
        if self.kind == Kind::Database {
            return Ok(());
        }
        f.write_str(" ")?;
        match self.kind {
            Kind::Membership => {
                let role = self.relation.as_deref().unwrap_or_default();
                return write!(f, "of {} in {role}", self.name);
            }
            Kind::UserMapping => {
                let user = if self.name.is_empty() { "the migrating role" } else { &*self.name };
                return write!(f, "of {user} on {}", self.relation.as_deref().unwrap_or_default());
            }
            Kind::DefaultPrivileges => {
                let on = self.args.as_deref().unwrap_or_default();
                write!(f, "on {on}")?;
                if !self.name.is_empty() {
                    write!(f, " for role {}", self.name)?;
                }
                if let Some(schema) = &self.schema {
                    write!(f, " in schema {schema}")?;
                }
                return Ok(());
            }
            _ => {}
        }
        if let Some(schema) = &self.schema {
            write!(f, "{schema}.")?;
        }
        if let Some(relation) = &self.relation {
            write!(f, "{relation}.")?;
        }
        f.write_str(&self.name)?;
        if let Some(args) = &self.args {
            write!(f, "({args})")?;
        }
        Ok(())
    }
}
