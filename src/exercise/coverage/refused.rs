//! Which policies refused a new row: those that would have had to let it in.

use super::Exercised;
use super::policies::binds;
use crate::catalog::{Catalog, Definition, Kind, Name, PolicyCommand, QName};
use crate::connect::StatementError;
use std::collections::BTreeSet;

/// The policies of the table that an error names, for the roles that acted and for what was done.
pub(super) fn refused(
    catalog: &Catalog,
    error: &StatementError,
    sql: &str,
    roles: &BTreeSet<Name>,
) -> Vec<Exercised> {
    let Some(table) = table(catalog, error) else { return Vec::new() };
    let statement = statement(error).unwrap_or(sql).trim_start().to_ascii_lowercase();
    let is_insert = !statement.starts_with("update");
    let is_update = !statement.starts_with("insert") || statement.contains("on conflict");
    let policies = catalog.of_relation(Kind::Policy, &table);
    let refused = policies.filter(|(_, object)| {
        let Definition::Policy(policy) = &object.definition else { return false };
        let is_asked = match policy.command {
            PolicyCommand::All => true,
            PolicyCommand::Insert => is_insert,
            PolicyCommand::Update => is_update,
            PolicyCommand::Select | PolicyCommand::Delete => false,
        };
        is_asked && binds(catalog, policy, roles)
    });
    refused.map(|(id, _)| Exercised::Refused(id.clone())).collect()
}

/// `new row violates row-level security policy for table "notes"`: the server gives no schema.
fn table(catalog: &Catalog, error: &StatementError) -> Option<QName> {
    if error.sqlstate.as_deref() != Some("42501") {
        return None;
    }
    let of = error.message.split("row-level security policy").nth(1)?;
    let name = of.split('"').rev().nth(1)?;
    let mut tables = catalog.of_kind(Kind::Table).map(|(id, _)| id.qname());
    let table = tables.find(|it| *it.name == *name)?;
    tables.all(|it| *it.name != *name).then_some(table)
}

/// The innermost statement that the context tells.
fn statement(error: &StatementError) -> Option<&str> {
    let context = error.context.as_deref()?;
    context.lines().find_map(|line| line.strip_prefix("SQL statement \""))
}
