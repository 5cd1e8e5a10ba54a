//! What a command needs of the project: the declarations, the migrations, the template.

use crate::apply::{self, Migrations};
use crate::cli::exit::Failure;
use crate::cli::options::Place;
use crate::cli::printer::Printer;
use crate::diagnostic::{Diagnostic, Sources};
use crate::pipeline;
use crate::read::{self, Project};
use crate::scratch::{self, Need};
use std::collections::BTreeMap;

/// A project's own template for migrations, within its folder.
const TEMPLATE: &str = "templates/migration/migration.sql";

/// Reads the declarations; with the warnings.
pub(super) fn declarations(place: &Place) -> Result<(Project, Vec<Diagnostic>), Failure> {
    Ok(read::project(&place.root)?)
}

/// The declarations, read as a whole, for a command that is about something else: the warnings are counted.
pub(super) fn whole(place: &Place, printer: Printer) -> Result<Project, Failure> {
    let (project, warnings) = declarations(place)?;
    if !warnings.is_empty() {
        let count = warnings.len();
        printer.detail(&format!(
            "{count} warning(s) about the declarations: `momni-db check` shows them"
        ));
    }
    Ok(project)
}

/// The declarations, for a command that is about something else: they are read as far as they are not known, and the
/// warnings are counted.
pub(super) fn declared(place: &Place, printer: Printer) -> Result<Project, Failure> {
    let cache = scratch::cache().map(|cache| cache.join("projects"));
    let (project, warnings) = pipeline::project(&place.root, cache.as_deref())?;
    if warnings > 0 {
        let count = match warnings {
            1 => "1 warning".to_owned(),
            count => format!("{count} warnings"),
        };
        printer.note(&format!("{count} about the declarations: `momni-db check` shows them"));
    }
    Ok(project)
}

/// Reads the migrations, which must be as the manifest has them.
pub(super) fn migrations(place: &Place) -> Result<Migrations, Failure> {
    apply::read(&place.migrations()).map_err(|faults| Failure::diagnostics(faults, Sources::new()))
}

/// The project's own template for migrations, if it has one.
pub(super) fn template(place: &Place) -> Result<Option<String>, Failure> {
    match std::fs::read_to_string(place.root.join(TEMPLATE)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::file("read", TEMPLATE, &error)),
    }
}

/// The project's own templates for what is made for others than the database, by their paths below `templates/`.
pub(super) fn templates(place: &Place) -> Result<BTreeMap<String, String>, Failure> {
    let mut found = BTreeMap::new();
    for folder in ["client", "docs", "openapi"] {
        let path = format!("templates/{folder}");
        own_templates(place, &path, &mut found)?;
    }
    Ok(found)
}

fn own_templates(
    place: &Place,
    folder: &str,
    found: &mut BTreeMap<String, String>,
) -> Result<(), Failure> {
    let failed = |path: &str, error: std::io::Error| Failure::file("read", path, &error);
    let entries = match std::fs::read_dir(place.root.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(folder, error)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| failed(folder, error))?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = format!("{folder}/{name}");
        let kind = entry.file_type().map_err(|error| failed(&path, error))?;
        if name.starts_with('.') {
            continue;
        } else if kind.is_dir() {
            own_templates(place, &path, found)?;
        } else {
            let text =
                std::fs::read_to_string(entry.path()).map_err(|error| failed(&path, error))?;
            let below = path.trim_start_matches("templates/").to_owned();
            found.insert(below, text);
        }
    }
    Ok(())
}

/// What the project needs of a server of its own.
pub(super) fn need(project: &Project) -> Need {
    Need { extensions: project.declared.outline.extensions.clone(), major: None }
}
