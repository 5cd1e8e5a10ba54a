//! `member_of`: the functions that give the groups of the caller.
//!
//! A policy that read the table of members itself would be bound by that table's policies, and one on this table would
//! recurse. So a function of another role reads it, once for each statement.

use super::circle::circles;
use super::rights;
use super::short::{Table, caller, missing, need};
use crate::catalog::{
    Body, Function, FunctionKind, Kind, Name, ObjectId, Options, Parallel, Principal, Privilege,
    QName, Security, Volatility, generated,
};
use crate::diagnostic::{Diagnostic, Span};
use crate::read::decode::Text;
use crate::read::grammar::MemberOf;
use crate::read::resolve::acl::Class;
use crate::read::resolve::constraint::expression;
use crate::read::resolve::{Resolver, secure};
use crate::secure::{OfCaller, is_any_of, of_caller};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// The functions by name.
pub(super) type Functions = BTreeMap<QName, Wanted>;

/// A function that policies want.
pub(in crate::read::resolve) struct Wanted {
    what: OfCaller,
    /// Whom the policies bind.
    roles: BTreeSet<Principal>,
    /// The first of them.
    key: Text,
    at: Span,
}

/// The row belongs to a group of the caller.
pub(super) fn member_of(cx: &mut Resolver<'_>, table: Table<'_>, it: &MemberOf) -> Option<String> {
    let at = &it.table.span;
    let members = cx.table(table.place, &it.table)?;
    let via = cx.column(&members, &it.via)?;
    let user = it.user.clone().unwrap_or_else(|| Text::new("user_id", at.clone()));
    let user = cx.column(&members, &user)?;
    let column = cx.column(table.name, it.column.as_ref().unwrap_or(&it.via))?;
    caller(cx, table.key, "member_of", at)?;
    let function = match &it.function {
        Some(text) => cx.declared_name(table.place, text)?,
        None => QName {
            schema: members.schema.clone(),
            name: generated(&members.name, None, "of_caller"),
        },
    };
    need(cx, table, std::slice::from_ref(&column), at);
    let looked_for = vec![user.clone(), via.clone()];
    cx.policies.needs.push(super::index::Need {
        table: members.clone(),
        columns: looked_for,
        at: at.clone(),
    });
    cx.policies.asked.push(members.clone());
    let condition = it.r#where.as_ref().map(|sql| expression(sql));
    let what = OfCaller { table: members, via, user, condition };
    let condition = is_any_of(&column, &function);
    match cx.policies.functions.entry(function) {
        Entry::Vacant(entry) => {
            let (key, at) = (table.key.clone(), at.clone());
            entry.insert(Wanted { what, roles: table.roles.clone(), key, at });
        }
        Entry::Occupied(mut entry) if entry.get().what == what => {
            entry.get_mut().roles.extend(table.roles.iter().cloned());
        }
        Entry::Occupied(entry) => {
            let message = format!("{} is wanted of two forms", entry.key());
            let fault = Diagnostic::error("duplicate-name", message)
                .at(at.clone())
                .also(entry.get().at.clone(), "the other one")
                .help("give one of them another name: `member_of: { …, function: app.groups_of_caller }`");
            cx.fault(fault);
        }
    }
    Some(condition)
}

/// Declares the functions, and what their owner needs: the columns, a policy that lets it read, and who is calling.
pub(in crate::read::resolve) fn functions(cx: &mut Resolver<'_>) {
    circles(cx);
    let wanted = std::mem::take(&mut cx.policies.functions);
    for (name, it) in wanted {
        let Some(caller) = cx.secure.calls.caller.clone() else { continue };
        let Some(owner) = cx.secure.policy_owner.clone() else {
            let help = "write `secure: { policy_owner: app_guard }` in momni-db.yaml and declare the role: it owns the function that reads the table of members";
            missing(cx, &it.key, "member_of", &it.at, help);
            continue;
        };
        let Wanted { what, roles, at, .. } = &it;
        let via = ObjectId::of_relation(Kind::Column, &what.table, what.via.clone());
        // That it is not there was told.
        let Some(column) = cx.declared.catalog.column(&via) else { continue };
        let returns = format!("SETOF {}", column.data_type);
        let body = match of_caller(&cx.secure.templates, what, &caller) {
            Ok(body) => body,
            Err(fault) => return cx.fault(secure::of_template(fault)),
        };
        let mut settings = Options::new();
        settings.insert("search_path".to_owned(), "pg_catalog, pg_temp".to_owned());
        let function = Function {
            kind: FunctionKind::Function,
            language: Name::from("sql"),
            args: Vec::new(),
            returns: Some(returns),
            volatility: Volatility::Stable,
            strict: false,
            security: Security::Definer,
            leakproof: false,
            parallel: Parallel::Unsafe,
            cost: None,
            rows: None,
            support: None,
            transforms: Vec::new(),
            settings,
            body: Body::Atomic(body),
        };
        let owner = Principal::Role(owner);
        let comment =
            format!("What policies ask: the {} of the caller in {}.", what.via, what.table);
        let comment = Text::new(comment, at.clone());
        let none = Default::default();
        let mut object = cx.owned(function, Class::Function, owner.clone(), Some(&comment), &none);
        object.grants.remove(&Principal::Public);
        if roles.contains(&Principal::Public) {
            cx.declared.unsaid.insert((ObjectId::function(&name, ""), "to"));
        }
        for who in roles {
            object.grants.entry(who.clone()).or_default().insert(Privilege::Execute, false);
        }
        cx.add(ObjectId::function(&name, ""), object, at);
        rights::reads(cx, what, &owner);
        rights::sees(cx, &name, what, &owner, at);
        rights::calls(cx, &caller, &owner);
    }
}
