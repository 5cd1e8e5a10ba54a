//! The catalog that is kept beside the migrations: read where it is current, and built anew where it is not.

use super::outputs::{FileFailure, replace};
use super::{Failure, Options, declared_state};
use crate::catalog::Catalog;
use crate::generate::{KEPT_FILE, Kept, KeptError, digest};
use crate::read::{Declared, Faults};
use std::fs;
use std::io;
use std::path::Path;

/// What is kept, beside what is declared.
#[derive(Debug)]
pub enum KeptState {
    /// It was built from what is declared.
    Current(Box<Kept>),
    /// It was built from other declarations.
    Outdated(Box<Kept>),
    /// There is none.
    Missing,
    /// It cannot be taken.
    Broken(String),
}

/// The catalog that is kept in the folder of migrations.
///
/// # Errors
/// What is wrong with the declarations.
pub fn kept(migrations: &Path, declared: &Declared) -> Result<KeptState, Box<Faults>> {
    let digest = digest(&declared.outline, declared.objects()?);
    let text = match fs::read_to_string(migrations.join(KEPT_FILE)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(KeptState::Missing),
        Err(error) => return Ok(KeptState::Broken(error.to_string())),
    };
    Ok(match Kept::parse(&text) {
        Ok(kept) if kept.declarations == digest => KeptState::Current(Box::new(kept)),
        Ok(kept) => KeptState::Outdated(Box::new(kept)),
        Err(KeptError::Form(why)) => KeptState::Broken(why),
        Err(KeptError::Edited) => {
            KeptState::Broken("it was edited: its fingerprint is another".into())
        }
    })
}

/// Whether what is kept is of what is declared, and no longer what PostgreSQL makes of it: another release words it otherwise, or
/// another momni-db reads more.
///
/// # Errors
/// What is wrong with the declarations.
pub fn is_outworn(
    migrations: &Path,
    declared: &Declared,
    built: &Catalog,
) -> Result<bool, Box<Faults>> {
    let now = Kept::new(digest(&declared.outline, declared.objects()?), built);
    // Most files are as they were written, and need not be read.
    if fs::read_to_string(migrations.join(KEPT_FILE)).is_ok_and(|text| now.is_claimed_by(&text)) {
        return Ok(false);
    }
    Ok(match kept(migrations, declared)? {
        KeptState::Current(kept) if kept.catalog.major == built.major => {
            kept.fingerprint != now.fingerprint
        }
        _ => false,
    })
}

/// Builds the declared state, to be kept.
///
/// # Errors
/// Whatever [`declared_state`] fails with.
pub async fn build_kept(declared: &Declared, options: &Options) -> Result<Kept, Failure> {
    let catalog = declared_state(declared, options).await?;
    Ok(Kept::new(digest(&declared.outline, declared.objects()?), &catalog))
}

/// Writes what is to be kept into the folder of migrations, unless it is there.
///
/// # Errors
/// The file cannot be written.
pub fn keep(migrations: &Path, kept: &Kept) -> Result<(), FileFailure> {
    let (file, text) = (migrations.join(KEPT_FILE), kept.text());
    if fs::read_to_string(&file).is_ok_and(|there| there == text) {
        return Ok(());
    }
    let failed = |error| FileFailure { doing: "write", path: KEPT_FILE.to_owned(), error };
    replace(&file, &text).map_err(failed)
}
