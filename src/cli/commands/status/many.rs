//! Many databases: where each of them is.

use super::super::database::{Database, listed};
use super::{document, fault};
use crate::apply::{self, Migrations, State, Status};
use crate::cli::args;
use crate::cli::document::{
    ErrorDocument, ResultDocument, StatusAllDocument, TargetStatusDocument,
};
use crate::cli::exit::{Exit, Failure};
use crate::cli::options::Place;
use crate::cli::printer::{Outcome, Printer};
use crate::connect::Target;
use crate::diagnostic::{Diagnostic, Sources};
use crate::read::Project;
use futures_util::{StreamExt, stream};
use std::path::Path;

/// How many databases are asked at once.
const AT_ONCE: usize = 8;

/// A database, and its versions or why there are none.
struct Asked {
    target: Target,
    versions: Result<Vec<Status>, Failure>,
}

pub(super) async fn many(
    path: &Path,
    args: &args::Status,
    place: &Place,
    project: &Project,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let targets = listed(path, &args.database, place, project, printer).await?;
    let folder = apply::read_folder(&place.migrations());
    let migrations = &folder.readable;
    let asked = targets.into_iter().map(async |target| {
        let versions = ask(&target, migrations, printer).await;
        Asked { target, versions }
    });
    let asked: Vec<Asked> = stream::iter(asked).buffered(AT_ONCE).collect().await;
    let exit = asked.iter().map(exit).max_by_key(|exit| exit.code()).unwrap_or(Exit::Clean);
    let exit = if folder.faults.is_empty() { exit } else { Exit::Usage };
    let mut diagnostics = folder.faults;
    for Asked { target, versions } in &asked {
        let found = versions.iter().flatten().filter_map(fault);
        diagnostics.extend(found.map(|it| {
            let message = format!("[{target}] {}", it.message);
            Diagnostic { message, ..it }
        }));
    }
    let human = table(&asked);
    let targets = asked.into_iter().map(target).collect();
    let result = Some(ResultDocument::StatusAll(StatusAllDocument { targets }));
    Ok(Outcome { exit, human, result, diagnostics, sources: Sources::new() })
}

async fn ask(
    target: &Target,
    migrations: &Migrations,
    printer: Printer,
) -> Result<Vec<Status>, Failure> {
    let database = Database::of(target, printer).await?;
    Ok(apply::versions(&database.session, migrations).await?)
}

fn exit(asked: &Asked) -> Exit {
    match &asked.versions {
        Err(failure) => failure.exit,
        Ok(versions) if versions.iter().any(|it| it.state.is_fault()) => Exit::Findings,
        Ok(_) => Exit::Clean,
    }
}

fn target(asked: Asked) -> TargetStatusDocument {
    let database = asked.target.to_string();
    match asked.versions {
        Ok(versions) => TargetStatusDocument {
            database,
            versions: versions.into_iter().map(document).collect(),
            error: None,
        },
        Err(Failure { cause, message, help, details, .. }) => TargetStatusDocument {
            database,
            versions: Vec::new(),
            error: Some(ErrorDocument { cause, message, help, statement: details.statement }),
        },
    }
}

/// A line for each database: the newest version that it has, how many are pending, and what is wrong.
fn table(asked: &[Asked]) -> String {
    let names: Vec<String> = asked.iter().map(|it| it.target.to_string()).collect();
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0).max(8);
    let mut table =
        format!("\x1b[1m{:<width$}  {:<7} {:>7}  state\x1b[0m\n", "database", "version", "pending");
    for (asked, name) in asked.iter().zip(names) {
        let versions = asked.versions.as_deref().unwrap_or_default();
        let applied = versions.iter().rfind(|it| it.applied_on.is_some());
        let version = applied.map_or_else(String::new, |it| format!("V{}", it.version));
        let is_pending = |it: &&Status| matches!(it.state, State::Pending | State::Begun);
        let pending = versions.iter().filter(is_pending).count();
        let state = match &asked.versions {
            Err(failure) => {
                format!("\x1b[31m{}\x1b[0m", failure.message.lines().next().unwrap_or_default())
            }
            Ok(versions) => match versions.iter().find(|it| it.state.is_fault()) {
                Some(it) => format!("\x1b[31mV{} is {}\x1b[0m", it.version, it.state),
                None if pending > 0 => "\x1b[36mpending\x1b[0m".to_owned(),
                None => "up to date".to_owned(),
            },
        };
        let pending = if asked.versions.is_ok() { pending.to_string() } else { String::new() };
        table.push_str(&format!("{name:<width$}  {version:<7} {pending:>7}  {state}\n"));
    }
    table
}
