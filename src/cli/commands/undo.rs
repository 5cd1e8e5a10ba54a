//! `momni-db undo`: takes back what was applied last, and looks whether the database is what it was.

use super::database::Database;
use super::migrate::{applied, not_run};
use super::project::{declared, migrations};
use super::run::{ran, run_options};
use super::verify::{judged, verify_undone};
use crate::apply::{self, ApplyError, Interrupt, Migrations, Report, Stopped, UndoOptions};
use crate::cli::args;
use crate::cli::document::{ResultDocument, UndoDocument};
use crate::cli::exit::Failure;
use crate::cli::options::Place;
use crate::cli::printer::{Outcome, Printer};
use crate::cli::progress::{Progress, duration};
use crate::cli::signal::Signals;
use crate::hazard::Hazard;
use std::time::Duration;

/// Where it was seen that what was not run does run.
const UNTRIED: &str = "`momni-db generate` has run all of them on a scratch server";

pub(in crate::cli) async fn undo(
    args: &args::Undo,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let project = declared(place, printer)?;
    let migrations = migrations(place)?;
    let scratch = place.scratch(&args.scratch, &project)?;
    let database = Database::open(&args.database, place, &project, printer).await?;
    let stated = run_options(&project);
    let given = args.lock_timeout.map(|seconds| Duration::from_secs(seconds.into()));
    let options = UndoOptions {
        to: args.to,
        data_loss: args.allow.iter().any(|it| it.0.contains(&Hazard::DataLoss)),
        dry_run: args.dry_run,
        patience: given.unwrap_or(stated.patience),
        statement_timeout: stated.statement_timeout,
    };
    let mut signals = Signals::listen()?;
    let undo = async |interrupt: &Interrupt, progress: &mut Progress| {
        apply::undo(&database.session, &migrations, &options, interrupt, progress).await
    };
    let ran = ran(&database, &mut signals, printer, undo).await?;
    let report = match ran {
        Ok(report) => report,
        Err(Stopped { cause, report }) => {
            let done = document(&report, &database, args.dry_run);
            return Err(failure(cause).after(done));
        }
    };
    let text = sentence(&report, args.dry_run) + &database.how_to_connect();
    let done = document(&report, &database, args.dry_run);
    if args.dry_run || report.applied.is_empty() {
        let diagnostics =
            report.not_run.first().map(|it| not_run(it, UNTRIED)).into_iter().collect();
        return Ok(Outcome { diagnostics, ..Outcome::clean(text, done) });
    }
    let left = report.to.map_or_else(Migrations::default, |version| migrations.up_to(version));
    let verdict = verify_undone(&project, &left, &database, &scratch, args.strict.strict, printer);
    let sources = project.declared.sources();
    judged(verdict, Outcome { sources, ..Outcome::clean(text, done) }, &mut signals, printer).await
}

fn failure(cause: ApplyError) -> Failure {
    let help = cause.help_to_undo();
    let failure = Failure::from(cause);
    Failure { help: help.or(failure.help), ..failure }
}

fn sentence(report: &Report, dry_run: bool) -> String {
    let version = |version: Option<i32>| version.map_or("nothing".into(), |it| format!("V{it}"));
    let (from, to) = (version(report.from), version(report.to));
    let count = match report.applied.len() {
        0 if !report.not_run.is_empty() => "no migration".to_owned(),
        0 => return format!("nothing to undo: the database has {to}\n"),
        1 => "1 migration".to_owned(),
        count => format!("{count} migrations"),
    };
    let took = duration(report.applied.iter().map(|(_, took)| *took).sum());
    match dry_run {
        false => format!("undid {count} in {took}: from {from} to {to}\n"),
        true => {
            format!(
                "dry run: undid {count} in {took}, from {from} to {to}, and all is rolled back\n"
            )
        }
    }
}

fn document(report: &Report, database: &Database, dry_run: bool) -> ResultDocument {
    ResultDocument::Undo(UndoDocument {
        database: database.url(),
        dry_run,
        from_version: report.from,
        to_version: report.to,
        undone: applied(report),
        not_run: report.not_run.iter().map(|file| file.path()).collect(),
    })
}
