//! A live database beside the declarations.

use super::state::scope_beside;
use super::{Failure, Options, declared_state};
use crate::catalog::{Catalog, Difference, differences};
use crate::connect::Session;
use crate::introspect::introspect;
use crate::plan::{Plan, plan};
use crate::read::Declared;

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
pub async fn compare(declared: &Declared, live: &Session) -> Result<Comparison, Failure> {
    let to = declared_state(declared, &Options { major: Some(live.major) }).await?.catalog;
    let live = introspect(&live.client, &scope_beside(declared, &to)).await?;
    let differences = differences(&to, &live);
    Ok(Comparison { live, declared: to, differences })
}

/// The steps that make the live database the declared one. Nothing is run.
///
/// # Errors
/// Whatever stops a stage.
pub async fn plan_for(declared: &Declared, live: &Session) -> Result<(Plan, Comparison), Failure> {
    let comparison = compare(declared, live).await?;
    let plan = plan(&comparison.live, &comparison.declared, &declared.intent);
    Ok((plan, comparison))
}
