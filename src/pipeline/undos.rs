//! Undo files for migrations that are there already: planned, or as somebody has written them, and proven.

use super::place::Options;
use super::renamed::{Renamed, Start, renamed, says, with_former_roles};
use super::replay::run_file;
use super::state::{Workshop, scope_beside};
use super::undo::{Way, proven, proven_as_written};
use super::{Applied, Failure};
use crate::apply::header;
use crate::catalog::{Catalog, Intent, Kind, ObjectId, Scope};
use crate::hazard::verdicts;
use crate::introspect::introspect;
use crate::plan::{Part, plan, swaps};
use crate::read::Declared;
use crate::render::{GENERATED, UndoFile, lost};
use std::slice;

/// A migration, and the undo file that it is to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// Its number.
    pub version: i32,
    /// Its name within `V<version>__<name>.sql`.
    pub name: String,
    /// Its file.
    pub file: Applied,
    /// What is wanted.
    pub wanted: Wanted,
}

/// Which undo file a migration is to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// It has one.
    Nothing,
    /// One that is planned.
    Planned,
    /// This text, which somebody has written.
    Written(String),
}

/// What came of it, for a migration of which something was wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The number of the migration.
    pub version: i32,
    /// Whether somebody has written it.
    pub is_written: bool,
    /// The file, or why there is none.
    pub undo: Result<UndoFile, String>,
}

/// Replays the migrations, and proves an undo file of each of which one is wanted by a round trip.
///
/// # Errors
/// Whatever stops a stage. What is not proven is no failure.
pub async fn undos(
    declared: &Declared,
    migrations: &[Migration],
    options: &Options,
) -> Result<Vec<Undone>, Failure> {
    let mut workshop = Workshop::open(declared, options).await?;
    let found = undos_in(&mut workshop, declared, migrations).await;
    workshop.close().await?;
    found
}

async fn undos_in(
    workshop: &mut Workshop<'_>,
    declared: &Declared,
    migrations: &[Migration],
) -> Result<Vec<Undone>, Failure> {
    let to = workshop.declared_state().await?;
    let scope = with_former_roles(declared, &scope_beside(declared, &to));
    let mut found = Vec::new();
    let mut done: Vec<Applied> = Vec::new();
    let mut before: Option<Catalog> = None;
    for migration in migrations {
        let Migration { version, file, wanted, .. } = migration;
        let place = workshop.migrated_place(&done).await?;
        let read = |wanted: &Wanted| *wanted != Wanted::Nothing;
        if before.is_none() && read(wanted) {
            before = Some(introspect(&place.session.client, &scope).await?);
        }
        run_file(place, &file.file, &file.sql).await?;
        let Some(start) = before.take().filter(|_| read(wanted)) else {
            done.push(file.clone());
            continue;
        };
        let after = introspect(&place.session.client, &scope).await?;
        let states = States { before: &start, after: &after, scope: &scope };
        let undo = undo_of(workshop, declared, &mut done, migration, states).await?;
        let is_written = matches!(wanted, Wanted::Written(_));
        found.push(Undone { version: *version, is_written, undo });
        before = Some(after);
    }
    Ok(found)
}

/// The states around a migration, and how far both were read.
struct States<'a> {
    before: &'a Catalog,
    after: &'a Catalog,
    scope: &'a Scope,
}

/// The undo of a migration that was run as the last; `done` gets it.
async fn undo_of(
    workshop: &mut Workshop<'_>,
    declared: &Declared,
    done: &mut Vec<Applied>,
    migration: &Migration,
    states: States<'_>,
) -> Result<Result<UndoFile, String>, Failure> {
    let States { before, after, scope } = states;
    let Migration { version, name, file, wanted } = migration;
    let mut way = Way {
        file,
        version: *version,
        name,
        before,
        before_scope: scope,
        renames: &[],
        renamed: before,
        after,
        after_scope: scope,
        outside: header(&file.sql).no_transaction,
        taken: &[],
    };
    if let Wanted::Written(text) = wanted {
        done.push(file.clone());
        return proven_as_written(workshop, done, &way, text).await;
    }
    if !file.sql.lines().any(|line| line.starts_with(GENERATED)) {
        done.push(file.clone());
        return Ok(Err("it was not generated, and what it does to rows no catalog tells".into()));
    }
    let intent = intent_of(&declared.outline.intent, before, after, &file.sql);
    let staged = match intent.states_renames() {
        false => None,
        // How a database reads after a rename only a server says, of one that has not seen it.
        true => {
            workshop.begin_anew().await?;
            let start = Start::Migrations(done);
            Some(renamed(workshop, declared, &intent, &start, scope, after).await?)
        }
    };
    if let Some(Renamed { renaming, from, .. }) = &staged {
        (way.renames, way.renamed) = (&renaming.steps, from);
        workshop.begin_anew().await?;
    }
    let there = Part {
        plan: plan(way.renamed, after, &intent),
        concurrently: way.outside,
        ..Part::default()
    };
    let verdicts = verdicts(way.renamed, after, slice::from_ref(&there)).concat();
    let taken = lost(&there.plan, &verdicts);
    way.taken = &taken;
    done.push(file.clone());
    proven(workshop, declared, done, &way).await
}

/// The renames that a migration has done, of those that are declared: the old name was there before, and the new one is
/// there after it.
fn intent_of(declared: &Intent, before: &Catalog, after: &Catalog, sql: &str) -> Intent {
    let mut intent = declared.clone();
    let elsewhere: Vec<ObjectId> = swaps(declared)
        .into_iter()
        .filter(|swap| !says(sql, &swap.mark))
        .flat_map(|swap| swap.ids)
        .collect();
    let is_done = |new: &ObjectId| after.get(new).is_some() && !elsewhere.contains(new);
    let was_there =
        |old: &ObjectId| before.iter().any(|(id, _)| id.kind == old.kind && id.name == old.name);
    intent.renames.retain(|new, old| is_done(new) && was_there(old));
    intent.renamed_labels.retain(|id, _| is_done(id));
    intent.renamed_attributes.retain(|id, _| is_done(id));
    let differ = before
        .of_kind(Kind::Enum)
        .chain(before.of_kind(Kind::Composite))
        .any(|(id, object)| after.get(id).is_none_or(|it| it.definition != object.definition));
    if !differ {
        intent.renamed_labels.clear();
        intent.renamed_attributes.clear();
    }
    intent
}
