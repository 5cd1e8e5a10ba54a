//! For every function that only named roles may call: every other role of a client is refused.

use super::{Case, Found};
use crate::catalog::{
    ArgMode, Catalog, Definition, Function, FunctionKind, Kind, Name, Object, ObjectId, Principal,
    Privilege,
};
use crate::connect::StatementError;
use crate::exercise::act::become_role;
use crate::exercise::bench::Bench;
use crate::exercise::one::told;
use crate::read::Objects;
use crate::render::{literal, qualified};
use std::collections::BTreeSet;

/// Each function, and each role that does not have EXECUTE by the declaration.
pub(super) async fn cases(
    bench: &Bench<'_>,
    objects: &Objects,
) -> Result<Vec<Case>, StatementError> {
    let mut found = Vec::new();
    let roles = clients(bench.catalog, objects);
    for (id, object) in bench.catalog.of_kind(Kind::Function) {
        let Definition::Function(function) = &object.definition else { continue };
        if may(object, &Principal::Public)
            || !objects.origins.contains_key(id)
            || !can_be_called(function)
        {
            continue;
        }
        for role in &roles {
            if !holds(bench, object, role).await? {
                found.push(Case::Caller { function: id.clone(), role: role.clone() });
            }
        }
    }
    Ok(found)
}

/// Calls a function as a role that may not.
pub(super) async fn attempt(
    bench: &Bench<'_>,
    objects: &Objects,
    id: &ObjectId,
    role: &Name,
) -> Result<Found, StatementError> {
    let definition = bench.catalog.get(id).map(|it| &it.definition);
    let Some(Definition::Function(function)) = definition else { return Ok(Found::Moot) };
    let sql = format!("BEGIN; {}; {}", become_role(bench, Some(role), None), call(id, function));
    let answer = bench.ask(&sql).await;
    bench.session.batch("ROLLBACK").await?;
    let at = objects.origins.get(id);
    Ok(match answer {
        Err(error) if error.connection_lost => return Err(error),
        Err(error) if error.sqlstate.as_deref() == Some("42501") => {
            Found::Holds(format!("42501 {}", error.message))
        }
        Err(error) => Found::fails(at, "the call is not refused by 42501", told(&error)),
        Ok(_) => Found::fails(at, "the call is not refused", vec![sql]),
    })
}

/// The roles of clients: those of the project file, or else those that a role that logs in may become, and those that log
/// in, as far as they own nothing.
pub(super) fn clients(catalog: &Catalog, objects: &Objects) -> BTreeSet<Name> {
    let settings = &objects.trials.settings;
    let mut roles: BTreeSet<Name> = settings.roles.iter().cloned().collect();
    roles.extend(settings.tenants.iter().flat_map(|it| it.roles.iter().cloned()));
    if !settings.roles.is_empty() {
        return roles;
    }
    let logs_in = |name: &Name| {
        let role = catalog.get(&ObjectId::global(Kind::Role, name.clone()));
        matches!(role.map(|it| &it.definition), Some(Definition::Role(it)) if it.login)
    };
    roles.extend(catalog.of_kind(Kind::Role).map(|(id, _)| id.name.clone()).filter(logs_in));
    for (id, _) in catalog.of_kind(Kind::Membership) {
        if logs_in(&id.name) {
            roles.extend(id.relation.clone());
        }
    }
    let owners: BTreeSet<&Name> = catalog
        .iter()
        .filter_map(|(_, object)| match &object.owner {
            Some(Principal::Role(name)) => Some(name),
            _ => None,
        })
        .collect();
    roles.retain(|role| !owners.contains(role));
    roles
}

fn may(object: &Object, whom: &Principal) -> bool {
    object.grants.get(whom).is_some_and(|it| it.contains_key(&Privilege::Execute))
}

/// Whether a role has the rights of one that may call the function: the server knows who inherits what.
async fn holds(bench: &Bench<'_>, object: &Object, role: &Name) -> Result<bool, StatementError> {
    let holders = object.grants.iter().filter(|(_, it)| it.contains_key(&Privilege::Execute));
    let asked: Vec<String> = holders
        .filter_map(|(holder, _)| match holder {
            Principal::Role(holder) => Some(format!(
                "pg_catalog.pg_has_role({}, {}, 'USAGE')",
                literal(role),
                literal(holder)
            )),
            _ => None,
        })
        .collect();
    if asked.is_empty() {
        return Ok(false);
    }
    let given = bench.ask(&format!("SELECT {}", asked.join(" OR "))).await?;
    Ok(given.rows.first().and_then(|row| row.first()?.as_deref()) == Some("t"))
}

/// Nobody calls a trigger function.
pub(in crate::exercise) fn can_be_called(function: &Function) -> bool {
    function.kind != FunctionKind::Window
        && !matches!(function.returns.as_deref(), Some("trigger" | "event_trigger" | "internal"))
}

/// A call with NULL for every argument.
fn call(id: &ObjectId, function: &Function) -> String {
    let args = function.args.iter().filter_map(|arg| match arg.mode {
        ArgMode::In | ArgMode::InOut => Some(format!("NULL::{}", arg.data_type)),
        ArgMode::Variadic => Some(format!("VARIADIC NULL::{}", arg.data_type)),
        ArgMode::Out | ArgMode::Table => None,
    });
    let args: Vec<String> = args.collect();
    let call = format!("{}({})", qualified(&id.qname()), args.join(", "));
    match function.kind {
        FunctionKind::Procedure => format!("CALL {call}"),
        _ => format!("SELECT {call}"),
    }
}
