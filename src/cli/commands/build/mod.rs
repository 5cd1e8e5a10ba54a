//! `momni-db build`: the client crate, the reference and the OpenAPI document; `client`, `docs` and `openapi`, one of them.

mod against;

use super::project::{migrations, templates, whole};
use crate::catalog::{Kind, ObjectId};
use crate::cli::args;
use crate::cli::document::{BuildDocument, BuiltFileDocument, ResultDocument};
use crate::cli::exit::{Exit, Failure};
use crate::cli::options::Place;
use crate::cli::printer::{Outcome, Printer};
use crate::diagnostic::{Diagnostic, Sources, nearest};
use crate::generate::{self, Files, KEPT_FILE, Kept, Migration, Output, Source, TEMPLATE};
use crate::pipeline::{KeptState, Options, Stale, Turn, build_kept, keep, kept, stale, write};
use crate::read::Project;
use against::{Against, against};
use std::collections::BTreeSet;

pub(in crate::cli) async fn build(
    args: &args::Build,
    only: Option<Output>,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let (project, kept) = match current(args, place, printer).await? {
        Ok(current) => current,
        Err(outdated) => return Ok(without_catalog(&outdated)),
    };
    let wanted = match only {
        Some(only) => BTreeSet::from([only]),
        None => project.config.build.outputs.clone(),
    };
    let files = made(&kept, place, &project, |source| generate::files(source, &wanted))?;
    let found = stale(&place.root, &files)?;
    if !args.check {
        write(&place.root, &files, &found)?;
    }
    let compared = match &args.against {
        Some(reference) => Some(against(reference, place, &project.config.build, &wanted, &files)?),
        None => None,
    };
    let outcome = outcome(args.check, &kept, &files, &found, compared);
    // The process ends: nothing of it is given back piece by piece.
    std::mem::forget((project, kept, files));
    Ok(outcome)
}

/// The declarations and their catalog as a server worded it, built anew where that may be; else why the kept one is not taken.
pub(super) async fn current(
    args: &args::Build,
    place: &Place,
    printer: Printer,
) -> Result<Result<(Project, Kept), KeptState>, Failure> {
    let project = whole(place, printer)?;
    let kept = match (kept(&place.migrations(), &project.declared)?, args.check) {
        (KeptState::Current(kept), _) => *kept,
        (found, true) => return Ok(Err(found)),
        (found, false) => anew(args, place, &project, &found, printer).await?,
    };
    known_schemas(&project, &kept)?;
    Ok(Ok((project, kept)))
}

/// A schema that is not there would leave clients without functions, in silence.
fn known_schemas(project: &Project, kept: &Kept) -> Result<(), Failure> {
    for name in &project.config.build.api {
        if kept.catalog.get(&ObjectId::global(Kind::Schema, name.clone())).is_none() {
            let schemas = kept.catalog.of_kind(Kind::Schema).map(|(id, _)| &*id.name);
            let help = match nearest(name, schemas) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name a schema that is declared".to_owned(),
            };
            let message = format!("`build.api` in momni-db.yaml names no schema: `{name}`");
            return Err(Failure::usage(message, help));
        }
    }
    Ok(())
}

/// Builds the catalog on a server, and keeps it: on one of the same major version as before, since every version has words of
/// its own.
async fn anew(
    args: &args::Build,
    place: &Place,
    project: &Project,
    found: &KeptState,
    printer: Printer,
) -> Result<Kept, Failure> {
    printer.note("building the declarations on a scratch server");
    let options = place.scratch(&args.scratch, project)?;
    let prefer = match found {
        KeptState::Outdated(kept) if kept.catalog.major >= project.config.postgres => {
            Some(kept.catalog.major)
        }
        _ => options.prefer,
    };
    let kept = build_kept(&project.declared, &Options { prefer, ..options }).await?;
    keep(&place.migrations(), &kept)?;
    Ok(kept)
}

/// What is made of a project. The pages of a faulty template are no pages: then there is nothing.
pub(super) fn made(
    kept: &Kept,
    place: &Place,
    project: &Project,
    make: impl FnOnce(&Source<'_>) -> Files,
) -> Result<Files, Failure> {
    let migrations: Vec<Migration> = migrations(place)?
        .files()
        .iter()
        .map(|file| Migration {
            version: file.version,
            name: file.name.clone(),
            text: file.sql.to_string(),
        })
        .collect();
    let source = Source {
        config: &project.config,
        catalog: &kept.catalog,
        fingerprint: &kept.fingerprint,
        objects: project.declared.objects()?,
        migrations: &migrations,
        templates: &templates(place)?,
    };
    let files = make(&source);
    match files.faults.iter().any(|it| it.rule == TEMPLATE) {
        true => Err(Failure::diagnostics(files.faults, Sources::new())),
        false => Ok(files),
    }
}

fn without_catalog(found: &KeptState) -> Outcome {
    let why = match found {
        KeptState::Missing => "is missing".to_owned(),
        KeptState::Broken(why) => format!("cannot be taken: {why}"),
        KeptState::Outdated(_) | KeptState::Current(_) => {
            "was built from other declarations".to_owned()
        }
    };
    let found = Diagnostic::error("stale", format!("`migrations/{KEPT_FILE}` {why}"))
        .help("run `momni-db build`, and commit what it writes");
    let result = BuildDocument { fingerprint: None, files: 0, changed: Vec::new(), against: None };
    Outcome {
        exit: Exit::Findings,
        diagnostics: vec![found],
        ..Outcome::clean("", ResultDocument::Build(result))
    }
}

pub(super) fn outcome(
    check: bool,
    kept: &Kept,
    files: &Files,
    found: &[Stale],
    compared: Option<Against>,
) -> Outcome {
    let stale = found.iter().filter_map(|stale| diagnostic(check, stale));
    let mut diagnostics: Vec<Diagnostic> = stale.chain(files.faults.iter().cloned()).collect();
    let written = found.iter().filter(|it| it.turn != Turn::Foreign).count();
    let mut human = match (check, found.len(), written) {
        (true, 0, _) => format!("{} current\n", are(files.texts.len())),
        (true, _, _) => String::new(),
        (false, _, 0) => format!("nothing to do: {} current\n", are(files.texts.len())),
        (false, _, written) => {
            format!("{} of {} written\n", written, counted(files.texts.len()))
        }
    };
    let changed = found
        .iter()
        .map(|it| BuiltFileDocument { path: it.path.clone(), was: word(it.turn) })
        .collect();
    let fingerprint = Some(kept.fingerprint.clone());
    let against = compared.map(|compared| {
        human.push_str(&compared.human);
        diagnostics.extend(compared.diagnostics);
        compared.documents
    });
    let result = BuildDocument { fingerprint, files: files.texts.len(), changed, against };
    Outcome {
        exit: if diagnostics.is_empty() { Exit::Clean } else { Exit::Findings },
        diagnostics,
        ..Outcome::clean(human, ResultDocument::Build(result))
    }
}

fn diagnostic(check: bool, stale: &Stale) -> Option<Diagnostic> {
    let path = &stale.path;
    let message = match stale.turn {
        Turn::Foreign => {
            let message =
                format!("`{path}` does not say that it is generated, and is not replaced");
            let help = "move it away, or name another place under `build:` in momni-db.yaml";
            return Some(Diagnostic::error("foreign", message).help(help));
        }
        Turn::Missing => format!("`{path}` is missing"),
        Turn::Changed => format!("`{path}` is not what the declarations give"),
        Turn::Left => format!("`{path}` is made by nothing any more"),
    };
    check.then(|| {
        Diagnostic::error("stale", message).help("run `momni-db build`, and commit what it writes")
    })
}

fn word(turn: Turn) -> &'static str {
    match turn {
        Turn::Missing => "missing",
        Turn::Changed => "changed",
        Turn::Left => "left",
        Turn::Foreign => "foreign",
    }
}

fn are(count: usize) -> String {
    if count == 1 { "1 file is".to_owned() } else { format!("{count} files are") }
}

fn counted(count: usize) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{count} files") }
}
