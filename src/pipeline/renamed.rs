//! The renames of the next migration, stage by stage, each worded anew by the server.

use super::generate::Request;
use super::place::Place;
use super::state::Workshop;
use super::{Applied, Failure};
use crate::catalog::{Catalog, Kind, Scope};
use crate::diagnostic::Diagnostic;
use crate::introspect::introspect;
use crate::plan::{Likeness, Plan, Stage, likenesses, renames, swaps};
use crate::read::Declared;
use crate::render::statements;

/// What is renamed, and the catalog after it.
pub(super) struct Renamed {
    pub(super) renaming: Plan,
    pub(super) from: Catalog,
}

/// The renames that are still to be done, from what the migrations lead to.
pub(super) async fn renamed(
    workshop: &mut Workshop<'_>,
    request: &Request<'_>,
    scope: &Scope,
    to: &Catalog,
) -> Result<Renamed, Failure> {
    let &Request { declared, migrations, .. } = request;
    let mut renaming = Plan::default();
    let before = with_former_roles(declared, scope);
    let mut from = workshop.migrated_state(migrations, &before).await?;
    let swaps = swaps(&declared.intent);
    for stage in Stage::ALL {
        let plan = renames(&from, to, &declared.intent, stage, |ids| {
            let swap = swaps.iter().find(|it| it.ids == *ids);
            swap.is_some_and(|swap| {
                std::iter::once(&swap.mark).chain(&swap.former_marks).any(|it| says(migrations, it))
            })
        });
        if !plan.is_empty() {
            renaming.steps.extend(plan.steps);
            from = after(workshop.migrated_place(migrations).await?, scope, &renaming).await?;
        } else if stage == Stage::Global && before != *scope {
            from = workshop.migrated_state(migrations, scope).await?;
        }
    }
    Ok(Renamed { renaming, from })
}

/// Roles are read by their former names too, until they are renamed.
fn with_former_roles(declared: &Declared, scope: &Scope) -> Scope {
    let mut scope = scope.clone();
    if let Some(roles) = &mut scope.roles {
        let former = declared.intent.renames.values().filter(|id| id.kind == Kind::Role);
        roles.extend(former.map(|id| id.name.clone()));
    }
    scope
}

/// What the last file says, so that names that are exchanged in it, or that it gives as they are now, are not
/// exchanged again.
pub(super) fn marks(declared: &Declared, migrations: &[Applied]) -> String {
    let swaps = swaps(&declared.intent);
    let new = swaps.iter().filter(|swap| !says(migrations, &swap.mark));
    let lines: String = new.map(|swap| format!("{}\n", swap.mark)).collect();
    if lines.is_empty() { lines } else { format!("\n{lines}") }
}

/// A finding for each thing that may have been renamed, with the line to add.
pub(super) fn questions(declared: &Declared, from: &Catalog, to: &Catalog) -> Vec<Diagnostic> {
    let likenesses = likenesses(from, to, &declared.intent);
    let questions = likenesses.into_iter().map(|Likeness { id, part, former }| {
        let word = id.kind.word();
        let (message, place) = match part {
            None => (
                format!("{word} {former} goes and {id} comes: is it renamed?"),
                id.name.to_string(),
            ),
            Some(part) => (format!("{former} of {id} goes and {part} comes: is it renamed?"), part),
        };
        let former = match former.contains(['"', '\'', ':', '#', '{', '[', ' ']) {
            true => format!("'{}'", former.replace('\'', "''")),
            false => former,
        };
        Diagnostic::warning("renamed", message).at(declared.origins.get(&id).cloned()).help(
            format!("if so, add `renamed_from: {former}` to {place}, take the new migration back and generate again"),
        )
    });
    questions.collect()
}

fn says(migrations: &[Applied], mark: &str) -> bool {
    migrations.iter().any(|it| it.sql.lines().any(|line| line == mark))
}

/// The catalog after the renames, as the server words it. They are taken back: the proof runs them from the file.
async fn after(place: &Place, scope: &Scope, renaming: &Plan) -> Result<Catalog, Failure> {
    let sql: Vec<String> = statements(renaming).into_iter().map(|it| it.sql).collect();
    place.session.batch(place.begin()).await?;
    place.session.batch(&sql.join(";\n")).await?;
    let catalog = introspect(&place.session.client, scope).await?;
    place.session.batch(place.take_back()).await?;
    Ok(catalog)
}
