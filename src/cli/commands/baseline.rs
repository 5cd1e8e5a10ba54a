//! `momni-db baseline`: adopts a database that has already what the migrations lead to.

use super::database::Database;
use super::project::{declared, migrations};
use super::verify::{self, agreement};
use crate::apply::{self, ApplyError, Interrupt, Migrations, Options, Report, TABLE};
use crate::cli::args;
use crate::cli::document::{BaselineDocument, RecordedDocument, ResultDocument};
use crate::cli::exit::{Exit, Failure};
use crate::cli::options::Place;
use crate::cli::printer::{Outcome, Printer};
use crate::cli::progress::Progress;
use crate::cli::signal::Signals;
use crate::diagnostic::Diagnostic;
use std::time::Duration;

pub(in crate::cli) async fn baseline(
    args: &args::Baseline,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let project = declared(place, printer)?;
    let migrations = migrations(place)?;
    if migrations.files().is_empty() {
        return Err(Failure::usage(
            "there are no migrations to record",
            "`momni-db generate` writes the first",
        ));
    }
    let scratch = place.scratch(&args.scratch, &project)?;
    let database = Database::open(&args.database, place, &project, printer).await?;
    let options = Options {
        target: args.target,
        patience: Duration::from_secs(args.lock_timeout.into()),
        ..Options::default()
    };
    let mut found: Result<Vec<Diagnostic>, Failure> = Ok(Vec::new());
    let agrees = async |recorded: &Migrations| {
        let strict = args.strict.strict;
        found = agreement(&project, recorded, &database, &scratch, strict, printer).await;
        verify::agrees(&found)
    };
    let interrupt = Interrupt::default();
    let mut signals = Signals::listen()?;
    let mut progress = Progress::new(printer);
    let session = &database.session;
    let run = apply::baseline(session, &migrations, &options, &interrupt, &mut progress, agrees);
    let ran = signals.stopping(run, session, &interrupt, printer).await?;
    drop(progress);
    if matches!(&ran, Err(ApplyError::History(_))) {
        printer.warn(&format!(
            "if another project wrote this history, copy its `migrations/` here; if this project is to take its \
             place, `DROP TABLE {TABLE}` and run `momni-db baseline` again"
        ));
    }
    let report = ran?;
    let diagnostics = found?;
    let exit = if report.is_some() { Exit::Clean } else { Exit::Findings };
    let human = sentence(report.as_ref()) + &database.how_to_connect();
    let result = document(&report.unwrap_or_default(), &database);
    Ok(Outcome {
        exit,
        diagnostics,
        sources: project.declared.sources(),
        ..Outcome::clean(human, result)
    })
}

fn sentence(report: Option<&Report>) -> String {
    let Some(report) = report else {
        return "nothing is recorded: the database is not what the migrations lead to\n".to_owned();
    };
    let at = report.to.map_or("nothing".into(), |version| format!("V{version}"));
    match report.applied.len() {
        0 => format!("nothing to do: the database has {at}\n"),
        1 => format!("recorded 1 migration as applied: the database has {at}\n"),
        count => format!("recorded {count} migrations as applied: the database has {at}\n"),
    }
}

fn document(report: &Report, database: &Database) -> ResultDocument {
    let recorded = report.applied.iter().map(|(file, _)| RecordedDocument {
        version: file.version,
        name: file.name.clone(),
        file: file.path(),
    });
    ResultDocument::Baseline(BaselineDocument {
        database: database.url(),
        from_version: report.from,
        to_version: report.to,
        recorded: recorded.collect(),
    })
}
