//! Secure functions: what surrounds the body that an author wrote, and the bodies of those that need none.
//!
//! [`compose`] is the whole of it: a [`Secured`] and a body become PL/pgSQL, by templates that a project may replace. The
//! result is a function like any other, so that planning, proof and drift know nothing of it.

mod arguments;
mod around;
mod call;
mod caught;
mod errors;
mod kinds;
mod places;
mod policy;
mod qualify;
mod requires;
mod route;
mod spelled;
mod template;

pub use arguments::Limits;
pub use around::{
    Answer, Argument, Around, Calls, Composed, compose, needs_body_of_its_own, surrounds,
};
pub use errors::{DeclaredError, Raised, raised};
pub use kinds::{
    Column, Filter, Kind, Locked, Once, Operator, Rows, Sort, SortKey, body as kind_body,
    own_columns,
};
pub use places::Named;
pub use policy::{OfCaller, is_any_of, is_caller, meets, of_caller};
pub use qualify::{named_anew, qualified, unknown_relations};
pub use requires::{Claim, Level, Requires};
pub use route::Route;
pub use template::{FOLDER, TEMPLATES, TemplateFault, Templates};

use crate::catalog::{Name, QName};
use std::collections::{BTreeMap, BTreeSet};

/// What is declared of a function beyond what PostgreSQL holds: for its body, and for the client, the documentation and a
/// REST server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Secured {
    /// What the claims of the token must hold.
    pub requires: Option<Requires>,
    /// What arguments must be, by their places.
    pub limits: BTreeMap<usize, Limits>,
    /// The places of the arguments that are secret.
    pub secrets: BTreeSet<usize>,
    /// Whether its one value may be NULL.
    pub may_be_null: bool,
    /// How often a caller may call it.
    pub rate_limit: Option<RateLimit>,
    /// How a repeated request is known.
    pub idempotent: Option<Idempotent>,
    /// The condition without which the body does not run.
    pub guard: Option<Guard>,
    /// What is recorded of each call.
    pub audit: Option<Audit>,
    /// Every error that it raises by itself, by SQLSTATE.
    pub errors: BTreeMap<String, DeclaredError>,
    /// Method and path.
    pub route: Option<Route>,
    /// What it does, where it needs no body: `get`, `list` …
    pub kind: Option<&'static str>,
    /// The pages that a `list` gives.
    pub pages: Option<Pages>,
    /// The place of the argument by which an `update` knows the version of the row.
    pub lock: Option<usize>,
    /// The table to which an `insert` or an `update` writes its arguments, and the columns of the same names.
    pub written: Option<(QName, BTreeSet<Name>)>,
}

/// The pages that a `list` gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages {
    /// The names of the orders; the first one is the default.
    pub sorts: Vec<String>,
    /// How many rows at most.
    pub max: u32,
    /// How many where the caller does not say.
    pub default: u32,
}

/// How often a caller may call a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateLimit {
    /// How many calls.
    pub calls: u32,
    /// In which time: an interval.
    pub per: String,
    /// Who or what is counted, SQL; `None` for the caller.
    pub by: Option<String>,
}

/// How a repeated request is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotent {
    /// The place of the argument that holds the key; `None` where the project's function gives it.
    pub key: Option<usize>,
    /// A request without a key is refused.
    pub required: bool,
    /// How long answers are kept: an interval.
    pub keep: String,
}

/// A condition without which the body does not run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guard {
    /// SQL.
    pub check: String,
    /// The SQLSTATE where it does not hold.
    pub error: String,
}

/// What is recorded of each call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// The action's name.
    pub action: String,
    /// The places of the arguments that are recorded.
    pub arguments: Vec<usize>,
}
