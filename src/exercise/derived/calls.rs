//! What a tenant learns of another one by calling functions with the other one's keys.

use super::callers::can_be_called;
use super::tables::{revealed, snapshot};
use super::tenants::{Tenant, primary_key};
use super::visible::visible;
use super::{Found, TENANTS};
use crate::access::named;
use crate::catalog::{ArgMode, Definition, Function, FunctionKind, Kind, Name, ObjectId, QName};
use crate::connect::StatementError;
use crate::exercise::act::become_role;
use crate::exercise::bench::Bench;
use crate::exercise::sample::samples;
use crate::read::Objects;
use crate::render::{literal, qualified};

/// How often one function is called.
const CALLS: usize = 24;

/// Calls every function that the role may call.
pub(super) async fn run(
    bench: &mut Bench<'_>,
    objects: &Objects,
    role: &Name,
    one: &Tenant,
    other: &Tenant,
) -> Result<Vec<Found>, StatementError> {
    let mut found = Vec::new();
    for (id, object) in bench.catalog.of_kind(Kind::Function) {
        let Definition::Function(function) = &object.definition else { continue };
        if !can_be_called(function)
            || !objects.origins.contains_key(id)
            || !may(bench, role, id).await?
        {
            continue;
        }
        let name = format!("{role} learns nothing of another tenant by {}", named(id));
        let mut wrong = None;
        for sql in calls(bench, id, function, other) {
            if let Some(message) = attempt(bench, role, one, other, &sql).await? {
                wrong = Some((message, vec![sql]));
                break;
            }
        }
        let leave = visible(bench.settings, &named(id), "call");
        found.push(match (wrong, leave) {
            (None, _) => Found::holds(name, TENANTS, "nothing"),
            (Some(_), Some(leave)) => {
                Found::holds(name, TENANTS, format!("visible: {}", leave.reason))
            }
            (Some((message, lines)), None) => {
                Found::fails(name, TENANTS, objects.origins.get(id), message, lines)
            }
        });
    }
    Ok(found)
}

async fn may(bench: &Bench<'_>, role: &Name, id: &ObjectId) -> Result<bool, StatementError> {
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

/// Calls as the one, and says what that tells of the other or does to them.
async fn attempt(
    bench: &Bench<'_>,
    role: &Name,
    one: &Tenant,
    other: &Tenant,
    sql: &str,
) -> Result<Option<String>, StatementError> {
    let before = snapshot(bench, other).await?;
    bench.session.batch("SAVEPOINT momni_db_tried").await?;
    bench.session.batch(&become_role(bench, Some(role), Some(&one.claims))).await?;
    let answer = bench.ask(sql).await;
    if answer.is_err() {
        bench.session.batch("ROLLBACK TO momni_db_tried").await?;
    }
    bench.session.batch("RESET ROLE").await?;
    let after = snapshot(bench, other).await?;
    bench.session.batch("ROLLBACK TO momni_db_tried; RELEASE momni_db_tried").await?;
    let given = match answer {
        Ok(given) => given,
        Err(error) if error.connection_lost => return Err(error),
        Err(error) => return Ok(revealed(&error, other, sql)),
    };
    if before != after {
        return Ok(Some("the call changes rows of another tenant".to_owned()));
    }
    let values = given.rows.iter().flatten().flatten();
    let mark = values.into_iter().find_map(|value| {
        other
            .marks
            .iter()
            .find(|mark| value.contains(mark.as_str()) && !sql.contains(mark.as_str()))
    });
    Ok(mark.map(|mark| format!("the call tells `{mark}` of another tenant")))
}
