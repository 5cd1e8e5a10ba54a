//! New files are run on the scratch server, each there, back and there again.

use super::generate::NewMigration;
use super::replay::run_file;
use super::state::Workshop;
use super::undo::{Way, proven};
use super::{Applied, Failure};
use crate::apply::FOLDER;
use crate::catalog::{Catalog, Scope};
use crate::diagnostic::Diagnostic;
use crate::introspect::introspect;
use crate::plan::Change;
use crate::read::Declared;

/// Where the files begin.
pub(super) struct Outset {
    /// The state before the first of them, and how far it was read.
    pub(super) before: (Catalog, Scope),
    /// The renames that the first begins with.
    pub(super) renames: Vec<Change>,
    /// The state after these.
    pub(super) renamed: Catalog,
    /// What each file takes for good.
    pub(super) taken: Vec<Vec<String>>,
}

/// Runs the files, each there, back and there again, and reads what they lead to; `all` gets those that were run. With a
/// finding for each of which no undo is proven.
pub(super) async fn run(
    workshop: &mut Workshop<'_>,
    declared: &Declared,
    scope: &Scope,
    outset: Outset,
    files: &mut [NewMigration],
    all: &mut Vec<Applied>,
) -> Result<(Catalog, Vec<Diagnostic>), Failure> {
    let Outset { before: (mut before, first_scope), renames, mut renamed, taken } = outset;
    let mut without = Vec::new();
    let (mut before_scope, mut renames) = (&first_scope, renames.as_slice());
    for (file, taken) in files.iter_mut().zip(&taken) {
        let applied = Applied { file: file.file(), sql: file.text.clone() };
        let place = workshop.migrated_place(all).await?;
        run_file(place, &applied.file, &applied.sql).await?;
        let after = introspect(&place.session.client, scope).await?;
        all.push(applied.clone());
        let way = Way {
            file: &applied,
            version: file.version,
            name: &file.name,
            before: &before,
            before_scope,
            renames,
            renamed: &renamed,
            after: &after,
            after_scope: scope,
            outside: file.part.concurrently || file.part.batches.is_some(),
            taken,
        };
        match proven(workshop, declared, all, &way).await? {
            Ok(undo) => file.undo = Some(undo),
            Err(why) => without.push(without_undo(&applied.file, &why)),
        }
        (before_scope, renames) = (scope, &[]);
        renamed = after.clone();
        before = after;
    }
    Ok((before, without))
}

fn without_undo(file: &str, why: &str) -> Diagnostic {
    let message = format!("`{FOLDER}/{file}` has no undo: none is proven: {why}");
    Diagnostic::warning("undo-unproven", message).help(
        "`momni-db undo` will stop at it; write one yourself, as docs/migrations.md says, if it is ever to be undone",
    )
}
