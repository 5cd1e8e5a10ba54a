//! What a tenant learns of another one by calling functions with the other one's keys.

use super::attempt::{Who, attempted, revealed};
use super::callers::can_be_called;
use super::rows::primary_key;
use super::tenants::Tenant;
use super::visible::visible;
use super::{Case, Found};
use crate::access::named;
use crate::catalog::{ArgMode, Definition, Function, FunctionKind, Kind, Name, ObjectId, QName};
use crate::connect::StatementError;
use crate::exercise::bench::{Bench, Given};
use crate::exercise::sample::samples;
use crate::read::Objects;
use crate::render::{literal, qualified};

/// How often one function is called.
const CALLS: usize = 24;

/// Every function that the role may call.
pub(super) async fn cases(
    bench: &Bench<'_>,
    objects: &Objects,
    role: &Name,
) -> Result<Vec<Case>, StatementError> {
    let mut found = Vec::new();
    for (id, object) in bench.catalog.of_kind(Kind::Function) {
        let Definition::Function(function) = &object.definition else { continue };
        if can_be_called(function)
            && objects.origins.contains_key(id)
            && may(bench, role, id).await?
        {
            found.push(Case::Call { function: id.clone(), role: role.clone() });
        }
    }
    Ok(found)
}

/// Calls a function with the other one's keys, and says what that tells of the other or does to them.
pub(super) async fn attempt(
    bench: &mut Bench<'_>,
    objects: &Objects,
    id: &ObjectId,
    who: Who<'_>,
    other: &Tenant,
) -> Result<Found, StatementError> {
    let definition = bench.catalog.get(id).map(|it| &it.definition);
    let Some(Definition::Function(function)) = definition else { return Ok(Found::Moot) };
    for sql in calls(bench, id, function, other) {
        let tried = attempted(bench, who, other, &sql).await?;
        let message = match &tried.answer {
            Err(error) => revealed(error, other, &sql),
            Ok(_) if tried.is_changed => Some("the call changes rows of another tenant".to_owned()),
            Ok(given) => tells(given, other, &sql),
        };
        let Some(message) = message else { continue };
        return Ok(match visible(bench.settings, &named(id), "call") {
            Some(leave) => Found::Holds(format!("visible: {}", leave.reason)),
            None => Found::fails(objects.origins.get(id), message, vec![sql]),
        });
    }
    Ok(Found::Holds("nothing".into()))
}

/// What rows tell of a tenant that the statement did not say.
fn tells(given: &Given, other: &Tenant, sql: &str) -> Option<String> {
    let is_new = |mark: &&String| !sql.contains(mark.as_str());
    let values = given.rows.iter().flatten().flatten();
    let mut marks = values.flat_map(|value| {
        other.marks.iter().filter(|mark| value.contains(mark.as_str())).filter(is_new)
    });
    marks.next().map(|mark| format!("the call tells `{mark}` of another tenant"))
}

/// Whether the server lets a role call a function.
pub(super) async fn may(
    bench: &Bench<'_>,
    role: &Name,
    id: &ObjectId,
) -> Result<bool, StatementError> {
    let args = id.args.as_deref().unwrap_or_default();
    let function = literal(&format!("{}({args})", qualified(&id.qname())));
    let schema = literal(id.schema.as_deref().unwrap_or_default());
    let role = literal(role);
    let sql = format!(
        "SELECT pg_catalog.has_function_privilege({role}, {function}, 'EXECUTE') \
         AND pg_catalog.has_schema_privilege({role}, {schema}, 'USAGE')"
    );
    let given = bench.ask(&sql).await?;
    Ok(given.rows.first().and_then(|row| row.first()?.as_deref()) == Some("t"))
}

/// Calls with the other one's keys wherever an argument may take one.
fn calls(bench: &Bench<'_>, id: &ObjectId, function: &Function, other: &Tenant) -> Vec<String> {
    let inputs =
        function.args.iter().filter(|arg| !matches!(arg.mode, ArgMode::Out | ArgMode::Table));
    let mut choices: Vec<Vec<String>> = Vec::new();
    for (at, arg) in inputs.enumerate() {
        let known = keys(bench, other, &arg.data_type, arg.name.as_deref().unwrap_or_default());
        let value = |text: &str| format!("{}::{}", literal(text), arg.data_type);
        let mut these: Vec<String> = known.iter().map(|it| value(it)).collect();
        if these.is_empty() {
            let n = u32::try_from(at).unwrap_or_default() + 70;
            let sample = samples(bench.catalog, &arg.data_type, "text", n).into_iter().next();
            these.push(sample.map_or_else(|| format!("NULL::{}", arg.data_type), |it| value(&it)));
        }
        if arg.mode == ArgMode::Variadic {
            these = vec![format!("VARIADIC '{{}}'::{}", arg.data_type)];
        }
        choices.push(these);
    }
    let mut calls: Vec<Vec<String>> = vec![Vec::new()];
    for these in choices {
        let longer = calls.iter().flat_map(|call| {
            these.iter().map(|it| call.iter().cloned().chain([it.clone()]).collect::<Vec<_>>())
        });
        calls = longer.take(CALLS).collect();
    }
    let name = qualified(&id.qname());
    let start = if function.kind == FunctionKind::Procedure { "CALL" } else { "SELECT * FROM" };
    calls.into_iter().map(|args| format!("{start} {name}({})", args.join(", "))).collect()
}

/// The other one's keys of a type, those first whose table or column the argument's name speaks of.
fn keys(bench: &Bench<'_>, other: &Tenant, data_type: &str, arg: &str) -> Vec<String> {
    let bare = arg.trim_start_matches("p_").trim_start_matches('_').trim_end_matches("_id");
    let mut near: Vec<String> = Vec::new();
    let mut rest: Vec<String> = Vec::new();
    for (table, row) in &other.rows {
        for name in primary_key(bench.catalog, table) {
            let column = ObjectId::of_relation(Kind::Column, table, name.clone());
            let is_it = bench.catalog.column(&column).is_some_and(|it| it.data_type == data_type);
            let Some(Some(value)) = row.get(&name) else { continue };
            if is_it && !near.contains(value) && !rest.contains(value) {
                let speaks = speaks_of(bare, table) || *name == *arg;
                if speaks { near.push(value.clone()) } else { rest.push(value.clone()) }
            }
        }
    }
    near.extend(rest);
    near.truncate(6);
    near
}

fn speaks_of(bare: &str, table: &QName) -> bool {
    !bare.is_empty()
        && (table.name.contains(bare) || table.name.trim_end_matches('s').ends_with(bare))
}
