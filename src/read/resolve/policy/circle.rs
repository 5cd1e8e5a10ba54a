//! Restrictive policies that would ask themselves without end.
//!
//! The function of `member_of` reads the table of members as its owner. To this role every restrictive policy applies that is for
//! everybody, in addition to the policy that lets it read: one that asks the function again ends in an exhausted stack.

use super::rights::is_free;
use crate::catalog::{Definition, Kind, Name, ObjectId, PolicyCommand, Principal, QName};
use crate::diagnostic::{Diagnostic, Span};
use crate::read::resolve::Resolver;
use std::collections::{BTreeMap, BTreeSet};

/// A restrictive policy, and the tables of members that it asks for.
pub(super) struct Restrictive {
    pub(super) table: QName,
    pub(super) name: Name,
    pub(super) command: PolicyCommand,
    pub(super) roles: BTreeSet<Principal>,
    pub(super) asks: Vec<QName>,
    pub(super) at: Span,
}

/// Refuses those that the owner of the functions would never come back from.
pub(super) fn circles(cx: &mut Resolver<'_>) {
    let all = std::mem::take(&mut cx.policies.restrictive);
    let Some(owner) = cx.secure.policy_owner.clone().map(Principal::Role) else { return };
    let catalog = &cx.declared.catalog;
    if is_free(catalog, &owner) {
        return;
    }
    let is_protected = |table: &QName| {
        let object = catalog.get(&ObjectId::in_schema(Kind::Table, table));
        matches!(object.map(|it| &it.definition), Some(Definition::Table(it)) if it.row_security)
    };
    let binding: Vec<&Restrictive> = all
        .iter()
        .filter(|it| {
            matches!(it.command, PolicyCommand::All | PolicyCommand::Select)
                && (it.roles.contains(&Principal::Public) || it.roles.contains(&owner))
                && is_protected(&it.table)
        })
        .collect();
    let mut asked: BTreeMap<&QName, BTreeSet<&QName>> = BTreeMap::new();
    for it in &binding {
        asked.entry(&it.table).or_default().extend(&it.asks);
    }
    let mut faults = Vec::new();
    for it in binding {
        let Some(members) = it.asks.iter().find(|members| leads(&asked, members, &it.table)) else {
            continue;
        };
        let message = format!(
            "policy {} of {} binds {owner}, too, who reads {members} for it: reading never ends",
            it.name, it.table
        );
        let help = format!("write `to:` with the roles that it is for, without {owner}");
        faults.push(Diagnostic::error("recursive-policy", message).at(it.at.clone()).help(help));
    }
    faults.into_iter().for_each(|fault| cx.fault(fault));
}

/// Whether reading one table leads to reading another one.
fn leads(asked: &BTreeMap<&QName, BTreeSet<&QName>>, from: &QName, to: &QName) -> bool {
    let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(table) = next.pop() {
        if table == to {
            return true;
        }
        if seen.insert(table) {
            next.extend(asked.get(table).into_iter().flatten());
        }
    }
    false
}
