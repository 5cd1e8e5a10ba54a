//! Conditions of policies in the form that PostgreSQL computes once for each statement, not for each row: a query without
//! columns of the row is an InitPlan, and what it gives is looked for in an index.

use super::requires::{Requires, array};
use super::template::{TemplateFault, Templates};
use crate::catalog::{Name, QName};
use crate::render::{qualified, quoted};
use serde_json::json;

/// The groups of the caller, as a table of members has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfCaller {
    /// The table of members.
    pub table: QName,
    /// The column that names the group.
    pub via: Name,
    /// The column that names the user.
    pub user: Name,
    /// Which members count: SQL about the table `t`.
    pub condition: Option<String>,
}

/// The column is the caller.
pub fn is_caller(column: &Name, caller: &str) -> String {
    format!("{} = (select {caller}())", quoted(column))
}

/// The column is one of what a function of a set gives.
pub fn is_any_of(column: &Name, function: &QName) -> String {
    format!("{} = any (array(select {}()))", quoted(column), qualified(function))
}

/// The session and its claims are as required. NULL, of a claim that is not there, lets no row through.
pub fn meets(it: &Requires, claims: &str) -> Vec<String> {
    let mut all = Vec::new();
    if !it.roles.is_empty() {
        let roles = array(it.roles.iter());
        all.push(format!("(select current_setting('role')) = any ({roles})"));
    }
    if let Some(levels) = it.levels() {
        all.push(format!("(select {claims}() ->> 'aal') = any ({levels})"));
    }
    for claim in &it.claims {
        let value = format!("(select {claims}() #>> {})", array(claim.path.iter()));
        all.push(match claim.one_of.is_empty() {
            true => format!("{value} is not null"),
            false => format!("{value} = any ({})", array(claim.one_of.iter())),
        });
    }
    all
}

/// The body of the function that gives the groups of the caller. PostgreSQL reads it at once: it stands on the columns, and
/// its owner needs no USAGE on schemas.
pub fn of_caller(
    templates: &Templates,
    it: &OfCaller,
    caller: &str,
) -> Result<String, TemplateFault> {
    let view = json!({
        "table": qualified(&it.table),
        "via": quoted(&it.via),
        "user": quoted(&it.user),
        "condition": it.condition,
        "caller": caller,
    });
    templates.render("of_caller.sql", &view)
}
