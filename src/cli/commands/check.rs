//! `momni-db check`: are the declarations sound?

use crate::cli::args;
use crate::cli::document::{CheckDocument, ResultDocument};
use crate::cli::exit::{Exit, Failure};
use crate::cli::options::Place;
use crate::cli::printer::{Outcome, Printer};
use crate::diagnostic::{Diagnostic, Level, Sources};
use crate::pipeline::{declared_state, judge, lint_migrations};
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
    let mut built = None;
    if args.database {
        printer.note("building the declarations on a scratch server");
        let options = place.scratch(&args.scratch, &project)?;
        match declared_state(&project.declared, &options).await {
            Ok(state) => built = Some(state),
            Err(failure) => {
                let all = diagnostics.into_iter().chain(failure.refused()?).collect();
                let mut sources = project.declared.sources();
                sources.extend(texts);
                return Ok(unsound(all, sources));
            }
        }
    }
    let is_unsound = diagnostics.iter().any(|found| found.level == Level::Error);
    diagnostics.extend(judge(&project, built.as_ref())?);
    if is_unsound {
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
        exit: match diagnostics.iter().any(|it| args.strict || it.level == Level::Error) {
            true => Exit::Findings,
            false => Exit::Clean,
        },
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
