//! Operators, operator families and classes, casts.

use super::QName;
use serde::{Deserialize, Serialize};

/// `CREATE OPERATOR`. Its identity holds the types of its operands, `integer, text`; a prefix operator has `NONE` for the
/// left one. Other operators are named as SQL takes them, `OPERATOR(app.===)` outside of `pg_catalog`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operator {
    /// The type of the left operand; `None` for a prefix operator.
    pub left: Option<String>,
    /// The type of the right operand.
    pub right: String,
    /// The function behind it.
    pub function: String,
    /// The operator that gives the same with the operands exchanged.
    pub commutator: Option<String>,
    /// The operator that gives the opposite.
    pub negator: Option<String>,
    /// Estimates how many rows it leaves.
    pub restrict: Option<String>,
    /// Estimates how many rows a join by it leaves.
    pub join: Option<String>,
    /// A hash join can use it.
    pub hashes: bool,
    /// A merge join can use it.
    pub merges: bool,
}

/// `CREATE OPERATOR FAMILY`. Its identity holds the index method. Its members are those that no class has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperatorFamily {
    /// In the order of their numbers and types.
    pub operators: Vec<FamilyOperator>,
    /// In the order of their numbers and types.
    pub functions: Vec<FamilyFunction>,
}

/// `CREATE OPERATOR CLASS`. Its identity holds the index method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperatorClass {
    /// The type that is indexed.
    #[serde(rename = "type")]
    pub data_type: String,
    /// Is taken where an index names none.
    pub default: bool,
    /// Its family.
    pub family: QName,
    /// The type that the index holds, where it is another one.
    pub storage: Option<String>,
    /// In the order of their numbers and types.
    pub operators: Vec<FamilyOperator>,
    /// In the order of their numbers and types.
    pub functions: Vec<FamilyFunction>,
}

/// An operator of a family.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FamilyOperator {
    /// The strategy number.
    pub number: i32,
    /// The types of the operands, `integer, integer`.
    pub types: String,
    /// The operator with its schema, `app.===`.
    pub operator: String,
    /// `FOR ORDER BY`: the family that orders what it gives.
    pub order_by: Option<QName>,
}

/// A support function of a family.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FamilyFunction {
    /// The support number.
    pub number: i32,
    /// The types that it is for, `integer, integer`.
    pub types: String,
    /// The function with its arguments.
    pub function: String,
}

/// `CREATE CAST`. Its name is `integer AS app.colour`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cast {
    /// From this type.
    pub source: String,
    /// To this type.
    pub target: String,
    /// How.
    pub method: CastMethod,
    /// Where it is done without being asked for.
    pub context: CastContext,
}

/// How a cast is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CastMethod {
    /// By this function, with its arguments.
    Function(String),
    /// The bytes are the same.
    Binary,
    /// By the text forms.
    InOut,
}

/// Where a cast is done without being asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CastContext {
    /// Nowhere.
    #[default]
    Explicit,
    /// Where a value is stored.
    Assignment,
    /// Everywhere.
    Implicit,
}
