//! What the JSON of a domain looks like: known to those who read and write it, and kept by a check of the domain.

use crate::catalog::QName;

/// An object in JSON: these fields and no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// In the order in which they are declared.
    pub fields: Vec<ShapeField>,
}

/// A field of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShapeField {
    /// Its name in JSON.
    pub name: String,
    /// What it holds, or what each element of it is.
    pub holds: Holds,
    /// It is a list.
    pub list: bool,
    /// It may be missing, or null.
    pub null: bool,
    /// What it means.
    pub comment: Option<String>,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    /// A value of a type of PostgreSQL, by the name that `format_type` gives, as `to_jsonb` writes it.
    Scalar(&'static str),
    /// A label of an enum.
    Enum(QName),
    /// What a domain with a shape holds.
    Domain(QName),
    /// An object of its own.
    Object(Shape),
}
