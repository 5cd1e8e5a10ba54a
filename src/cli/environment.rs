//! The variables that count: the process's own, and below them those of the project's `.env`.

use super::exit::Failure;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

/// `PG*`, `HOME` and their like from the process, and `PG*`, `DATABASE_URL` and `MOMNI_*` from the project's `.env`
/// where the process has none. Nothing is exported to the process or its children.
pub(super) fn environment(root: Option<&Path>) -> Result<BTreeMap<String, String>, Failure> {
    let mut variables = match root {
        Some(root) => dotenv(&root.join(".env"))?,
        None => BTreeMap::new(),
    };
    variables.extend(crate::connect::environment());
    Ok(variables)
}

fn dotenv(path: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let entries = match dotenvy::from_path_iter(path) {
        Ok(entries) => entries,
        Err(dotenvy::Error::Io(error))
            if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
        {
            return Ok(BTreeMap::new());
        }
        Err(error) => return Err(unreadable(&error)),
    };
    let mut variables = BTreeMap::new();
    for entry in entries {
        let (name, value) = entry.map_err(|error| unreadable(&error))?;
        if name == "DATABASE_URL" || name.starts_with("PG") || name.starts_with("MOMNI_") {
            variables.insert(name, value);
        }
    }
    Ok(variables)
}

/// A line of `.env` is never shown: it may hold a password.
fn unreadable(error: &dotenvy::Error) -> Failure {
    let reason = match error {
        dotenvy::Error::Io(error) => error.to_string(),
        _ => "a line is not NAME=value".to_owned(),
    };
    Failure::usage(
        format!("cannot read .env: {reason}"),
        "write one NAME=value per line; put a value that holds spaces, # or quotes in single quotes",
    )
}
