//! `momni-db generate --undo`: undo files for migrations that are there and have none, or one for another text.

use super::project::{declared, migrations};
use crate::apply::{self, FOLDER, Folder, MigrationFile, Migrations};
use crate::cli::args;
use crate::cli::document::{GenerateDocument, NewUndoDocument, ResultDocument};
use crate::cli::exit::{Exit, Failure};
use crate::cli::options::Place;
use crate::cli::printer::{Outcome, Printer};
use crate::diagnostic::{Diagnostic, Level, Sources};
use crate::pipeline::{self, Applied, Migration, Undone, Wanted};
use crate::render::GENERATED_UNDO;

pub(super) async fn undo_files(
    args: &args::Generate,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let project = declared(place, printer)?;
    let mut existing = migrations(place)?;
    let Folder { unlisted, .. } = apply::read_folder(&place.migrations());
    let refused = apply::refused(&unlisted);
    if !refused.is_empty() {
        return Err(Failure::diagnostics(refused, Sources::new()));
    }
    let wanted: Vec<Migration> =
        existing.files().iter().map(|file| wanted(file, &existing, &unlisted)).collect();
    if wanted.iter().all(|it| it.wanted == Wanted::Nothing) {
        let nothing = "nothing to do: every migration has its undo file\n";
        let document = GenerateDocument { files: Vec::new(), undo: Vec::new() };
        return Ok(Outcome::clean(nothing, ResultDocument::Generate(document)));
    }
    printer.note("replaying the migrations on a scratch server, each there, back and there again");
    let options = place.scratch(&args.scratch, &project)?;
    let found = pipeline::undos(&project.declared, &wanted, &options).await?;
    let (mut human, mut written, mut diagnostics) = (String::new(), Vec::new(), Vec::new());
    for Undone { version, is_written, undo } in found {
        let undo = match undo {
            Ok(undo) => undo,
            Err(why) => {
                diagnostics.extend(existing.get(version).map(|it| unproven(it, is_written, &why)));
                continue;
            }
        };
        let file = apply::add_undo(&place.migrations(), &existing, version, &undo.text)?;
        existing = migrations(place)?;
        human.push_str(&format!("wrote {}\n", file.path()));
        for loss in &undo.losses {
            human.push_str(&format!("  loses: {loss}\n"));
        }
        written.push(NewUndoDocument { version, file: file.path(), losses: undo.losses });
    }
    let document = GenerateDocument { files: Vec::new(), undo: written };
    let is_wrong = diagnostics.iter().any(|it: &Diagnostic| it.level == Level::Error);
    Ok(Outcome {
        exit: if is_wrong { Exit::Findings } else { Exit::Clean },
        diagnostics,
        ..Outcome::clean(human, ResultDocument::Generate(document))
    })
}

/// A migration, and which undo file it lacks.
fn wanted(file: &MigrationFile, all: &Migrations, unlisted: &[MigrationFile]) -> Migration {
    let listed = all.undo(file.version);
    let wanted = match listed.or_else(|| unlisted.iter().find(|it| it.version == file.version)) {
        Some(undo) if listed.is_some() && apply::undoes(undo, file) => Wanted::Nothing,
        Some(undo) if !undo.sql.contains(GENERATED_UNDO) => Wanted::Written(undo.sql.to_string()),
        _ => Wanted::Planned,
    };
    Migration {
        version: file.version,
        name: file.name.clone(),
        file: Applied { file: file.file.clone(), sql: file.sql.to_string() },
        wanted,
    }
}

/// One that somebody has written and that does not lead back is at fault; where none can be planned, nobody is.
fn unproven(file: &MigrationFile, is_written: bool, why: &str) -> Diagnostic {
    let undo = format!("{FOLDER}/{}", apply::undo_file(file.version, &file.name));
    match is_written {
        true => {
            let message = format!("`{undo}` does not undo `{}`: {why}", file.path());
            Diagnostic::error("undo-unproven", message).help(
                "it must lead to the state before the migration, from which the migration runs again: mend it, and run \
                 `momni-db generate --undo`",
            )
        }
        false => {
            let message = format!("`{}` has no undo: none is proven: {why}", file.path());
            Diagnostic::warning("undo-unproven", message)
                .help(format!("write `{undo}` yourself, and run `momni-db generate --undo`"))
        }
    }
}
