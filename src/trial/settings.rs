//! How a project's tests are run: `tests:` of the project file.

use super::Value;
use crate::catalog::{Name, QName};
use std::collections::BTreeMap;

/// How tests are run.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The setting that holds the claims of the token.
    pub claims: String,
    /// The roles that clients take; empty for those that a login role may become and that own nothing.
    pub roles: Vec<Name>,
    /// Who the tenants of the derived tests are.
    pub tenants: Option<Tenants>,
    /// What one tenant may learn of another.
    pub visible: Vec<Visible>,
}

impl Default for Settings {
    fn default() -> Self {
        let claims = "request.jwt.claims".to_owned();
        Self { claims, roles: Vec::new(), tenants: None, visible: Vec::new() }
    }
}

/// Who the tenants of the derived tests are.
#[derive(Debug, Clone, PartialEq)]
pub struct Tenants {
    /// The table of which each tenant is a row.
    pub table: QName,
    /// The claims of a tenant's token: `{id}` is the column `id` of its row.
    pub claims: serde_json::Value,
    /// The roles that tenants act as.
    pub roles: Vec<Name>,
    /// The owners of definer functions by whose rights they reach tables; `None` for those of the functions that they may
    /// call.
    pub definers: Option<Vec<Name>>,
    /// What is stated of a tenant's rows, by table; the tenant's own row is called `tenant`.
    pub rows: BTreeMap<QName, Vec<(Name, Value)>>,
}

/// What one tenant may learn of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visible {
    /// The table or function, with its schema.
    pub on: String,
    /// The operations, in lower case; empty for all.
    pub operations: Vec<String>,
    /// Why.
    pub reason: String,
}
