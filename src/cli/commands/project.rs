//! What a command needs of the project: the declarations, the migrations, the template.

use crate::apply::{self, Migrations};
use crate::catalog::Kind;
use crate::cli::exit::Failure;
use crate::cli::options::Place;
use crate::cli::printer::Printer;
use crate::diagnostic::{Diagnostic, Sources};
use crate::read::{self, Project};
use crate::scratch::Need;

/// A project's own template for migrations, within its folder.
const TEMPLATE: &str = "templates/migration/migration.sql";

/// Reads the declarations; with the warnings.
pub(super) fn declarations(place: &Place) -> Result<(Project, Vec<Diagnostic>), Failure> {
    read::project(&place.root)
        .map_err(|faults| Failure::diagnostics(faults.diagnostics, faults.sources))
}

/// Reads the declarations, for a command that is about something else: the warnings are counted.
pub(super) fn declared(place: &Place, printer: Printer) -> Result<Project, Failure> {
    let (project, warnings) = declarations(place)?;
    if !warnings.is_empty() {
        let count = match warnings.len() {
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

/// What the project needs of a server of its own.
pub(super) fn need(project: &Project) -> Need {
    let extensions = project.declared.catalog.of_kind(Kind::Extension);
    Need { extensions: extensions.map(|(id, _)| id.name.to_string()).collect(), major: None }
}
