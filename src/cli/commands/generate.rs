//! `momni-db generate`: the next migration, proven before it is written.

use super::project::{declared, migrations, template};
use super::undo_files::undo_files;
use crate::apply::{self, ApplyError, Migrations};
use crate::cli::args;
use crate::cli::document::{GenerateDocument, NewDocument, NewUndoDocument, ResultDocument};
use crate::cli::exit::Failure;
use crate::cli::options::Place;
use crate::cli::printer::{Outcome, Printer};
use crate::pipeline::{self, Applied, NewMigration, Request};

pub(in crate::cli) async fn generate(
    args: &args::Generate,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    if let Some(name) = &args.data {
        return super::data::data(args, name, place, printer).await;
    }
    if args.undo {
        return undo_files(args, place, printer).await;
    }
    let project = declared(place, printer)?;
    let existing = migrations(place)?;
    let template = template(place)?;
    let next = existing.next_version().ok_or(apply::EmitError::Full)?;
    printer.note("building the declared state and replaying the migrations on scratch servers");
    let mut allowed = project.config.allow.clone();
    allowed.extend(args.allow.iter().flat_map(|it| &it.0));
    let applied = replayed(&existing);
    let kept = args.revert.map(|version| kept(&existing, version)).transpose()?;
    let reverting = args.revert.map(|version| format!("revert_{version}"));
    let request = Request {
        name: args.name.as_deref().or(reverting.as_deref()),
        template: template.as_deref(),
        allowed,
        offline: args.offline,
        ..Request::new(&project.declared, &applied, next)
    };
    let options = place.scratch(&args.scratch, &project)?;
    let generated = match kept {
        Some(kept) => pipeline::revert(&request, kept, &options).await,
        None => pipeline::generate(&request, &options).await,
    };
    let generated = match generated {
        Err(error @ pipeline::Failure::Hazards(_)) => {
            let mut failure = Failure::from(error);
            failure.details.sources = project.declared.sources();
            return Err(failure);
        }
        generated => generated?,
    };
    let (files, undo) = write(place, existing, &generated.migrations)?;
    let mut human = String::new();
    for file in &files {
        human.push_str(&format!("wrote {}\n", file.file));
        for line in &file.summary {
            human.push_str(&format!("  {line}\n"));
        }
        for line in &file.access {
            human.push_str(&format!("  access: {line}\n"));
        }
        for line in &file.hazards {
            human.push_str(&format!("  hazard: {line}\n"));
        }
    }
    if files.is_empty() {
        human.push_str(match kept {
            Some(_) => "nothing to do: what is there now is what was before\n",
            None => "nothing to do: the migrations lead to what is declared\n",
        });
    }
    let outcome = Outcome::clean(human, ResultDocument::Generate(GenerateDocument { files, undo }));
    Ok(Outcome { diagnostics: generated.questions, sources: project.declared.sources(), ..outcome })
}

/// How many migrations come before a version.
fn kept(existing: &Migrations, version: i32) -> Result<usize, Failure> {
    let at = existing.files().iter().position(|file| file.version == version);
    at.ok_or_else(|| {
        let known = existing.files().iter().map(|file| file.version).collect();
        ApplyError::UnknownTarget { target: version, known }.into()
    })
}

/// The migrations as the pipeline replays them.
pub(super) fn replayed(migrations: &Migrations) -> Vec<Applied> {
    let files = migrations.files().iter();
    files.map(|file| Applied { file: file.file.clone(), sql: file.sql.to_string() }).collect()
}

/// Writes one after the other, each with its undo; all are proven together, and each is whole.
fn write(
    place: &Place,
    mut existing: Migrations,
    new: &[NewMigration],
) -> Result<(Vec<NewDocument>, Vec<NewUndoDocument>), Failure> {
    let (mut written, mut undone) = (Vec::new(), Vec::new());
    for migration in new {
        let NewMigration { name, text, undo, .. } = migration;
        undone.extend(undo.as_ref().map(|it| NewUndoDocument {
            version: migration.version,
            file: format!("{}/{}", apply::FOLDER, apply::undo_file(migration.version, name)),
            losses: it.losses.clone(),
        }));
        let undo = undo.as_ref().map(|it| it.text.as_str());
        let added = apply::add_with(&place.migrations(), &existing, name, text, undo)?;
        written.push(NewDocument {
            version: added.version,
            file: added.path(),
            summary: migration.summary.clone(),
            locks: migration.locks.clone(),
            access: migration.access.clone(),
            hazards: migration.hazards.clone(),
        });
        existing = super::project::migrations(place)?;
    }
    Ok((written, undone))
}
