//! A live database beside the declarations.

use super::place::Options;
use super::state::{declared_state, migrated_state, scope_beside};
use super::{Applied, Failure};
use crate::catalog::{Catalog, Difference, Kind, differences};
use crate::connect::Session;
use crate::diagnostic::Diagnostic;
use crate::introspect::introspect_live;
use crate::plan::{Change, Plan, Stage, plan, renames, with_authority};
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
    let state = migrated_state(declared, migrations, &declared.scope, &options);
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
    if declared.scope.rows.is_empty() {
        let (to, live) = join(state, introspect_live(live, &declared.scope)).await;
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

/// The steps that make the live database the declared one. Nothing is run.
///
/// # Errors
/// Whatever stops a stage.
pub async fn plan_for(
    declared: &Declared,
    live: &Session,
    options: &Options,
) -> Result<(Plan, Comparison), Failure> {
    let comparison = compare(declared, live, options).await?;
    let (from, to) = (&comparison.live, &comparison.declared);
    let plan = with_authority(from, to, plan(from, to, &declared.intent));
    Ok((plan, comparison))
}

/// A finding for each rename that the database has not seen. How a database reads after a rename only its server can
/// say, and nothing is run there: the plan drops what a migration would rename.
pub fn pending_renames(declared: &Declared, comparison: &Comparison) -> Vec<Diagnostic> {
    let Comparison { live, declared: to, .. } = comparison;
    let plans = Stage::ALL.map(|stage| renames(live, to, &declared.intent, stage, |_| true));
    let steps = plans.into_iter().flat_map(|plan| plan.steps);
    let pending = steps.filter_map(|step| match step {
        Change::Rename { from, to } => Some((from, to)),
        _ => None,
    });
    let findings = pending.map(|(from, to)| {
        let message = format!("{from} is still to be renamed to {}: this plan drops it", to.name);
        Diagnostic::error("pending-rename", message)
            .at(declared.origins.get(&to).cloned())
            .help("do not run this plan: `momni-db generate` writes the rename, `momni-db migrate` does it")
    });
    findings.collect()
}
