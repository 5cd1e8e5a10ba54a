//! Functions and procedures.

use super::{Name, Options};
use serde::{Deserialize, Serialize};

/// A function, window function or procedure. Its identity holds the types of the input arguments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Function {
    /// Function, window function or procedure.
    pub kind: FunctionKind,
    /// The language's name.
    pub language: Name,
    /// All arguments, the columns of `RETURNS TABLE` included.
    pub args: Vec<Argument>,
    /// As `pg_get_function_result` words it: `void`, `SETOF public.bookings`, `TABLE(id uuid)`; `None` for a procedure.
    pub returns: Option<String>,
    /// VOLATILE, STABLE or IMMUTABLE.
    pub volatility: Volatility,
    /// `RETURNS NULL ON NULL INPUT`.
    pub strict: bool,
    /// With whose rights it runs.
    pub security: Security,
    /// Claims to reveal nothing of its arguments.
    pub leakproof: bool,
    /// PARALLEL UNSAFE, RESTRICTED or SAFE.
    pub parallel: Parallel,
    /// Planner cost; `None` for the language's default.
    pub cost: Option<f32>,
    /// Rows that a set-returning function is expected to give; `None` for the default.
    pub rows: Option<f32>,
    /// The planner support function.
    pub support: Option<String>,
    /// `TRANSFORM FOR TYPE`: the types.
    #[serde(default)]
    pub transforms: Vec<String>,
    /// `SET name TO value` clauses.
    pub settings: Options,
    /// What it does.
    pub body: Body,
}

/// Function, window function or procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "PostgreSQL's own words")]
pub enum FunctionKind {
    Function,
    Window,
    Procedure,
}

/// One argument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Argument {
    /// Its name; `None` where it has none.
    pub name: Option<Name>,
    /// IN, OUT, INOUT, VARIADIC, or a column of `RETURNS TABLE`.
    pub mode: ArgMode,
    /// Its type (functions keep no modifiers).
    #[serde(rename = "type")]
    pub data_type: String,
    /// The default expression.
    pub default: Option<String>,
}

/// How an argument is passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "PostgreSQL's own words")]
pub enum ArgMode {
    In,
    Out,
    InOut,
    Variadic,
    Table,
}

/// VOLATILE, STABLE or IMMUTABLE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "PostgreSQL's own words")]
pub enum Volatility {
    #[default]
    Volatile,
    Stable,
    Immutable,
}

/// With whose rights a function runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// The caller's.
    #[default]
    Invoker,
    /// The owner's.
    Definer,
}

/// PARALLEL UNSAFE, RESTRICTED or SAFE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "PostgreSQL's own words")]
pub enum Parallel {
    #[default]
    Unsafe,
    Restricted,
    Safe,
}

/// What a function does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// A string in the function's language, byte for byte (`prosrc`).
    Source(String),
    /// An SQL-standard body (`BEGIN ATOMIC … END` or `RETURN …`), as the server words it.
    Atomic(String),
    /// A symbol of a shared library.
    Library {
        /// The file.
        file: String,
        /// The symbol.
        symbol: String,
    },
}
