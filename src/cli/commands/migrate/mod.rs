//! `momni-db migrate`: applies pending migrations, and looks whether they did what they say.

mod many;

use super::database::Database;
use super::project::{declared, migrations};
use super::run::{run, run_options};
use super::verify::{judged, verify};
use crate::apply::{Hooks, MigrationFile, Migrations, Options, Report, Stopped};
use crate::cli::args;
use crate::cli::document::{AppliedDocument, MigrateDocument, ResultDocument};
use crate::cli::exit::Failure;
use crate::cli::options::Place;
use crate::cli::printer::{Outcome, Printer};
use crate::cli::progress::duration;
use crate::cli::signal::Signals;
use crate::diagnostic::{Diagnostic, Span};
use crate::pipeline;
use crate::read::Project;
use std::path::PathBuf;
use std::time::Duration;

/// What a run is of, whatever the database.
struct Work {
    root: PathBuf,
    project: Project,
    migrations: Migrations,
    scratch: pipeline::Options,
    options: Options,
}

pub(in crate::cli) async fn migrate(
    args: &args::Migrate,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let project = declared(place, printer)?;
    let migrations = migrations(place)?;
    let scratch = place.scratch(&args.scratch, &project)?;
    let given = args.lock_timeout.map(|seconds| Duration::from_secs(seconds.into()));
    let mut options = Options {
        target: args.target,
        dry_run: args.dry_run,
        hooks: Hooks { of: project.config.hooks.clone(), folder: place.root.clone() },
        ..run_options(&project)
    };
    options.patience = given.unwrap_or(options.patience);
    let work = Work { root: place.root.clone(), project, migrations, scratch, options };
    if let Some(targets) = &args.targets {
        return many::many(targets, args, &work, place, printer).await;
    }
    let Work { project, migrations, scratch, options, .. } = work;
    let database = Database::open(&args.database, place, &project, printer).await?;
    let mut signals = Signals::listen()?;
    let ran = run(&database, &migrations, &options, &mut signals, printer).await?;
    let report = match ran {
        Ok(report) => report,
        Err(Stopped { cause, report }) => {
            let done = document(&report, &database, args.dry_run);
            return Err(Failure::from(cause).after(done));
        }
    };
    let text = sentence(&report, args.dry_run) + &database.how_to_connect();
    let done = document(&report, &database, args.dry_run);
    let Some(version) = report.to.filter(|_| !args.dry_run) else {
        let diagnostics =
            report.not_run.first().map(|it| not_run(it, UNTRIED)).into_iter().collect();
        return Ok(Outcome { diagnostics, ..Outcome::clean(text, done) });
    };
    let applied = migrations.up_to(version);
    let verdict = verify(&project, &applied, &database, &scratch, args.strict.strict, printer);
    let sources = project.declared.sources();
    judged(verdict, Outcome { sources, ..Outcome::clean(text, done) }, &mut signals, printer).await
}

/// Where it is seen whether what was not run does run.
const UNTRIED: &str = "`momni-db dev` or an empty database shows whether they run";

/// A dry run is one transaction, which this file does without.
pub(super) fn not_run(file: &MigrationFile, untried: &str) -> Diagnostic {
    let span = Span {
        file: file.path().into(),
        start: 0,
        end: file.sql.lines().next().map_or(0, str::len),
    };
    let what =
        format!("the dry run ends before `{}`, which runs without a transaction", file.path());
    let help = format!("what comes after it was not run either, since it may need it: {untried}");
    Diagnostic::warning("dry-run-no-transaction", what).at(span).help(help)
}

fn sentence(report: &Report, dry_run: bool) -> String {
    let version = |version: Option<i32>| version.map_or("nothing".into(), |it| format!("V{it}"));
    let count = match report.applied.len() {
        0 if !report.not_run.is_empty() => "no migration".to_owned(),
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

/// What was applied, for programs.
pub(super) fn applied(report: &Report) -> Vec<AppliedDocument> {
    let applied = report.applied.iter().map(|(file, took)| AppliedDocument {
        version: file.version,
        name: file.name.clone(),
        file: file.path(),
        milliseconds: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
    });
    applied.collect()
}

fn document(report: &Report, database: &Database, dry_run: bool) -> ResultDocument {
    ResultDocument::Migrate(MigrateDocument {
        database: database.url(),
        dry_run,
        from_version: report.from,
        to_version: report.to,
        applied: applied(report),
        not_run: report.not_run.iter().map(MigrationFile::path).collect(),
    })
}
