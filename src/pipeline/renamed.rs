//! The renames that a database has still to see, stage by stage, each worded anew by the server.

use super::place::Place;
use super::state::Workshop;
use super::{Applied, Failure};
use crate::catalog::{Catalog, Difference, Intent, Kind, ObjectId, Scope};
use crate::connect::Session;
use crate::diagnostic::Diagnostic;
use crate::introspect::{introspect, introspect_live};
use crate::plan::{Likeness, Plan, Stage, Swap, likenesses, renames, swaps};
use crate::read::Declared;
use crate::render::statements;
use std::iter;

/// What is renamed, and the catalog after it.
pub(super) struct Renamed {
    pub(super) renaming: Plan,
    pub(super) from: Catalog,
    /// The catalog before, and how far it was read: roles by their former names, too.
    pub(super) before: (Catalog, Scope),
}

/// Where the way to the declared state begins.
pub(super) enum Start<'a> {
    /// What these migrations lead to.
    Migrations(&'a [Applied]),
    /// A live database, and how it differs from the declared state.
    Live(&'a Session, &'a [Difference]),
}

impl Start<'_> {
    /// The catalog, as far as the scope reaches.
    async fn state(&self, workshop: &mut Workshop<'_>, scope: &Scope) -> Result<Catalog, Failure> {
        match self {
            Self::Migrations(migrations) => workshop.migrated_state(migrations, scope).await,
            Self::Live(live, _) => Ok(introspect_live(live, scope).await?),
        }
    }

    /// A database that is like the catalog, to try things in.
    async fn place<'w>(
        &self,
        workshop: &'w mut Workshop<'_>,
        scope: &Scope,
        catalog: &Catalog,
    ) -> Result<&'w Place, Failure> {
        match self {
            Self::Migrations(migrations) => workshop.migrated_place(migrations).await,
            Self::Live(..) => workshop.rebuilt_place(scope, catalog).await,
        }
    }

    /// Whether names were exchanged before. Migrations say so. In a live database it makes no difference where all that
    /// has one of the names is as it is declared.
    fn has_done(&self, swap: &Swap) -> bool {
        match self {
            Self::Migrations(migrations) => {
                iter::once(&swap.mark).chain(&swap.former_marks).any(|it| say(migrations, it))
            }
            Self::Live(_, differences) => !differences.iter().any(|difference| {
                let relation =
                    ObjectId::in_schema(Kind::Table, &difference.object.relation_qname());
                swap.ids.iter().any(|id| {
                    *id == difference.object
                        || id.relation.is_none() && id.qname() == relation.qname()
                })
            }),
        }
    }
}

/// The renames of those that are meant which are still to be done from a start, and the catalog after them.
pub(super) async fn renamed(
    workshop: &mut Workshop<'_>,
    declared: &Declared,
    intent: &Intent,
    start: &Start<'_>,
    scope: &Scope,
    to: &Catalog,
) -> Result<Renamed, Failure> {
    let mut renaming = Plan::default();
    let before = with_former_roles(declared, scope);
    let first = start.state(workshop, &before).await?;
    let mut from = first.clone();
    let swaps = swaps(intent);
    for stage in Stage::ALL {
        let plan = renames(&from, to, intent, stage, |ids| {
            swaps.iter().find(|it| it.ids == *ids).is_some_and(|swap| start.has_done(swap))
        });
        if !plan.is_empty() {
            renaming.steps.extend(plan.steps);
            from = after(start.place(workshop, &before, &first).await?, scope, &renaming).await?;
        } else if stage == Stage::Global && before != *scope {
            from = start.state(workshop, scope).await?;
        }
    }
    Ok(Renamed { renaming, from, before: (first, before) })
}

/// Roles are read by their former names too, until they are renamed.
pub(super) fn with_former_roles(declared: &Declared, scope: &Scope) -> Scope {
    let mut scope = scope.clone();
    if let Some(roles) = &mut scope.roles {
        let former = declared.outline.intent.renames.values().filter(|id| id.kind == Kind::Role);
        roles.extend(former.map(|id| id.name.clone()));
    }
    scope
}

/// What the last file says, so that names that are exchanged in it, or that it gives as they are now, are not
/// exchanged again.
pub(super) fn marks(declared: &Declared, migrations: &[Applied]) -> String {
    let swaps = swaps(&declared.outline.intent);
    let new = swaps.iter().filter(|swap| !say(migrations, &swap.mark));
    let lines: String = new.map(|swap| format!("{}\n", swap.mark)).collect();
    if lines.is_empty() { lines } else { format!("\n{lines}") }
}

/// A finding for each thing that may have been renamed, with the line to add.
pub(super) fn questions(
    declared: &Declared,
    from: &Catalog,
    to: &Catalog,
) -> Result<Vec<Diagnostic>, Failure> {
    let likenesses = likenesses(from, to, &declared.outline.intent);
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
        let origin = declared.objects()?.origins.get(&id).cloned();
        Ok(Diagnostic::warning("renamed", message).at(origin).help(
            format!("if so, add `renamed_from: {former}` to {place}, take the new migration back and generate again"),
        ))
    });
    questions.collect()
}

/// Whether a line of a migration says it.
pub(super) fn says(sql: &str, mark: &str) -> bool {
    sql.lines().any(|line| line == mark)
}

/// Whether a line of one of them says it.
pub(super) fn say(migrations: &[Applied], mark: &str) -> bool {
    migrations.iter().any(|it| says(&it.sql, mark))
}

/// The catalog after steps that the rest is planned from, as the server words it. They are taken back: the proof runs them
/// from the file.
pub(super) async fn after(
    place: &Place,
    scope: &Scope,
    renaming: &Plan,
) -> Result<Catalog, Failure> {
    let sql: Vec<String> = statements(renaming).into_iter().map(|it| it.sql).collect();
    place.session.batch(place.begin()).await?;
    place.session.batch(&sql.join(";\n")).await?;
    let catalog = introspect(&place.session.client, scope).await?;
    place.session.batch(place.take_back()).await?;
    Ok(catalog)
}
