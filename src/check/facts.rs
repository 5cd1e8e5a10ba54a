//! What the declarations say beyond the catalog: every mention of a name, with its place.

use crate::catalog::{Kind, Name, ObjectId, QName};
use crate::diagnostic::Span;
use std::collections::{BTreeMap, BTreeSet};

/// What the declarations say beyond the catalog.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Every name that is meant to be declared somewhere.
    pub mentions: Vec<Mention>,
    /// Whole sections could not be read: a name that is not found may stand there.
    pub incomplete: bool,
    /// Objects that a fault hides: their names are known, nothing else.
    pub lost: BTreeSet<ObjectId>,
    /// Relations with a fault in them: columns and keys may be missing.
    pub faulty: BTreeSet<QName>,
    /// Schemas that extensions put objects into, which are not declared.
    pub extension_schemas: BTreeSet<Name>,
    /// Where `public` is declared absent.
    pub public_absent: Option<Span>,
    /// Where secrets stand, which nobody is shown.
    pub secrets: Vec<Span>,
    /// Where `renamed_from` stands.
    pub renames: BTreeMap<ObjectId, Span>,
}

/// A name in the YAML that is meant to be declared somewhere.
#[derive(Debug, Clone)]
pub struct Mention {
    /// Where it stands.
    pub at: Span,
    /// What it means.
    pub wanted: Wanted,
}

/// What a mentioned name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// A schema.
    Schema(Name),
    /// A table.
    Table(QName),
    /// A table or a view.
    TableOrView(QName),
    /// A table, a view or a materialized view.
    Relation(QName),
    /// A sequence.
    Sequence(QName),
    /// A column of a table.
    Column(QName, Name),
    /// A role.
    Role(Name),
    /// A type in a declared schema.
    Type(QName),
    /// A function or procedure; as written, with or without argument types.
    Function(QName, Option<String>),
    /// An object of a kind in a declared schema.
    Object(Kind, QName),
    /// A foreign server.
    Server(Name),
    /// A trigger function.
    TriggerFunction(QName),
}
