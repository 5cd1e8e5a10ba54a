//! `momni-db migrate`: applies pending migrations.

use super::database::Database;
use crate::apply::{self, Interrupt, Options, Report, Stopped};
use crate::cli::args;
use crate::cli::document::{AppliedDocument, MigrateDocument, ResultDocument};
use crate::cli::exit::Failure;
use crate::cli::options::Place;
use crate::cli::printer::{Outcome, Printer};
use crate::cli::progress::{Progress, duration};
use crate::cli::signal::Signals;
use crate::diagnostic::Sources;
use std::time::Duration;

pub(in crate::cli) async fn migrate(
    args: &args::Migrate,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let migrations = apply::read(&place.migrations())
        .map_err(|faults| Failure::diagnostics(faults, Sources::new()))?;
    let database = Database::open(&args.database, place, printer).await?;
    let options = Options {
        target: args.target,
        dry_run: args.dry_run,
        patience: Duration::from_secs(args.lock_timeout.into()),
    };
    let interrupt = Interrupt::default();
    let mut signals = Signals::listen()?;
    let mut progress = Progress::new(printer);
    let run = apply::migrate(&database.session, &migrations, &options, &interrupt, &mut progress);
    let ran = signals.stopping(run, &database.session, &interrupt, printer).await?;
    drop(progress);
    for notice in database.session.take_notices() {
        printer.detail(&format!("{}: {}", notice.severity, notice.message));
    }
    match ran {
        Ok(report) => {
            let text = sentence(&report, args.dry_run);
            Ok(Outcome::clean(text, document(&report, &database, args.dry_run)))
        }
        Err(Stopped { cause, report }) => {
            let done = document(&report, &database, args.dry_run);
            Err(Failure::from(cause).after(done))
        }
    }
}

fn sentence(report: &Report, dry_run: bool) -> String {
    let version = |version: Option<i32>| version.map_or("nothing".into(), |it| format!("V{it}"));
    let count = match report.applied.len() {
        0 => {
            let at = version(report.to);
            return format!("nothing to do: the database has {at}\n");
        }
        1 => "1 migration".to_owned(),
        count => format!("{count} migrations"),
    };
    let took = duration(report.applied.iter().map(|(_, took)| *took).sum());
    let (from, to) = (version(report.from), version(report.to));
    match dry_run {
        false => format!("applied {count} in {took}: from {from} to {to}\n"),
        true => {
            format!("dry run: {count} ran in {took}, from {from} to {to}, and all is rolled back\n")
        }
    }
}

fn document(report: &Report, database: &Database, dry_run: bool) -> ResultDocument {
    let applied = report.applied.iter().map(|(file, took)| AppliedDocument {
        version: file.version,
        name: file.name.clone(),
        file: file.path(),
        milliseconds: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
    });
    ResultDocument::Migrate(MigrateDocument {
        database: database.url(),
        dry_run,
        from_version: report.from,
        to_version: report.to,
        applied: applied.collect(),
    })
}
