//! Row-security policies.

mod circle;
mod index;
mod members;
mod rights;
mod short;
mod visible;

use super::constraint::expression;
use super::{Place, Resolver, comment_of};
use crate::catalog::{Kind, Object, Policy, PolicyCommand, Principal, QName};
use crate::diagnostic::Diagnostic;
use crate::read::decode::{Map, Text};
use crate::read::grammar::{self, File};
pub(super) use index::indexes;
pub(super) use members::functions;
use short::{Table, conditions, is_restrictive};
use std::collections::BTreeSet;
pub(super) use visible::visibilities;

/// What policies in short have called for so far, and what they share.
#[derive(Default)]
pub(super) struct Shared {
    visibilities: visible::Visibilities,
    needs: Vec<index::Need>,
    functions: members::Functions,
    /// The tables of members that the policy at hand asks for.
    asked: Vec<QName>,
    restrictive: Vec<circle::Restrictive>,
}

/// Top-level `policies:`.
pub(super) fn by_table(cx: &mut Resolver<'_>, place: &Place, file: &File) {
    for (key, map) in file.policies.iter() {
        if let Some(table) = cx.table(place, key) {
            policies(cx, place, &table, map);
        }
    }
}

/// The policies of a table.
pub(super) fn policies(
    cx: &mut Resolver<'_>,
    place: &Place,
    table: &QName,
    map: &Map<grammar::Policy>,
) {
    for (key, it) in map.iter() {
        let Some(id) = cx.member_id(Kind::Policy, table, key) else { continue };
        let command = command(cx, key, it);
        expressions(cx, key, command, it);
        let mut roles: BTreeSet<Principal> = it.to.iter().map(|text| cx.grantee(text)).collect();
        if roles.is_empty() {
            roles.insert(Principal::Public);
        }
        let about = Table { place, name: table, key, command, roles: &roles };
        let short = conditions(cx, about, it);
        let asks = std::mem::take(&mut cx.policies.asked);
        let using = it.using.as_ref().map(|sql| expression(sql));
        let check = it.with_check.as_ref().map(|sql| expression(sql));
        let (using, with_check) = match (command, check) {
            (PolicyCommand::Insert, check) => (using, joined(&short, check)),
            // Without a check PostgreSQL judges new rows by the condition: said, it is seen by whoever reads the policy.
            (PolicyCommand::All | PolicyCommand::Update, None) if !short.is_empty() => {
                let both = joined(&short, using);
                (both.clone(), both)
            }
            (_, None) => (joined(&short, using), None),
            (_, check) => (joined(&short, using), joined(&short, check)),
        };
        let permissive = it.permissive.unwrap_or(!is_restrictive(it));
        if !permissive {
            let (table, name) = (table.clone(), id.name.clone());
            let (roles, at) = (roles.clone(), key.span.clone());
            let it = circle::Restrictive { table, name, command, roles, asks, at };
            cx.policies.restrictive.push(it);
        }
        let mut object = Object::new(Policy { permissive, command, roles, using, with_check });
        object.comment = comment_of(it.comment.as_ref());
        if cx.add(id.clone(), object, &key.span) {
            cx.renamed(&id, it.renamed_from.as_ref());
        }
    }
}

/// For which command. Who sees a row is not who may change it: for all commands everybody could delete what is public.
fn command(cx: &mut Resolver<'_>, key: &Text, it: &grammar::Policy) -> PolicyCommand {
    let Some(visible) = &it.visible_by else { return it.r#for.unwrap_or_default() };
    if it.r#for.is_some_and(|command| command != PolicyCommand::Select) {
        let message = format!("policy {key}: `visible_by` says who sees a row, not who changes it");
        let fault = Diagnostic::error("conflicting-keys", message)
            .at(visible.visibility.span.clone())
            .help("write `for: select`, and a policy of its own for who changes rows: `owner: …`");
        cx.fault(fault);
    }
    PolicyCommand::Select
}

/// Conditions that must all hold, with the author's own. One alone stays as it is.
fn joined(short: &[String], own: Option<String>) -> Option<String> {
    match (short, own) {
        ([], own) => own,
        (short, None) => Some(short.join(" and ")),
        (short, Some(own)) => Some(format!("{} and ({own})", short.join(" and "))),
    }
}

/// PostgreSQL takes no USING for INSERT, and no WITH CHECK for SELECT and DELETE.
fn expressions(cx: &mut Resolver<'_>, key: &Text, command: PolicyCommand, it: &grammar::Policy) {
    let (wrong, help) = match (command, &it.using, &it.with_check) {
        (PolicyCommand::Insert, Some(using), _) => {
            (using, "a new row is judged by `with_check`; there is no existing one")
        }
        (PolicyCommand::Select | PolicyCommand::Delete, _, Some(check)) => {
            (check, "an existing row is judged by `using`; there is no new one")
        }
        _ => return,
    };
    let command = match command {
        PolicyCommand::Insert => "`for: insert` has no key `using`",
        PolicyCommand::Select => "`for: select` has no key `with_check`",
        _ => "`for: delete` has no key `with_check`",
    };
    let fault = Diagnostic::error("conflicting-keys", format!("policy {}: {command}", key))
        .at(wrong.span.clone())
        .help(help);
    cx.fault(fault);
}
