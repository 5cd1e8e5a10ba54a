//! Tablespaces that migrations name and the server does not have, found before any of them is tried.

use super::error::ApplyError;
use super::migrations::{MigrationFile, span};
use crate::connect::{Session, how_to_make, missing_tablespaces, tablespaces};
use crate::diagnostic::Diagnostic;
use std::collections::BTreeSet;

/// A finding for each place that names one.
pub(super) async fn missing(
    session: &Session,
    files: &[MigrationFile],
) -> Result<Vec<Diagnostic>, ApplyError> {
    let named: Vec<_> = files
        .iter()
        .flat_map(|file| tablespaces(&file.sql).into_iter().map(move |it| (file, it)))
        .collect();
    let names: BTreeSet<String> = named.iter().map(|(_, (name, _))| name.clone()).collect();
    let missing = missing_tablespaces(session, names).await.map_err(ApplyError::asking)?;
    let found = named.into_iter().filter(|(_, (name, _))| missing.contains(name));
    let found = found.map(|(file, (name, at))| {
        Diagnostic::error("unknown-tablespace", format!("the server has no tablespace {name}"))
            .at(span(&file.file, at.start, at.end))
            .help(how_to_make(&name))
    });
    Ok(found.collect())
}
