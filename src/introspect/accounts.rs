//! The roles of the cluster, as far as it matters whom they stand for in a project.

use super::error::IntrospectError;
use crate::catalog::{Name, Scope};
use std::collections::BTreeSet;
use tokio_postgres::Client;

/// The roles of the cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accounts {
    /// The role that initdb made. It is there in every cluster, under whatever name, and no role of a project.
    pub bootstrap: Name,
    /// The role that migrates, and goes without a name in a project: the connected one, where it owns the database;
    /// else none but the bootstrap role.
    pub migrates: Option<Name>,
    /// Every role that a project can declare.
    pub roles: BTreeSet<Name>,
}

const QUERY: &str = "SELECT r.rolname, r.oid = 10, r.oid = d.datdba AND r.rolname = current_user \
                     FROM pg_catalog.pg_roles r, pg_catalog.pg_database d \
                     WHERE d.datname = current_database()";

/// Reads the roles of the cluster.
pub async fn accounts(client: &Client) -> Result<Accounts, IntrospectError> {
    let failed = |error| IntrospectError::query("accounts", error);
    let mut accounts =
        Accounts { bootstrap: Name::from(""), migrates: None, roles: BTreeSet::new() };
    for row in client.query_typed(QUERY, &[]).await.map_err(failed)? {
        let name = Name::from(row.try_get::<_, &str>(0).map_err(failed)?);
        let bootstrap: bool = row.try_get(1).map_err(failed)?;
        let migrates: bool = row.try_get(2).map_err(failed)?;
        if bootstrap {
            accounts.bootstrap = name;
        } else if migrates {
            accounts.migrates = Some(name);
        } else if !name.starts_with("pg_") {
            accounts.roles.insert(name);
        }
    }
    Ok(accounts)
}

impl Accounts {
    /// How far an introspection reaches that is to name everybody who can be named.
    pub fn scope(&self) -> Scope {
        Scope { roles: Some(self.roles.clone()), ..Scope::everything() }
    }
}
