//! `momni-db plan`: what would change a database into the declared state.

use super::database::Database;
use super::differences::unmodelled;
use super::project::declared;
use crate::cli::args::{self, PlanFormat};
use crate::cli::document::{PlanDocument, ResultDocument, StepDocument};
use crate::cli::exit::{Exit, Failure};
use crate::cli::options::Place;
use crate::cli::printer::{Outcome, Printer};
use crate::diagnostic::Level;
use crate::pipeline::{plan_for, remade_tables, unknown_tablespaces};
use crate::render::statements;

pub(in crate::cli) async fn plan(
    args: &args::Plan,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let project = declared(place, printer)?;
    let database = Database::open(&args.database, place, &project, printer).await?;
    let options = place.scratch(&args.scratch, &project)?;
    let (plan, comparison) = plan_for(&project.declared, &database.session, &options).await?;
    let mut diagnostics = unmodelled(&comparison.live, args.strict.strict);
    let (live, wanted) = (&comparison.live, &comparison.declared);
    diagnostics.extend(unknown_tablespaces(&project.declared, wanted, &database.session).await?);
    diagnostics.extend(remade_tables(&project.declared, live, wanted)?);
    let statements = statements(&plan);
    let sql: String = statements.iter().map(|it| format!("{};\n", it.sql)).collect();
    let human = match (args.format, statements.len()) {
        (PlanFormat::Sql, _) => sql,
        (_, 0) => format!("nothing to do: {} is what is declared\n", database.url()),
        (_, count) => {
            format!("{sql}\n{count} statements would make {} what is declared\n", database.url())
        }
    };
    // The process is about to end, which gives memory back faster.
    std::mem::forget(comparison);
    let refused = diagnostics.iter().any(|it| it.level == Level::Error);
    Ok(Outcome {
        exit: if refused { Exit::Findings } else { Exit::Clean },
        human,
        result: Some(ResultDocument::Plan(PlanDocument {
            database: database.url(),
            steps: statements
                .into_iter()
                .map(|it| StepDocument { object: it.id.to_string(), sql: it.sql })
                .collect(),
        })),
        diagnostics,
        sources: project.declared.sources(),
    })
}
