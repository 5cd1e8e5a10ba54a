//! The way back as a migration like any other: for databases that others share, where nothing is undone.

use super::generate::{Course, Generated, Request, Written, written};
use super::place::Options;
use super::renamed::{Start, renamed, say, with_former_roles};
use super::state::{Workshop, scope_beside};
use super::undo::stays;
use super::{Applied, Failure};
use crate::catalog::{Difference, ObjectId, differences};
use crate::diagnostic::Diagnostic;
use crate::plan::{mirrored_renames, swaps};
use crate::read::Declared;
use std::collections::BTreeSet;

/// Plans from what all migrations lead to back to what the first `kept` of them lead to, and proves it, as
/// [`super::generate`] does. The findings name what the declarations hold otherwise then: the next `generate` would bring
/// it back.
///
/// # Errors
/// As of [`super::generate`]; [`Failure::Declaration`] where one of the migrations exchanges names, which no catalog shows.
pub async fn revert(
    request: &Request<'_>,
    kept: usize,
    options: &Options,
) -> Result<Generated, Failure> {
    let mut workshop = Workshop::open(request.declared, options).await?;
    let generated = revert_in(&mut workshop, request, kept).await;
    workshop.close().await?;
    generated
}

async fn revert_in(
    workshop: &mut Workshop<'_>,
    request: &Request<'_>,
    kept: usize,
) -> Result<Generated, Failure> {
    let &Request { declared, migrations, .. } = request;
    let (kept, reverted) = migrations.split_at(kept);
    let exchanged = exchanges(declared, reverted);
    if !exchanged.is_empty() {
        return Err(Failure::Declaration(exchanged));
    }
    let declared_state = workshop.declared_state().await?;
    let scope = with_former_roles(declared, &scope_beside(declared, &declared_state));
    let to = workshop.migrated_state(kept, &scope).await?;
    workshop.begin_anew().await?;
    let from = workshop.migrated_state(migrations, &scope).await?;
    let intent = mirrored_renames(&declared.outline.intent, &from, &to);
    let start = Start::Migrations(migrations);
    let renamed = renamed(workshop, declared, &intent, &start, &scope, &to).await?;
    let course = Course { renamed, to, scope, intent, is_declared: false };
    let Written { mut generated, reached } = written(workshop, request, course).await?;
    if let Some(reached) = &reached {
        // What is the same before and after is none of this: it was declared and not generated yet.
        let was: Vec<Difference> = differences(&declared_state, &from);
        let is = differences(&declared_state, reached);
        let new = is.iter().filter(|it| !was.contains(it) && !stays(it));
        generated.questions.extend(still_declared(declared, new)?);
    }
    Ok(generated)
}

/// A finding for each exchange of names among migrations: before and after, all of the names are there.
fn exchanges(declared: &Declared, migrations: &[Applied]) -> Vec<Diagnostic> {
    let swaps = swaps(&declared.outline.intent).into_iter();
    let done = swaps.filter(|it| say(migrations, &it.mark));
    let found = done.map(|swap| {
        let names: Vec<String> = swap.ids.iter().map(ToString::to_string).collect();
        let message =
            format!("{} have exchanged their names: this is not reverted", names.join(", "));
        Diagnostic::error("revert-exchange", message)
            .help("exchange them back in the declarations, and run `momni-db generate`")
    });
    found.collect()
}

/// A finding for each object that is declared otherwise than it is now.
fn still_declared<'a>(
    declared: &Declared,
    differences: impl Iterator<Item = &'a Difference>,
) -> Result<Vec<Diagnostic>, Failure> {
    let mut said: BTreeSet<&ObjectId> = BTreeSet::new();
    let mut found = Vec::new();
    for difference in differences {
        if !said.insert(&difference.object) {
            continue;
        }
        let sentence = difference.sentence("the declarations", "what is reverted to");
        let origin = declared.objects()?.origins.get(&difference.object).cloned();
        found.push(
            Diagnostic::warning("reverted", sentence).at(origin).help(
                "change the declarations too: the next `momni-db generate` would bring it back",
            ),
        );
    }
    Ok(found)
}
