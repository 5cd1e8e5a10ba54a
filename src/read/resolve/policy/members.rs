//! `member_of`: the functions that give the groups of the caller.
//!
//! A policy that read the table of members itself would be bound by that table's policies, and one on this table would
//! recurse. So a function of another role reads it, once for each statement.

use super::short::{Table, caller, missing, need};
use crate::catalog::{
    Body, Catalog, Definition, Function, FunctionKind, Kind, Name, Object, ObjectId, Options,
    Parallel, Policy, PolicyCommand, Principal, Privilege, QName, Security, Volatility,
};
use crate::diagnostic::{Diagnostic, Span};
use crate::read::decode::Text;
use crate::read::grammar::MemberOf;
use crate::read::resolve::acl::Class;
use crate::read::resolve::constraint::expression;
use crate::read::resolve::{Resolver, name, secure};
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
            name: crate::catalog::generated(&members.name, None, "of_caller"),
        },
    };
    need(cx, table, std::slice::from_ref(&column), at);
    let looked_for = vec![user.clone(), via.clone()];
    cx.policies.needs.push(super::index::Need {
        table: members.clone(),
        columns: looked_for,
        at: at.clone(),
    });
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
        for who in roles {
            object.grants.entry(who.clone()).or_default().insert(Privilege::Execute, false);
        }
        cx.add(ObjectId::function(&name, ""), object, at);
        reads(cx, what, &owner);
        sees(cx, &name, what, &owner, at);
        calls(cx, &caller, &owner);
    }
}

/// SELECT on the columns that the function reads.
fn reads(cx: &mut Resolver<'_>, it: &OfCaller, owner: &Principal) {
    let catalog = &mut cx.declared.catalog;
    if let Some(table) = catalog.get(&ObjectId::in_schema(Kind::Table, &it.table))
        && holds(table, owner, Privilege::Select)
    {
        return;
    }
    let condition = it.condition.as_deref().unwrap_or_default();
    let words: BTreeSet<&str> =
        condition.split(|it: char| !(it.is_alphanumeric() || it == '_' || it == '$')).collect();
    let columns: Vec<ObjectId> = catalog
        .columns(&it.table)
        .into_iter()
        .map(|(id, ..)| id)
        .filter(|id| {
            let folded = |word: &&str| word.to_lowercase() == *id.name;
            id.name == it.via
                || id.name == it.user
                || words.iter().any(folded)
                || condition.contains(&crate::render::quoted(&id.name))
        })
        .cloned()
        .collect();
    for id in columns {
        if let Some(column) = catalog.objects.get_mut(&id) {
            let held = column.grants.entry(owner.clone()).or_default();
            held.entry(Privilege::Select).or_insert(false);
        }
    }
}

/// A policy of the owner's own on the table of members, unless it has one or row security does not bind it.
fn sees(cx: &mut Resolver<'_>, name: &QName, it: &OfCaller, owner: &Principal, at: &Span) {
    let catalog = &cx.declared.catalog;
    let table = catalog.get(&ObjectId::in_schema(Kind::Table, &it.table));
    let is_bound = matches!(table.map(|it| &it.definition), Some(Definition::Table(it)) if it.row_security)
        && !is_free(catalog, owner);
    let has_one = catalog.of_relation(Kind::Policy, &it.table).any(|(_, object)| {
        matches!(&object.definition, Definition::Policy(it) if it.permissive
            && it.roles.contains(owner)
            && matches!(it.command, PolicyCommand::All | PolicyCommand::Select))
    });
    if !is_bound || has_one {
        return;
    }
    let policy = Policy {
        permissive: true,
        command: PolicyCommand::Select,
        roles: BTreeSet::from([owner.clone()]),
        using: Some("true".to_owned()),
        with_check: None,
    };
    let id = ObjectId::of_relation(Kind::Policy, &it.table, name.name.clone());
    let mut object = Object::new(policy);
    object.comment = Some(format!("For {name}, which other policies ask."));
    cx.add(id, object, at);
}

/// EXECUTE on the function that says who is calling.
fn calls(cx: &mut Resolver<'_>, caller: &str, owner: &Principal) {
    let Ok((Some(schema), short)) = name::qualified(caller) else { return };
    let id = ObjectId::function(&QName { schema, name: short }, "");
    if let Some(function) = cx.declared.catalog.objects.get_mut(&id)
        && !holds(function, owner, Privilege::Execute)
    {
        function.grants.entry(owner.clone()).or_default().insert(Privilege::Execute, false);
    }
}

fn holds(object: &Object, who: &Principal, privilege: Privilege) -> bool {
    let has =
        |who: &Principal| object.grants.get(who).is_some_and(|it| it.contains_key(&privilege));
    has(who) || has(&Principal::Public)
}

fn is_free(catalog: &Catalog, role: &Principal) -> bool {
    let Principal::Role(name) = role else { return false };
    let object = catalog.get(&ObjectId::global(Kind::Role, name.clone()));
    matches!(object.map(|it| &it.definition), Some(Definition::Role(it)) if it.superuser || it.bypass_rls)
}
