//! Policies.

use super::name::{principal, quoted, relation};
use crate::catalog::{ObjectId, Policy, PolicyCommand, Principal};
use std::collections::BTreeSet;

pub(super) fn create_policy(id: &ObjectId, it: &Policy) -> String {
    let permissive = if it.permissive { "" } else { " AS RESTRICTIVE" };
    let command = match it.command {
        PolicyCommand::All => "ALL",
        PolicyCommand::Select => "SELECT",
        PolicyCommand::Insert => "INSERT",
        PolicyCommand::Update => "UPDATE",
        PolicyCommand::Delete => "DELETE",
    };
    let (name, table) = (quoted(&id.name), relation(id));
    format!("CREATE POLICY {name} ON {table}{permissive} FOR {command}{}", conditions(it))
}

/// ` TO … USING (…) WITH CHECK (…)`.
pub(super) fn conditions(it: &Policy) -> String {
    let mut text = format!(" TO {}", roles(&it.roles));
    if let Some(using) = &it.using {
        text.push_str(&format!("\n    USING ({using})"));
    }
    if let Some(with_check) = &it.with_check {
        text.push_str(&format!("\n    WITH CHECK ({with_check})"));
    }
    text
}

fn roles(roles: &BTreeSet<Principal>) -> String {
    if roles.is_empty() {
        return "PUBLIC".to_owned();
    }
    roles.iter().map(principal).collect::<Vec<_>>().join(", ")
}
