//! A live database beside the declarations.

use super::place::Options;
use super::renamed::{Renamed, Start, renamed};
use super::state::{Workshop, declared_state, migrated_state, scope_beside};
use super::{Applied, Failure};
use crate::catalog::{Catalog, Difference, Intent, Kind, differences};
use crate::connect::Session;
use crate::hazard::{Verdict, verdicts};
use crate::introspect::introspect_live;
use crate::plan::{Part, Plan, Staged, after_staged, online, plan, staged, with_authority};
use crate::read::Declared;
use futures_util::future::join;

/// A live database beside the declared state.
#[derive(Debug)]
pub struct Comparison {
    /// The live database.
    pub live: Catalog,
    /// The declared state, worded by a server of the same major version.
    pub declared: Catalog,
    /// From the declared state to the live one.
    pub differences: Vec<Difference>,
}

/// What would make a live database the declared one.
#[derive(Debug)]
pub struct Planned {
    /// The steps, as they are done online.
    pub parts: Vec<Part>,
    /// A verdict on each step of each part.
    pub verdicts: Vec<Vec<Verdict>>,
    /// What it was planned from.
    pub comparison: Comparison,
}

/// Reads the live database and compares it with the declared state.
///
/// # Errors
/// Whatever stops a stage.
pub async fn compare(
    declared: &Declared,
    live: &Session,
    options: &Options,
) -> Result<Comparison, Failure> {
    let options = Options { major: Some(live.major), ..options.clone() };
    with_state(declared, declared_state(declared, &options), live).await
}

/// Reads the live database and compares it with the state that the migrations lead to: what `migrate` has to find
/// after its last migration, also when the declarations are ahead of the migrations.
///
/// # Errors
/// Whatever stops a stage.
pub async fn compare_migrated(
    declared: &Declared,
    migrations: &[Applied],
    live: &Session,
    options: &Options,
) -> Result<Comparison, Failure> {
    let options = Options { major: Some(live.major), ..options.clone() };
    let state = migrated_state(declared, migrations, &declared.outline.scope, &options);
    let comparison = with_state(declared, state, live).await?;
    if comparison.differences.iter().all(|it| it.object.kind != Kind::Rows) {
        return Ok(comparison);
    }
    // Rows that a migration brought and that are no longer declared belong to the users by now.
    let scope = scope_beside(declared, &declared_state(declared, &options).await?);
    let to = migrated_state(declared, migrations, &scope, &options).await?;
    Ok(compared(to, introspect_live(live, &scope).await?))
}

/// Reads the live database beside a state. Which rows are read depends on the state; without any, both come at once.
async fn with_state(
    declared: &Declared,
    state: impl Future<Output = Result<Catalog, Failure>>,
    live: &Session,
) -> Result<Comparison, Failure> {
    if declared.outline.scope.rows.is_empty() {
        let (to, live) = join(state, introspect_live(live, &declared.outline.scope)).await;
        return Ok(compared(to?, live?));
    }
    let to = state.await?;
    let live = introspect_live(live, &scope_beside(declared, &to)).await?;
    Ok(compared(to, live))
}

fn compared(to: Catalog, live: Catalog) -> Comparison {
    let differences = differences(&to, &live);
    Comparison { live, declared: to, differences }
}

/// The steps that make the live database the declared one. Nothing is run there: where something is renamed, a database
/// like it is built on a scratch server to see how it reads afterwards.
///
/// # Errors
/// Whatever stops a stage; [`Failure::Rebuild`] when something is renamed and the database cannot be built anew.
pub async fn plan_for(
    declared: &Declared,
    live: &Session,
    options: &Options,
) -> Result<Planned, Failure> {
    let comparison = compare(declared, live, options).await?;
    let Comparison { live: from, declared: to, differences } = &comparison;
    if differences.is_empty() {
        return Ok(Planned { parts: Vec::new(), verdicts: Vec::new(), comparison });
    }
    let intent = &declared.outline.intent;
    if !intent.states_renames() {
        let parts = parts(from, to, plan(from, to, intent), intent);
        let verdicts = verdicts(from, to, &parts);
        return Ok(Planned { parts, verdicts, comparison });
    }
    let options = Options { major: Some(live.major), ..options.clone() };
    let mut workshop = Workshop::open(declared, &options).await?;
    let scope = scope_beside(declared, to);
    let start = Start::Live(live, differences);
    let renamed = renamed(&mut workshop, declared, intent, &start, &scope, to).await;
    workshop.close().await?;
    let Renamed { renaming: Plan { mut steps }, from, .. } = renamed?;
    let rest = plan(&from, to, intent);
    let parts = match staged(&from, to, intent, &rest) {
        Some(it) => {
            let mut parts = after(&from, it, to);
            parts.insert(0, Part::of(steps));
            parts.retain(|part| !part.plan.is_empty());
            parts
        }
        None => {
            steps.extend(rest.steps);
            online(&from, to, with_authority(&from, to, Plan { steps }))
        }
    };
    let verdicts = verdicts(&from, to, &parts);
    Ok(Planned { parts, verdicts, comparison: Comparison { live: from, ..comparison } })
}

/// The parts of a plan as `generate` would write them.
fn parts(from: &Catalog, to: &Catalog, plan: Plan, intent: &Intent) -> Vec<Part> {
    match staged(from, to, intent, &plan) {
        Some(it) => after(from, it, to),
        None => online(from, to, with_authority(from, to, plan)),
    }
}

/// What is staged, and the rest after it.
fn after(from: &Catalog, staged: Staged, to: &Catalog) -> Vec<Part> {
    let Staged { mut parts, reached, rest } = staged;
    if let Some(first) = parts.first_mut() {
        first.plan = with_authority(from, to, std::mem::take(&mut first.plan));
    }
    after_staged(parts, online(&reached, to, rest), to)
}
