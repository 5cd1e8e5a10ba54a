//! `momni-db diff`: what differs between two states, in words.

use super::database::Database;
use super::generate::replayed;
use super::project::{declarations, declared, migrations};
use crate::apply::ApplyError;
use crate::catalog::Catalog;
use crate::cli::args::{self, DiffFormat};
use crate::cli::document::{DiffDocument, NoteDocument, ResultDocument};
use crate::cli::exit::Failure;
use crate::cli::options::{PROJECT_FILE, Place};
use crate::cli::printer::{Outcome, Printer};
use crate::generate::{Areas, Notes, notes};
use crate::introspect::introspect_live;
use crate::pipeline::{self, Options, declared_state, migrated_state, scope_beside};
use crate::read::Project;
use std::path::{Path, PathBuf};

pub(in crate::cli) async fn diff(
    args: &args::Diff,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let project = declared(place, printer)?;
    let mut options = place.scratch(&args.scratch, &project)?;
    let sides = [Side::of(&args.from)?, Side::of(&args.to)?];
    // What two versions word differently is no difference: all is worded by that of the database.
    let mut open = Vec::new();
    for side in &sides {
        let database = match side {
            Side::Database(url) => {
                let named = args::Database { database_url: Some(url.clone()) };
                Some(Database::open(&named, place, &project, printer).await?)
            }
            _ => None,
        };
        open.push(database);
    }
    for database in open.iter().flatten() {
        let major = database.session.major;
        if options.major.is_some_and(|other| other != major) {
            return Err(Failure::usage(
                "the two databases are of different major versions of PostgreSQL, which word one state differently",
                "compare each with a project or a migration",
            ));
        }
        options.major = Some(major);
    }
    let [from, to] = &sides;
    let (before, named) = state(from, open[0].as_ref(), place, &project, &options).await?;
    let (now, other) = state(to, open[1].as_ref(), place, &project, &options).await?;
    let areas = Areas::of(project.declared.objects()?, &project.config.declarations);
    // What had another name, the project says to which the change leads.
    let renames = match to {
        Side::Project(root) => {
            let there = Place { root: root.clone(), variables: place.variables.clone() };
            declarations(&there)?.0.declared.outline.intent.renames.clone()
        }
        Side::Migration(_) | Side::Database(_) => project.declared.outline.intent.renames.clone(),
    };
    let notes = notes(&before, &now, &areas, &renames);
    let human = match args.format {
        DiffFormat::Markdown => notes.markdown(&named, &other),
        _ if notes.is_empty() => format!("nothing differs between {named} and {other}\n"),
        _ => notes.human(),
    };
    Ok(Outcome::clean(human, ResultDocument::Diff(document(named, other, &notes))))
}

/// What is compared.
enum Side {
    /// The state after a migration.
    Migration(i32),
    /// What a project declares.
    Project(PathBuf),
    /// A database.
    Database(String),
}

impl Side {
    fn of(text: &str) -> Result<Self, Failure> {
        if let Ok(version) = text.parse() {
            return Ok(Self::Migration(version));
        }
        if text.contains("://") || text.contains('=') {
            return Ok(Self::Database(text.to_owned()));
        }
        if Path::new(text).join(PROJECT_FILE).is_file() {
            return Ok(Self::Project(PathBuf::from(text)));
        }
        Err(Failure::usage(
            format!("`{text}` is no URL, no migration and no folder with {PROJECT_FILE}"),
            "give the URL of a database, the folder of a project, or the number of a migration, 0 for nothing",
        ))
    }
}

/// The state, and what it is called.
async fn state(
    side: &Side,
    database: Option<&Database>,
    place: &Place,
    project: &Project,
    options: &Options,
) -> Result<(Catalog, String), Failure> {
    match (side, database) {
        (Side::Migration(version), _) => {
            let existing = migrations(place)?;
            let known: Vec<i32> = existing.files().iter().map(|file| file.version).collect();
            if *version != 0 && !known.contains(version) {
                return Err(ApplyError::UnknownTarget { target: *version, known }.into());
            }
            let mut applied = replayed(&existing);
            applied.truncate(known.iter().filter(|it| *it <= version).count());
            let scope = &project.declared.outline.scope;
            let state = migrated_state(&project.declared, &applied, scope, options).await?;
            Ok((state, format!("V{version}")))
        }
        (Side::Project(root), _) => {
            let there = Place { root: root.clone(), variables: place.variables.clone() };
            let (other, _) = declarations(&there)?;
            let state = declared_state(&other.declared, options).await?;
            Ok((state, root.display().to_string()))
        }
        (Side::Database(_), Some(database)) => {
            let declared = declared_state(&project.declared, options).await?;
            let scope = scope_beside(&project.declared, &declared);
            let live = introspect_live(&database.session, &scope).await;
            Ok((live.map_err(pipeline::Failure::from)?, database.url()))
        }
        (Side::Database(_), None) => {
            Err(Failure::usage("the database was not opened", "give its URL"))
        }
    }
}

fn document(from: String, to: String, notes: &Notes) -> DiffDocument {
    let all = notes.areas.iter().flat_map(|(area, notes)| {
        notes.iter().map(move |it| NoteDocument {
            area: area.clone(),
            object: it.object.clone(),
            turn: it.turn.word(),
            details: it.details.clone(),
        })
    });
    DiffDocument {
        from,
        to,
        breaking: notes.breaking.clone(),
        objects: all.collect(),
        access: notes.access.clone(),
    }
}
