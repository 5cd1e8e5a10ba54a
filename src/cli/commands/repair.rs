//! `momni-db repair`: after an accepted edit, or a merge that gave one number twice.

use super::database::Database;
use super::project::{declared, migrations};
use super::verify::{self, agreement};
use crate::apply::{self, FOLDER, FolderError, Interrupt, Mend, Migrations, RepairOptions};
use crate::cli::args;
use crate::cli::document::{RepairDocument, ResultDocument};
use crate::cli::exit::{Exit, Failure};
use crate::cli::options::Place;
use crate::cli::printer::{Outcome, Printer};
use crate::cli::progress::Progress;
use crate::cli::signal::Signals;
use crate::diagnostic::{Diagnostic, Sources};
use std::path::Path;
use std::time::Duration;

pub(in crate::cli) async fn repair(
    args: &args::Repair,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    match &args.renumber {
        _ if args.manifest => manifest(place),
        Some(file) => renumber(place, file),
        None => history(args, place, printer).await,
    }
}

fn manifest(place: &Place) -> Result<Outcome, Failure> {
    let taken = apply::accept(&place.migrations())?;
    let lines = taken.iter().map(|fault| fault.message.clone()).collect();
    Ok(outcome(None, lines, "nothing to do: the manifest is as the files are\n"))
}

fn renumber(place: &Place, file: &str) -> Result<Outcome, Failure> {
    // As the shell completes it, and as errors name it.
    let name = Path::new(file).file_name().map(|name| name.to_string_lossy());
    let new = apply::renumber(&place.migrations(), name.as_deref().unwrap_or(file))?;
    let line = format!("`{FOLDER}/{}` is `{FOLDER}/{new}` now", name.as_deref().unwrap_or(file));
    Ok(outcome(None, vec![line], ""))
}

async fn history(args: &args::Repair, place: &Place, printer: Printer) -> Result<Outcome, Failure> {
    let project = declared(place, printer)?;
    let migrations = migrations(place)?;
    let scratch = place.scratch(&args.scratch, &project)?;
    let database = Database::open(&args.database, place, &project, printer).await?;
    let options = RepairOptions {
        forget: args.forget,
        patience: Duration::from_secs(args.lock_timeout.into()),
    };
    let mut found: Result<Vec<Diagnostic>, Failure> = Ok(Vec::new());
    let agrees = async |applied: &Migrations| {
        let strict = args.strict.strict;
        found = agreement(&project, applied, &database, &scratch, strict, printer).await;
        verify::agrees(&found)
    };
    let interrupt = Interrupt::default();
    let mut signals = Signals::listen()?;
    let mut progress = Progress::new(printer);
    let session = &database.session;
    let run = apply::repair(session, &migrations, options, &interrupt, &mut progress, agrees);
    let ran = signals.stopping(run, session, &interrupt, printer).await?;
    drop(progress);
    let mended = ran?;
    let diagnostics = found?;
    let exit = if mended.is_some() { Exit::Clean } else { Exit::Findings };
    let otherwise = match &mended {
        Some(_) => "nothing to do: the history is as the files are\n",
        None => "nothing is mended: the database is not what the files lead to\n",
    };
    let lines = mended.unwrap_or_default().iter().map(sentence).collect();
    let outcome = outcome(Some(database.url()), lines, otherwise);
    Ok(Outcome { exit, diagnostics, sources: project.declared.sources(), ..outcome })
}

fn sentence(mend: &Mend) -> String {
    match mend {
        Mend::Follows { version, file } => {
            format!("the history has V{version} as it is in `{file}`")
        }
        Mend::Forgotten { version, name } => {
            format!("the history no longer has V{version} ({name})")
        }
    }
}

fn outcome(database: Option<String>, mended: Vec<String>, otherwise: &str) -> Outcome {
    let mut human: String = mended.iter().map(|line| format!("{line}\n")).collect();
    if human.is_empty() {
        human.push_str(otherwise);
    }
    Outcome::clean(human, ResultDocument::Repair(RepairDocument { database, mended }))
}

impl From<FolderError> for Failure {
    fn from(error: FolderError) -> Self {
        match error {
            FolderError::Faults(faults) => Self::diagnostics(faults, Sources::new()),
            FolderError::NoFile(file) => {
                let what = format!("there is no migration `{FOLDER}/{file}`");
                Self::usage(what, "give the name of a file there: V7__add_note.sql")
            }
            FolderError::Emit(error) => error.into(),
        }
    }
}
