//! `momni-db check`: are the declarations sound?

use crate::apply::FOLDER;
use crate::cli::args;
use crate::cli::document::{CheckDocument, FixDocument, ResultDocument};
use crate::cli::exit::{Exit, Failure};
use crate::cli::options::Place;
use crate::cli::printer::{Outcome, Printer};
use crate::diagnostic::{Diagnostic, Level, Sources};
use crate::generate::KEPT_FILE;
use crate::judge::Built;
use crate::pipeline::{examined_state, is_outworn, judge, lint_migrations, mends};
use crate::read::{self, Insertion, Project, inserted};
use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

pub(in crate::cli) async fn check(
    args: &args::Check,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let (mut project, mut diagnostics) = match read::project(&place.root) {
        Ok(read) => read,
        Err(faults) => return Ok(unsound(faults.diagnostics, faults.sources)),
    };
    let mut built = match build(args, place, printer, &project).await? {
        Ok(built) => built,
        Err(found) => {
            let (more, texts) = lint_migrations(&place.migrations(), &project.config);
            diagnostics.extend(more.into_iter().chain(found));
            let mut sources = project.declared.sources();
            sources.extend(texts);
            return Ok(unsound(diagnostics, sources));
        }
    };
    let mut fixed = Vec::new();
    if args.fix {
        fixed = fix(place, &project, built.as_ref())?;
    }
    if !fixed.is_empty() {
        (project, diagnostics) = read::project(&place.root)?;
        built = match build(args, place, printer, &project).await? {
            Ok(built) => built,
            Err(found) => return Ok(unsound(found, project.declared.sources())),
        };
    }
    let (found, texts) = lint_migrations(&place.migrations(), &project.config);
    let is_unsound = found.iter().any(|found| found.level == Level::Error);
    diagnostics.extend(found);
    diagnostics.extend(judge(&project, built.as_ref())?);
    if let Some(built) = &built
        && is_outworn(&place.migrations(), &project.declared, &built.catalog)?
    {
        diagnostics.push(outworn());
    }
    let objects = project.declared.objects()?.catalog.objects.len();
    let mut sources = project.declared.sources();
    sources.extend(texts);
    // The process is about to end, which gives memory back faster.
    std::mem::forget(project.declared);
    if is_unsound {
        return Ok(unsound(diagnostics, sources));
    }
    let errors = diagnostics.iter().filter(|it| it.level == Level::Error).count();
    let is_found = errors > 0 || (args.strict && !diagnostics.is_empty());
    let human =
        fixed.iter().map(said).collect::<String>() + &verdict(objects, errors, args.database);
    Ok(Outcome {
        exit: if is_found { Exit::Findings } else { Exit::Clean },
        human,
        result: Some(ResultDocument::Check(CheckDocument {
            objects,
            built: args.database,
            unexamined: built.and_then(|it| it.remarks.err()),
            fixed,
        })),
        diagnostics,
        sources,
    })
}

/// The state in a server's words, where it is asked for; or what PostgreSQL refuses.
async fn build(
    args: &args::Check,
    place: &Place,
    printer: Printer,
    project: &Project,
) -> Result<Result<Option<Built>, Vec<Diagnostic>>, Failure> {
    if !args.database {
        return Ok(Ok(None));
    }
    printer.note("building the declarations on a scratch server");
    let options = place.scratch(&args.scratch, project)?;
    match examined_state(&project.declared, &options).await {
        Ok(built) => {
            if let Err(why) = &built.remarks {
                printer.note(&format!("the bodies of PL/pgSQL functions were not examined: {why}"));
            }
            Ok(Ok(Some(built)))
        }
        Err(failure) => Ok(Err(failure.refused()?)),
    }
}

/// Mends in the files what is mended safely.
fn fix(
    place: &Place,
    project: &Project,
    built: Option<&Built>,
) -> Result<Vec<FixDocument>, Failure> {
    let sources = project.declared.sources();
    let mut files: BTreeMap<Arc<str>, Vec<Insertion>> = BTreeMap::new();
    let mut fixed = Vec::new();
    for mend in mends(project, built)? {
        let file = mend.insertion.file.clone();
        for (rule, message) in mend.mends {
            fixed.push(FixDocument { file: file.to_string(), rule, message });
        }
        files.entry(file).or_default().push(mend.insertion);
    }
    for (file, insertions) in files {
        let path = place.root.join(&*file);
        let text =
            fs::read_to_string(&path).map_err(|error| Failure::file("read", &file, &error))?;
        // Secrets are covered in what was read, at the same length: the places are the same.
        if sources.get(&file).is_none_or(|read| read.len() != text.len()) {
            let message = format!(
                "`{file}` was changed while it was judged, or begins with a byte order mark"
            );
            return Err(Failure::usage(message, "run it again; save the file without the mark"));
        }
        fs::write(&path, inserted(&text, &insertions))
            .map_err(|error| Failure::file("write", &file, &error))?;
    }
    Ok(fixed)
}

/// Nothing else tells it: the other commands build anew only where the declarations change.
fn outworn() -> Diagnostic {
    let message =
        format!("`{FOLDER}/{KEPT_FILE}` is not what PostgreSQL makes of the declarations");
    Diagnostic::error("stale", message)
        .help("remove it, run `momni-db build`, and commit what it writes")
}

fn said(fix: &FixDocument) -> String {
    format!("mended in {}: {} ({})\n", fix.file, fix.message, fix.rule)
}

fn verdict(objects: usize, errors: usize, built: bool) -> String {
    let objects = match objects {
        1 => "1 declared object".to_owned(),
        _ => format!("{objects} declared objects"),
    };
    let is = if objects.starts_with("1 ") { "is" } else { "are" };
    let by = if built { ", and PostgreSQL takes them" } else { "" };
    match errors {
        0 => format!("{objects} {is} sound{by}\n"),
        1 => format!("{objects}, 1 error{by}\n"),
        _ => format!("{objects}, {errors} errors{by}\n"),
    }
}

/// The findings are the result: they go to standard output.
fn unsound(diagnostics: Vec<Diagnostic>, sources: Sources) -> Outcome {
    Outcome { exit: Exit::Usage, human: String::new(), result: None, diagnostics, sources }
}
