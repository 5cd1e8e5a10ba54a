//! Tablespaces belong to the cluster: no migration makes one. A scratch server of our own gets those that are named.

use super::Failure;
use crate::catalog::{Catalog, Definition, Kind, ObjectId};
use crate::connect::{Session, StatementError, how_to_make, missing_tablespaces, tablespaces};
use crate::diagnostic::Diagnostic;
use crate::read::Declared;
use crate::render::create_tablespace_in_place;
use std::collections::{BTreeMap, BTreeSet};

/// The tablespaces that a catalog names, each with the first object that lies there.
pub(super) fn of_catalog(catalog: &Catalog) -> BTreeMap<String, &ObjectId> {
    let mut found = BTreeMap::new();
    for (id, object) in &catalog.objects {
        let name = match &object.definition {
            Definition::Table(it) => &it.tablespace,
            Definition::MaterializedView(it) => &it.tablespace,
            Definition::Index(it) => &it.tablespace,
            Definition::Constraint(it) => &it.tablespace,
            _ => &None,
        };
        if let Some(name) = name {
            found.entry(name.to_string()).or_insert(id);
        }
    }
    found
}

/// The tablespaces that migrations name.
pub fn of_text(sql: &str) -> BTreeSet<String> {
    tablespaces(sql).into_iter().map(|(name, _)| name).collect()
}

/// Makes tablespaces on a server of our own, within its folder. Nobody may be within a transaction.
///
/// # Errors
/// What the server said.
pub async fn provide_tablespaces(
    session: &Session,
    names: BTreeSet<String>,
) -> Result<(), StatementError> {
    for name in missing_tablespaces(session, names).await? {
        // PostgreSQL keeps these names for itself: who uses one hears that from it.
        if name.starts_with("pg_") {
            continue;
        }
        session.batch("SET allow_in_place_tablespaces = on").await?;
        session.batch(&create_tablespace_in_place(&name)).await?;
        session.batch("RESET allow_in_place_tablespaces").await?;
    }
    Ok(())
}

/// A finding for each tablespace that the declared state names and a server does not have.
///
/// # Errors
/// What the server said; the project cannot be read any more.
pub async fn unknown_tablespaces(
    declared: &Declared,
    to: &Catalog,
    session: &Session,
) -> Result<Vec<Diagnostic>, Failure> {
    let named = of_catalog(to);
    let missing = missing_tablespaces(session, named.keys().cloned().collect()).await?;
    let found = missing.iter().map(|name| {
        let origins = &declared.objects()?.origins;
        let id = named.get(name).copied();
        let table = |id: &ObjectId| ObjectId::in_schema(Kind::Table, &id.relation_qname());
        let origin = id.and_then(|id| origins.get(id).or_else(|| origins.get(&table(id))));
        let found =
            Diagnostic::error("unknown-tablespace", format!("the server has no tablespace {name}"));
        Ok(found.at(origin.cloned()).help(how_to_make(name)))
    });
    found.collect()
}
