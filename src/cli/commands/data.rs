//! `momni-db generate --data`: the frame of a data step, and its entry when it is written.

use super::generate::replayed;
use super::project::{declared, migrations};
use crate::apply::{self, Folder, Migrations, header, refused};
use crate::catalog::{Catalog, ConstraintBody, Definition, Kind, Name, ObjectId, QName};
use crate::cli::args;
use crate::cli::document::{GenerateDocument, NewDocument, ResultDocument};
use crate::cli::exit::Failure;
use crate::cli::options::Place;
use crate::cli::printer::{Outcome, Printer};
use crate::diagnostic::{Level, Sources};
use crate::pipeline;
use crate::plan::Along;
use crate::read::Project;
use crate::render::frame;

/// Writes the frame; where the newest migration is a data step of that name and was edited since, enters it instead.
pub(super) async fn data(
    args: &args::Generate,
    name: &str,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let project = declared(place, printer)?;
    let folder = apply::read_folder(&place.migrations());
    if let Some(existing) = edited(&folder, name) {
        return enter(args, existing, &project, place, printer).await;
    }
    let existing = migrations(place)?;
    let version = existing.next_version().ok_or(apply::EmitError::Full)?;
    let title = format!("V{version}: {}", name.replace('_', " "));
    let command = format!("momni-db generate --data {name}");
    let text = match &args.table {
        None => frame(&title, &command, None),
        Some(word) => {
            printer.note("replaying the migrations on a scratch server");
            let state = state(args, &existing, &project, place).await?;
            let table = table(&state, &project, word)?;
            let key = key(&state, &table)?.to_vec();
            frame(&title, &command, Some(Along { table, key }))
        }
    };
    let added = apply::add(&place.migrations(), &existing, name, &text)?;
    let human =
        format!("wrote {}\n  write its statement, then run `{command}` again\n", added.path());
    Ok(outcome(human, added.version, added.path(), "frame of a data step"))
}

/// The migrations, if nothing is wrong with them but that the newest, a data step of this name, was edited.
fn edited<'f>(folder: &'f Folder, name: &str) -> Option<&'f Migrations> {
    let last = folder.readable.last()?;
    let mut errors = folder.faults.iter().filter(|it| it.level == Level::Error);
    let is_step = last.name == name && header(&last.sql).batches.is_some();
    let (fault, more) = (errors.next()?, errors.next());
    let is_of = fault.span.as_ref().is_some_and(|span| *span.file == *last.path());
    (is_step && is_of && fault.rule == "migration-edited" && more.is_none())
        .then_some(&folder.readable)
}

/// Runs the edited file on a scratch server, and enters it in the manifest.
async fn enter(
    args: &args::Generate,
    existing: &Migrations,
    project: &Project,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let Some(last) = existing.last() else {
        return Err(Failure::usage("there is no migration", "run the command again"));
    };
    let found = refused([last]);
    if !found.is_empty() {
        let sources: Sources = [(last.path().into(), last.sql.clone())].into();
        return Err(Failure::diagnostics(found, sources));
    }
    printer.note("running the migrations on a scratch server");
    state(args, existing, project, place).await?;
    apply::enter(&place.migrations(), existing)?;
    let human = format!("entered {}\n", last.path());
    Ok(outcome(human, last.version, last.path(), "data step"))
}

async fn state(
    args: &args::Generate,
    migrations: &Migrations,
    project: &Project,
    place: &Place,
) -> Result<Catalog, Failure> {
    let options = place.scratch(&args.scratch, project)?;
    let scope = &project.declared.outline.scope;
    let applied = replayed(migrations);
    Ok(pipeline::migrated_state(&project.declared, &applied, scope, &options).await?)
}

/// The table that is meant by a name, with its schema or without.
fn table(state: &Catalog, project: &Project, word: &str) -> Result<QName, Failure> {
    let names: Vec<QName> = match word.split_once('.') {
        Some((schema, name)) => vec![QName::new(schema, name)],
        None => {
            let path = project.declared.outline.search_path.iter();
            path.map(|schema| QName::new(schema.clone(), word)).collect()
        }
    };
    names.into_iter().find(|it| state.table(it).is_some()).ok_or_else(|| {
        Failure::usage(
            format!("the migrations lead to no table `{word}`"),
            "name a table that is there, with its schema: `--table app.bookings`",
        )
    })
}

fn key<'s>(state: &'s Catalog, table: &QName) -> Result<&'s [Name], Failure> {
    let keys =
        state.of_relation(Kind::Constraint, table).filter_map(|(_, it)| match &it.definition {
            Definition::Constraint(it) => match &it.body {
                ConstraintBody::PrimaryKey { columns, .. } => Some(columns.as_slice()),
                _ => None,
            },
            _ => None,
        });
    { keys }.next().ok_or_else(|| {
        let table = ObjectId::in_schema(Kind::Table, table);
        Failure::usage(
            format!("{table} has no primary key that batches could follow"),
            "leave `--table` out, and name columns that are NOT NULL and with which an index begins",
        )
    })
}

fn outcome(human: String, version: i32, file: String, what: &str) -> Outcome {
    let summary = vec![what.to_owned()];
    let new = NewDocument {
        version,
        file,
        summary,
        locks: Vec::new(),
        access: Vec::new(),
        hazards: Vec::new(),
    };
    Outcome::clean(
        human,
        ResultDocument::Generate(GenerateDocument { files: vec![new], undo: Vec::new() }),
    )
}
