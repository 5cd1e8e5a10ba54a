//! What somebody may do to a table or a view.

use super::found::{Found, Missing};
use super::judged::Judged;
use super::needs::needs;
use super::privileges::privilege;
use super::roles::Holder;
use super::rows::{bound, rows, table};
use super::view::view;
use crate::catalog::{Kind, Name, ObjectId, PolicyCommand, Principal, Privilege};
use std::collections::BTreeSet;

/// As whom a relation is reached: privileges and policies are those of `holder`; functions on the way, and views that are
/// `security_invoker`, are of `caller`.
#[derive(Debug, Clone, Copy)]
pub(super) struct As<'h> {
    pub(super) holder: &'h Holder,
    pub(super) caller: &'h Holder,
}

/// What is being looked at already: a policy may read a table whose policies read the first one.
pub(super) type Looking = Vec<(ObjectId, Principal, Privilege)>;

/// What somebody may do to a relation. USAGE on its schema is not asked, as it is not where a view or a policy names it.
/// Where `columns` are named, all of them are wanted.
pub(super) fn relation(
    judged: &Judged<'_>,
    who: As<'_>,
    id: &ObjectId,
    operation: Privilege,
    columns: &BTreeSet<Name>,
    looking: &mut Looking,
) -> Found {
    let mut found = privilege(judged, who.holder, id, operation);
    if found.missing.is_empty() && !found.columns.hold(columns) {
        found.missing.push(Missing::Privilege(operation, id.clone()));
    }
    let key = (id.clone(), who.holder.who.clone(), operation);
    if !found.missing.is_empty() || looking.contains(&key) {
        return found;
    }
    looking.push(key);
    match id.kind {
        Kind::Table => of_table(judged, who, id, operation, &mut found, looking),
        Kind::View => view(judged, who, id, operation, &mut found, looking),
        _ => {}
    }
    looking.pop();
    found
}

fn of_table(
    judged: &Judged<'_>,
    who: As<'_>,
    id: &ObjectId,
    operation: Privilege,
    found: &mut Found,
    looking: &mut Looking,
) {
    let Some(table) = table(judged, id) else { return };
    found.rows = rows(judged, who.holder, id, table, operation);
    let command = match operation {
        Privilege::Select => PolicyCommand::Select,
        Privilege::Insert => PolicyCommand::Insert,
        Privilege::Update => PolicyCommand::Update,
        Privilege::Delete => PolicyCommand::Delete,
        _ => return,
    };
    if !table.row_security || found.rows.unbound.is_some() {
        return;
    }
    if found.rows.are_none() {
        found.missing.push(Missing::Policy(id.clone()));
        return;
    }
    for (policy, ..) in bound(judged, who.holder, id, command) {
        found.missing.extend(needs(judged, who, policy, looking));
    }
    found.missing.sort();
    found.missing.dedup();
}
