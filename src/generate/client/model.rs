//! What the crate consists of, as plain data: what is written, and what is compared with before.

use crate::catalog::QName;
use std::collections::{BTreeMap, BTreeSet};

/// The crate.
#[derive(Debug, Default)]
pub(super) struct Model {
    /// The functions by the module of their area.
    pub(super) areas: BTreeMap<String, Vec<Function>>,
    /// The enumerations, domains and composites that the functions name.
    pub(super) types: Vec<Named>,
    /// Identifiers of rows: the type's name in Rust, the table, the type within.
    pub(super) identifiers: Vec<Identifier>,
    /// The roles of clients: variant and name.
    pub(super) roles: Vec<(String, String)>,
    /// Functions that clients may call and that have no place here, with the reason.
    pub(super) left_out: Vec<(String, &'static str)>,
}

/// The type of rows' keys.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Identifier {
    pub(super) rust: String,
    pub(super) table: QName,
    /// The type within, in Rust.
    pub(super) inner: String,
}

/// A type of the database.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) rust: String,
    pub(super) name: QName,
    pub(super) comment: Option<String>,
    pub(super) shape: Shape,
}

#[derive(Debug)]
pub(super) enum Shape {
    /// Variants and labels.
    Enum(Vec<(String, String)>),
    /// The type beneath, in Rust and in PostgreSQL's words.
    Domain(Type, String),
    /// An object in JSON, and those within it.
    Json(Vec<Structure>),
    /// The fields, and whether a value can be sent as a whole.
    Composite(Vec<Field>, bool),
}

/// An object in JSON.
#[derive(Debug, Clone)]
pub(super) struct Structure {
    pub(super) rust: String,
    /// It is a field of another one.
    pub(super) within: bool,
    pub(super) fields: Vec<Member>,
}

/// A field of an object in JSON.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) rust: String,
    pub(super) name: String,
    /// In Rust, NULL aside.
    pub(super) holds: String,
    pub(super) null: bool,
    pub(super) comment: Option<String>,
}

/// A type as it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Type {
    /// In Rust, owned.
    pub(super) rust: String,
    pub(super) pass: super::scalar::Pass,
    /// What is sent, in PostgreSQL's words.
    pub(super) sent: String,
    /// It goes as text, with a cast on either side.
    pub(super) as_text: Option<String>,
    /// An array of it can be taken apart into rows.
    pub(super) batches: bool,
    /// The named types within it.
    pub(super) names: BTreeSet<QName>,
}

/// A column of a row, or a field of a composite.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) rust: String,
    pub(super) name: String,
    pub(super) data_type: Type,
    pub(super) null: bool,
    pub(super) comment: Option<String>,
}

/// A function.
#[derive(Debug)]
pub(super) struct Function {
    /// The module within its area, which is the file that declares it.
    pub(super) module: String,
    pub(super) rust: String,
    /// Its name in Rust's way for types: `CreateFamily`.
    pub(super) camel: String,
    pub(super) name: QName,
    /// Its identity for people: `api.create_family(text)`.
    pub(super) identity: String,
    pub(super) comment: Option<String>,
    /// The required ones first.
    pub(super) arguments: Vec<Argument>,
    pub(super) gives: Gives,
    pub(super) read_only: bool,
    pub(super) is_procedure: bool,
    pub(super) roles: BTreeSet<String>,
    pub(super) route: Option<String>,
    pub(super) errors: Vec<Variant>,
    /// It shares its name with others: the types of its arguments tell it from them.
    pub(super) overloaded: bool,
    /// Every role that may call it may name the types of its arguments.
    pub(super) names_types: bool,
    /// It is a list in pages, by cursors.
    pub(super) pages: bool,
    /// It knows a repeated request by the key in its headers.
    pub(super) idempotent: bool,
}

impl Function {
    /// Whether it takes its arguments one by one.
    pub(super) fn is_positional(&self) -> bool {
        is_positional(&self.arguments)
    }
}

/// Up to three arguments, none of which can be left out, are handed over one by one.
pub(super) fn is_positional(arguments: &[Argument]) -> bool {
    arguments.len() <= 3 && arguments.iter().all(|it| it.required)
}

/// An argument.
#[derive(Debug, Clone)]
pub(super) struct Argument {
    pub(super) rust: String,
    /// Its name in SQL; `None` where it has none.
    pub(super) name: Option<String>,
    pub(super) data_type: Type,
    pub(super) null: bool,
    pub(super) required: bool,
    pub(super) variadic: bool,
    pub(super) comment: Option<String>,
    /// The default, in PostgreSQL's words.
    pub(super) default: Option<String>,
}

/// What a function gives.
#[derive(Debug)]
pub(super) enum Gives {
    Nothing,
    Value(Type, bool),
    /// Values of a type, each perhaps NULL.
    Values(Type, bool),
    /// One row of columns of its own.
    Row(Vec<Field>),
    /// Rows of columns of its own.
    Rows(Vec<Field>),
    /// Rows of a type with its columns.
    Typed(QName, Vec<Field>),
}

impl Gives {
    pub(super) fn is_set(&self) -> bool {
        matches!(self, Self::Values(..) | Self::Rows(_) | Self::Typed(..))
    }
}

/// A way to fail.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Variant {
    pub(super) rust: String,
    pub(super) sqlstate: String,
    /// The constraint that is violated.
    pub(super) constraint: Option<super::constraints::Held>,
    /// What is declared of it, in words.
    pub(super) doc: Option<String>,
}
