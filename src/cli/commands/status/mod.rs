//! `momni-db status`: every version, applied and pending.

mod many;

use super::database::Database;
use super::project::declared;
use crate::apply::{self, Elsewhere, State, Status};
use crate::cli::args;
use crate::cli::document::{ResultDocument, StatusDocument, VersionDocument};
use crate::cli::exit::{Exit, Failure};
use crate::cli::options::Place;
use crate::cli::printer::{Outcome, Printer};
use crate::diagnostic::{Diagnostic, Sources};

pub(in crate::cli) async fn status(
    args: &args::Status,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let project = declared(place, printer)?;
    if let Some(targets) = &args.targets {
        return many::many(targets, args, place, &project, printer).await;
    }
    let folder = apply::read_folder(&place.migrations());
    let database = Database::open(&args.database, place, &project, printer).await?;
    let versions = apply::versions(&database.session, &folder.readable).await?;
    let mut diagnostics = folder.faults;
    // What no file vouches for is told once: the files' own faults say more.
    let exit = if !diagnostics.is_empty() {
        Exit::Usage
    } else if versions.iter().any(|version| version.state.is_fault()) {
        Exit::Findings
    } else {
        Exit::Clean
    };
    diagnostics.extend(versions.iter().filter_map(fault));
    let is_applied = |version: &Status| version.applied_on.is_some();
    if !versions.iter().any(is_applied)
        && let Some(elsewhere) = apply::elsewhere(&database.session, &folder.readable).await?
    {
        diagnostics.push(other_history(&elsewhere));
    }
    Ok(Outcome {
        exit,
        human: table(&versions),
        result: Some(ResultDocument::Status(StatusDocument {
            database: database.url(),
            versions: versions.into_iter().map(document).collect(),
        })),
        diagnostics,
        sources: Sources::new(),
    })
}

fn fault(version: &Status) -> Option<Diagnostic> {
    let rule = match version.state {
        State::Applied | State::Pending | State::Begun => return None,
        State::HalfUndone => "history-half-undone",
        State::Edited => "history-edited",
        State::Missing => "history-missing",
        State::Unknown => "history-unknown",
        State::OutOfOrder => "history-out-of-order",
        State::Unreadable => "history-unreadable",
    };
    version.fault.as_ref().map(|fault| Diagnostic::error(rule, fault.clone()))
}

/// What refinery's own tools have applied.
fn other_history(elsewhere: &Elsewhere) -> Diagnostic {
    let newest = elsewhere.newest().unwrap_or_default();
    let what = format!("{} has these migrations as applied up to V{newest}", elsewhere.table);
    Diagnostic::warning("history-elsewhere", what).help(
        "it is refinery's own table: `momni-db baseline` takes it over, when the database is what they lead to",
    )
}

fn document(version: Status) -> VersionDocument {
    let Status { version, name, state, applied_on, applied_by, done, fault } = version;
    VersionDocument { version, name, state, applied_on, applied_by, statements_done: done, fault }
}

/// When it was applied, and by whom; of one that is begun, how far it is.
fn when(version: &Status) -> String {
    let mut when = version.applied_on.clone().unwrap_or_default();
    if let Some(by) = &version.applied_by {
        when.push_str(&format!(" by {by}"));
    }
    match version.done {
        Some(1) => when.push_str("1 statement is done"),
        Some(done) => when.push_str(&format!("{done} statements are done")),
        None => {}
    }
    when
}

fn table(versions: &[Status]) -> String {
    if versions.is_empty() {
        return "no migrations, neither here nor in the database\n".to_owned();
    }
    let width =
        versions.iter().map(|version| version.name.chars().count()).max().unwrap_or(0).max(4);
    let mut table =
        format!("\x1b[1m{:<8} {:<width$}  {:<12}  applied\x1b[0m\n", "version", "name", "state");
    for version in versions {
        let state = match version.state {
            State::Applied => format!("{:<12}", version.state),
            State::Pending | State::Begun => format!("\x1b[36m{:<12}\x1b[0m", version.state),
            _ => format!("\x1b[31m{:<12}\x1b[0m", version.state),
        };
        let when = when(version);
        let line = format!("V{:<7} {:<width$}  {state}  {when}", version.version, version.name);
        table.push_str(line.trim_end());
        table.push('\n');
    }
    table
}
