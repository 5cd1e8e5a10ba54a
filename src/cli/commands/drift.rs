//! `momni-db drift`: is a database still what is declared?

use super::database::Database;
use super::differences::{findings, unmodelled};
use super::project::declared;
use crate::cli::args;
use crate::cli::document::{DifferenceDocument, DriftDocument, ResultDocument};
use crate::cli::exit::{Exit, Failure};
use crate::cli::options::Place;
use crate::cli::printer::{Outcome, Printer};
use crate::diagnostic::Level;
use crate::pipeline::compare;

pub(in crate::cli) async fn drift(
    args: &args::Drift,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let project = declared(place, printer)?;
    let database = Database::open(&args.database, place, &project, printer).await?;
    let options = place.scratch(&args.scratch, &project)?;
    let comparison = compare(&project.declared, &database.session, &options).await?;
    let count = comparison.differences.len();
    let expected = "the declaration";
    let mut diagnostics = findings("drift", &comparison.differences, expected, &project.declared)?;
    diagnostics.extend(unmodelled(&comparison.live, args.strict.strict));
    let found = diagnostics.iter().any(|it| it.level == Level::Error);
    let human = match count {
        0 => format!("no drift: {} is what is declared\n", database.url()),
        1 => "1 difference\n".to_owned(),
        count => format!("{count} differences\n"),
    };
    let unmodelled = comparison.live.unmodelled.iter();
    let result = DriftDocument {
        database: database.url(),
        differences: comparison.differences.iter().map(DifferenceDocument::new).collect(),
        unmodelled: unmodelled.map(|it| format!("{} {}", it.kind, it.identity)).collect(),
    };
    // The process is about to end, which gives memory back faster.
    std::mem::forget(comparison);
    Ok(Outcome {
        exit: if found { Exit::Findings } else { Exit::Clean },
        human,
        result: Some(ResultDocument::Drift(result)),
        diagnostics,
        sources: project.declared.sources(),
    })
}
