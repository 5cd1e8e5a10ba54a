//! `momni-db dev`: the project's own server, kept up to date while the project is worked on.

use super::database::Database;
use super::project::{declarations, declared, migrations};
use super::run::{run, run_options};
use crate::apply::FOLDER;
use crate::cli::args;
use crate::cli::exit::Failure;
use crate::cli::options::{PROJECT_FILE, Place};
use crate::cli::printer::{Outcome, Printer, write_out};
use crate::cli::signal::Signals;
use crate::pipeline::{self, provide_tablespaces, tablespaces_of_text};
use crate::read::Project;
use crate::scratch;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How often the folder is looked at.
const LOOK: Duration = Duration::from_millis(500);

pub(in crate::cli) async fn dev(
    args: &args::Dev,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let project = declared(place, printer)?;
    if args.stop {
        let ran = scratch::stop(&project.config.name, &project.root).await?;
        let text = if ran { "stopped; the data stays\n" } else { "no server was running\n" };
        return Ok(Outcome::text(text));
    }
    let mut signals = Signals::listen()?;
    let database = Database::own(&project, args.reset, printer).await?;
    let mut seen = Seen::of(place, &project);
    if let Err(failure) = bring_up_to_date(place, &database, &mut signals, printer).await {
        printer.problem(failure, &place.root);
    }
    let text = format!("{}watching {} …\n", database.how_to_connect(), place.root.display());
    write_out(&text).map_err(|error| Failure::file("write", "standard output", &error))?;
    while signals.dropping(tokio::time::sleep(LOOK)).await.is_ok() {
        let now = Seen::of(place, &project);
        if now == seen {
            continue;
        }
        seen = now;
        match bring_up_to_date(place, &database, &mut signals, printer).await {
            Ok(()) => {}
            Err(failure) if failure.cause == "interrupted" => break,
            Err(failure) => printer.problem(failure, &place.root),
        }
    }
    Ok(Outcome::text("the server goes on: `momni-db dev --stop` ends it, and keeps its data\n"))
}

/// Judges the declarations anew, and applies what is pending.
async fn bring_up_to_date(
    place: &Place,
    database: &Database,
    signals: &mut Signals,
    printer: Printer,
) -> Result<(), Failure> {
    let (project, warnings) = declarations(place)?;
    printer.findings(&warnings, &project.declared.sources());
    let migrations = migrations(place)?;
    // The server is the project's own: nobody else makes them there.
    let text: String = migrations.files().iter().map(|file| &*file.sql).collect();
    let provided = provide_tablespaces(&database.session, tablespaces_of_text(&text)).await;
    provided.map_err(pipeline::Failure::from)?;
    let report = run(database, &migrations, &run_options(&project), signals, printer)
        .await?
        .map_err(|stopped| Failure::from(stopped.cause))?;
    match report.to {
        Some(version) => {
            printer.note(&format!("the declarations are sound; the database has V{version}"))
        }
        None => printer
            .note("the declarations are sound; `momni-db generate` writes the first migration"),
    }
    Ok(())
}

/// The files that matter, with time and size of each.
#[derive(PartialEq, Eq)]
struct Seen(BTreeMap<PathBuf, (Option<SystemTime>, u64)>);

impl Seen {
    fn of(place: &Place, project: &Project) -> Self {
        let mut seen = Self(BTreeMap::new());
        seen.file(&place.root.join(PROJECT_FILE));
        for file in project.declared.sources().keys() {
            seen.file(&place.root.join(&**file));
        }
        for folder in project.config.declarations.iter().map(String::as_str).chain([FOLDER]) {
            seen.folder(&place.root.join(folder), 0);
        }
        seen
    }

    fn file(&mut self, path: &Path) {
        if let Ok(data) = path.metadata() {
            self.0.insert(path.to_owned(), (data.modified().ok(), data.len()));
        }
    }

    /// A link may lead round in a circle: deeper than this nobody nests.
    fn folder(&mut self, path: &Path, depth: usize) {
        let Ok(entries) = std::fs::read_dir(path) else { return };
        for entry in entries.flatten() {
            let path = entry.path();
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            match path.is_dir() {
                true if depth < 32 => self.folder(&path, depth + 1),
                true => {}
                false => self.file(&path),
            }
        }
    }
}
