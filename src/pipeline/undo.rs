//! The way back of a migration: planned from the state after it to the state before it, and proven by a round trip on
//! the scratch server: back, compared with the state before; there again, compared with the state after.
//!
//! Renames are mirrored, not planned: what the migration began with, its undo ends with, in the opposite order.

use super::place::Place;
use super::renamed::after;
use super::replay::run_file;
use super::state::Workshop;
use super::{Applied, Failure};
use crate::apply::{header, tied, undo_file};
use crate::catalog::{Catalog, Difference, Intent, Kind, Scope, differences};
use crate::digest::sha256;
use crate::hazard::verdicts;
use crate::introspect::introspect;
use crate::plan::{Alteration, Change, Part, Plan, back, plan, remade, with_authority};
use crate::read::Declared;
use crate::render::{UndoFile, Undone, undo};
use std::slice;

/// How much of what differs is told.
const TOLD: usize = 3;

/// A migration file, and the states around it.
pub(super) struct Way<'a> {
    pub(super) file: &'a Applied,
    pub(super) version: i32,
    pub(super) name: &'a str,
    /// Before it.
    pub(super) before: &'a Catalog,
    /// How far that was read.
    pub(super) before_scope: &'a Scope,
    /// The renames that it begins with.
    pub(super) renames: &'a [Change],
    /// After these; where there are none, as before it.
    pub(super) renamed: &'a Catalog,
    /// After it.
    pub(super) after: &'a Catalog,
    pub(super) after_scope: &'a Scope,
    /// Whether it runs outside of a transaction: what it makes CONCURRENTLY goes so, too.
    pub(super) outside: bool,
    /// What it takes for good, a line each.
    pub(super) taken: &'a [String],
}

/// The undo file of the last of the migrations that are `done`, or why there is none. The place has these migrations run
/// in it, before and afterwards.
///
/// # Errors
/// No server, or a migration that does not run a second time.
pub(super) async fn proven(
    workshop: &mut Workshop<'_>,
    declared: &Declared,
    done: &[Applied],
    way: &Way<'_>,
) -> Result<Result<UndoFile, String>, Failure> {
    if let Some(id) = remade(way.after, way.renamed).next() {
        return Ok(Err(format!("PostgreSQL cannot make {id} again what it was with its rows")));
    }
    let beginning = match beginning(workshop, done, way).await? {
        Ok(beginning) => beginning,
        Err(why) => return Ok(Err(why)),
    };
    let mut why = String::new();
    for part in parts(way, beginning) {
        let file = rendered(way, &part, declared);
        match round_trip(workshop.migrated_place(done).await?, way, &file.text).await {
            Ok(()) => return Ok(Ok(file)),
            Err(reason) => why = reason,
        }
        workshop.begin_anew().await?;
    }
    Ok(Err(why))
}

/// An undo file that somebody has written, with the line that ties it to its migration, or why it does not do. The place
/// has the migrations that are `done` run in it, before and afterwards.
///
/// # Errors
/// No server, or a migration that does not run a second time.
pub(super) async fn proven_as_written(
    workshop: &mut Workshop<'_>,
    done: &[Applied],
    way: &Way<'_>,
    text: &str,
) -> Result<Result<UndoFile, String>, Failure> {
    let text = tied(text, &sha256(way.file.sql.as_bytes()));
    match round_trip(workshop.migrated_place(done).await?, way, &text).await {
        Ok(()) => {
            let losses = header(&text).losses;
            Ok(Ok(UndoFile { text, losses }))
        }
        Err(why) => {
            workshop.begin_anew().await?;
            Ok(Err(why))
        }
    }
}

/// How the way back begins where columns that were filled in batches have taken the places of others, and what that leads
/// to; or why it cannot. How the database reads then only a server says.
async fn beginning(
    workshop: &mut Workshop<'_>,
    done: &[Applied],
    way: &Way<'_>,
) -> Result<Result<Beginning, String>, Failure> {
    let steps = match back(way.after, way.renamed) {
        Ok(steps) if steps.is_empty() => return Ok(Ok(Beginning::default())),
        Ok(steps) => steps,
        Err(id) => {
            return Ok(Err(format!(
                "{id} is not there any more, and whose place it took is unknown"
            )));
        }
    };
    match after(workshop.migrated_place(done).await?, way.after_scope, &steps).await {
        Ok(reached) => Ok(Ok(Beginning { steps: steps.steps, reached: Some(reached) })),
        Err(failure) => {
            workshop.begin_anew().await?;
            Ok(Err(said(failure)))
        }
    }
}

/// The first steps back.
#[derive(Default)]
struct Beginning {
    steps: Vec<Change>,
    /// What they lead to; `None` where there are none.
    reached: Option<Catalog>,
}

/// The steps back in each form in which they may be proven, the best first.
fn parts(way: &Way<'_>, beginning: Beginning) -> Vec<Part> {
    let Beginning { mut steps, reached } = beginning;
    let [from, to] = [way.after, way.renamed];
    let mut plan = plan(reached.as_ref().unwrap_or(from), to, &Intent::default());
    steps.append(&mut plan.steps);
    let plan = Plan { steps };
    let adds_label = plan.steps.iter().any(|step| {
        matches!(step, Change::Alter { alteration, .. }
            if matches!(**alteration, Alteration::EnumAddLabel { .. }))
    });
    let mut steps = with_authority(from, to, plan).steps;
    steps.extend(way.renames.iter().rev().map(mirrored));
    let plan = Plan { steps };
    let inside = Part::of(plan.steps.clone());
    let outside = Part { plan, concurrently: true, ..Part::default() };
    match way.outside && !inside.plan.is_empty() {
        true => vec![outside, inside],
        // A label cannot be used in the transaction that adds it: where it is, each statement has one of its own.
        false if adds_label => vec![inside, outside],
        false => vec![inside],
    }
}

/// A rename the other way round.
fn mirrored(step: &Change) -> Change {
    match step {
        Change::Rename { from, to } => Change::Rename { from: to.clone(), to: from.clone() },
        Change::Alter { id, alteration } => {
            let alteration = match (**alteration).clone() {
                Alteration::EnumRenameLabel { from, to } => {
                    Alteration::EnumRenameLabel { from: to, to: from }
                }
                Alteration::CompositeRename { from, to } => {
                    Alteration::CompositeRename { from: to, to: from }
                }
                Alteration::RangeMultirange { from, to } => {
                    Alteration::RangeMultirange { from: to, to: from }
                }
                other => other,
            };
            Change::Alter { id: id.clone(), alteration: Box::new(alteration) }
        }
        other => other.clone(),
    }
}

fn rendered(way: &Way<'_>, part: &Part, declared: &Declared) -> UndoFile {
    let title = format!("V{}: {}", way.version, way.name.replace('_', " "));
    let digest = sha256(way.file.sql.as_bytes());
    let undone = Undone { title: &title, digest: &digest, taken: way.taken };
    let verdicts = verdicts(way.after, way.renamed, slice::from_ref(part)).concat();
    undo(&undone, part, &verdicts, &declared.outline.search_path)
}

/// Back and there again; what went wrong, in words.
async fn round_trip(place: &Place, way: &Way<'_>, sql: &str) -> Result<(), String> {
    let client = &place.session.client;
    run_file(place, &undo_file(way.version, way.name), sql).await.map_err(said)?;
    let reached = introspect(client, way.before_scope).await.map_err(|it| said(it.into()))?;
    let left = differences(way.before, &reached);
    let left: Vec<&Difference> = left.iter().filter(|it| !stays(it)).collect();
    if !left.is_empty() {
        return Err(told(&left, "what was before it"));
    }
    run_file(place, &way.file.file, &way.file.sql).await.map_err(said)?;
    let again = introspect(client, way.after_scope).await.map_err(|it| said(it.into()))?;
    let left = differences(way.after, &again);
    match left.is_empty() {
        true => Ok(()),
        false => Err(told(&left.iter().collect::<Vec<_>>(), "what the migration made at first")),
    }
}

/// A role belongs to the cluster: one that a migration has made stays when it is undone.
pub fn stays(difference: &Difference) -> bool {
    difference.object.kind == Kind::Role
        && difference.property.is_none()
        && difference.from.is_none()
}

/// A failure in one line.
fn said(error: Failure) -> String {
    match error {
        Failure::Migration { file, error } => match &error.sqlstate {
            Some(code) => format!("`{file}` fails: {} (SQLSTATE {code})", error.message),
            None => format!("`{file}` fails: {}", error.message),
        },
        other => other.to_string(),
    }
}

fn told(left: &[&Difference], wanted: &str) -> String {
    let lines = left.iter().take(TOLD).map(|it| it.sentence(wanted, "the result"));
    let mut lines: Vec<String> = lines.collect();
    if left.len() > TOLD {
        lines.push(format!("{} more", left.len() - TOLD));
    }
    lines.join("; ")
}
