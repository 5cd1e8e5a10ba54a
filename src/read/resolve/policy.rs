//! Row-security policies.

use super::constraint::expression;
use super::{Place, Resolver, comment_of};
use crate::catalog::{Kind, Object, Policy, PolicyCommand, Principal, QName};
use crate::diagnostic::Diagnostic;
use crate::read::decode::{Map, Text};
use crate::read::grammar::{self, File};

/// Top-level `policies:`.
pub(super) fn by_table(cx: &mut Resolver<'_>, place: &Place, file: &File) {
    for (key, map) in file.policies.iter() {
        if let Some(table) = cx.table(place, key) {
            policies(cx, &table, map);
        }
    }
}

/// The policies of a table.
pub(super) fn policies(cx: &mut Resolver<'_>, table: &QName, map: &Map<grammar::Policy>) {
    for (key, it) in map.iter() {
        let Some(id) = cx.member_id(Kind::Policy, table, key) else { continue };
        let command = it.r#for.unwrap_or_default();
        expressions(cx, key, command, it);
        let mut roles: std::collections::BTreeSet<Principal> =
            it.to.iter().map(|text| cx.grantee(text)).collect();
        if roles.is_empty() {
            roles.insert(Principal::Public);
        }
        let mut object = Object::new(Policy {
            permissive: it.permissive.unwrap_or(true),
            command,
            roles,
            using: it.using.as_ref().map(|sql| expression(sql)),
            with_check: it.with_check.as_ref().map(|sql| expression(sql)),
        });
        object.comment = comment_of(it.comment.as_ref());
        if cx.add(id.clone(), object, &key.span) {
            cx.renamed(&id, it.renamed_from.as_ref());
        }
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
