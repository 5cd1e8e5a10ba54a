//! `momni-db check`: are the declarations sound?

use crate::cli::args;
use crate::cli::document::{CheckDocument, ResultDocument};
use crate::cli::exit::{Exit, Failure};
use crate::cli::options::Place;
use crate::cli::printer::{Outcome, Printer};
use crate::diagnostic::{Diagnostic, Level, Sources};
use crate::pipeline::{declared_state, lint_migrations};
use crate::read;

pub(in crate::cli) async fn check(
    args: &args::Check,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let (project, mut diagnostics) = match read::project(&place.root) {
        Ok(read) => read,
        Err(faults) => return Ok(unsound(faults.diagnostics, faults.sources)),
    };
    let (found, texts) = lint_migrations(&place.migrations(), &project.config);
    diagnostics.extend(found);
    if args.database {
        printer.note("building the declarations on a scratch server");
        let options = place.scratch(&args.scratch, &project)?;
        match declared_state(&project.declared, &options).await {
            Ok(_) => {}
            Err(failure) => {
                let all = diagnostics.into_iter().chain(failure.refused()?).collect();
                let mut sources = project.declared.sources();
                sources.extend(texts);
                return Ok(unsound(all, sources));
            }
        }
    }
    if diagnostics.iter().any(|found| found.level == Level::Error) {
        let mut sources = project.declared.sources();
        sources.extend(texts);
        return Ok(unsound(diagnostics, sources));
    }
    let objects = project.declared.objects()?.catalog.objects.len();
    let mut sources = project.declared.sources();
    sources.extend(texts);
    // The process is about to end, which gives memory back faster.
    std::mem::forget(project.declared);
    let by = if args.database { ", and PostgreSQL takes them" } else { "" };
    Ok(Outcome {
        exit: if args.strict && !diagnostics.is_empty() { Exit::Findings } else { Exit::Clean },
        human: match objects {
            1 => format!("1 declared object is sound{by}\n"),
            _ => format!("{objects} declared objects are sound{by}\n"),
        },
        result: Some(ResultDocument::Check(CheckDocument { objects, built: args.database })),
        diagnostics,
        sources,
    })
}

/// The findings are the result: they go to standard output.
fn unsound(diagnostics: Vec<Diagnostic>, sources: Sources) -> Outcome {
    Outcome { exit: Exit::Usage, human: String::new(), result: None, diagnostics, sources }
}
