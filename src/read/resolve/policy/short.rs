//! What policies say in short, written out.

use super::{members, visible};
use crate::catalog::{Name, PolicyCommand, Principal, QName};
use crate::diagnostic::{Diagnostic, Span};
use crate::read::decode::Text;
use crate::read::grammar::Policy;
use crate::read::resolve::{Place, Resolver, secure};
use crate::secure::{Requires, is_caller, meets};
use std::collections::BTreeSet;

/// The policy that a condition is for.
#[derive(Clone, Copy)]
pub(super) struct Table<'a> {
    /// Where unqualified names live.
    pub(super) place: &'a Place,
    pub(super) name: &'a QName,
    /// The policy's name.
    pub(super) key: &'a Text,
    pub(super) command: PolicyCommand,
    pub(super) roles: &'a BTreeSet<Principal>,
}

/// The conditions of a policy beside those that it states in SQL.
pub(super) fn conditions(cx: &mut Resolver<'_>, table: Table<'_>, it: &Policy) -> Vec<String> {
    let mut all = Vec::new();
    all.extend(it.owner.as_ref().and_then(|column| owner(cx, table, column)));
    all.extend(it.member_of.as_ref().and_then(|it| members::member_of(cx, table, it)));
    all.extend(it.visible_by.as_ref().and_then(|it| visible::visible_by(cx, table, it)));
    if let Some(stated) = &it.requires {
        let required = secure::requires(stated);
        all.extend(requires(cx, table, &required));
    }
    all
}

/// Whether a policy says only what is required: it then takes from what others give.
pub(super) fn is_restrictive(it: &Policy) -> bool {
    let Policy { owner, member_of, visible_by, requires, using, with_check, .. } = it;
    requires.is_some()
        && owner.is_none()
        && member_of.is_none()
        && visible_by.is_none()
        && using.is_none()
        && with_check.is_none()
}

/// The row is the caller's own.
pub(super) fn owner(cx: &mut Resolver<'_>, table: Table<'_>, column: &Text) -> Option<String> {
    let name = cx.column(table.name, column)?;
    let caller = caller(cx, table.key, "owner", &column.span)?;
    need(cx, table, std::slice::from_ref(&name), &column.span);
    Some(is_caller(&name, &caller))
}

fn requires(cx: &mut Resolver<'_>, table: Table<'_>, it: &Requires) -> Vec<String> {
    let claims = cx.secure.calls.claims.clone();
    if claims.is_none() && it.reads_claims() {
        let help = "write `secure: { claims: auth.claims }` in momni-db.yaml and declare claims() that returns jsonb; docs/secure.md has one to copy";
        missing(cx, table.key, "requires", &table.key.span, help);
        return Vec::new();
    }
    meets(it, claims.as_deref().unwrap_or_default())
}

/// The function that says who is calling.
pub(super) fn caller(cx: &mut Resolver<'_>, key: &Text, word: &str, at: &Span) -> Option<String> {
    let caller = cx.secure.calls.caller.clone();
    if caller.is_none() {
        let help = "write `secure: { caller: auth.user_id }` in momni-db.yaml and declare user_id() that returns who is calling; docs/secure.md has one to copy";
        missing(cx, key, word, at, help);
    }
    caller
}

/// What a policy uses and the project does not have.
pub(super) fn missing(cx: &mut Resolver<'_>, key: &Text, word: &str, at: &Span, help: &str) {
    if cx.facts.incomplete {
        return;
    }
    let message = format!("policy {key} says `{word}`, and the project does not say what does it");
    cx.fault(Diagnostic::error("missing-setting", message).at(at.clone()).help(help));
}

/// An index of these columns. A new row is not looked for.
pub(super) fn need(cx: &mut Resolver<'_>, table: Table<'_>, columns: &[Name], at: &Span) {
    if table.command != PolicyCommand::Insert {
        cx.policies.needs.push(super::index::Need {
            table: table.name.clone(),
            columns: columns.to_vec(),
            at: at.clone(),
        });
    }
}
