//! `momni-db status`: every version, applied and pending.

use super::database::Database;
use super::project::declared;
use crate::apply::{self, State, Status};
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
        State::Applied | State::Pending => return None,
        State::Edited => "history-edited",
        State::Missing => "history-missing",
        State::Unknown => "history-unknown",
        State::OutOfOrder => "history-out-of-order",
        State::Unreadable => "history-unreadable",
    };
    version.fault.as_ref().map(|fault| Diagnostic::error(rule, fault.clone()))
}

fn document(version: Status) -> VersionDocument {
    let Status { version, name, state, applied_on, fault } = version;
    VersionDocument { version, name, state, applied_on, fault }
}

fn table(versions: &[Status]) -> String {
    if versions.is_empty() {
        return "no migrations, neither here nor in the database\n".to_owned();
    }
    let width =
        versions.iter().map(|version| version.name.chars().count()).max().unwrap_or(0).max(4);
    let mut table =
        format!("\x1b[1m{:<8} {:<width$}  {:<12}  applied on\x1b[0m\n", "version", "name", "state");
    for version in versions {
        let state = match version.state {
            State::Applied => format!("{:<12}", version.state),
            State::Pending => format!("\x1b[36m{:<12}\x1b[0m", version.state),
            _ => format!("\x1b[31m{:<12}\x1b[0m", version.state),
        };
        let on = version.applied_on.as_deref().unwrap_or_default();
        let line = format!("V{:<7} {:<width$}  {state}  {on}", version.version, version.name);
        table.push_str(line.trim_end());
        table.push('\n');
    }
    table
}
