//! What a test does, as the role and with the claims that it says.

use super::bench::{Bench, Given};
use super::equip::{count_as, rows_as};
use super::world::World;
use crate::catalog::{Definition, FunctionKind, Kind, Name, QName};
use crate::connect::StatementError;
use crate::render::{literal, qualified, quoted};
use crate::trial::{Act, Caller, Value, What};

/// The statements that make the session what the caller is, until the transaction or its savepoint ends.
pub(super) fn become_caller(bench: &Bench<'_>, world: &World, caller: &Caller) -> String {
    let claims = caller.claims.as_ref().map(|it| world.claims(it).to_string());
    become_role(bench, caller.role.as_ref(), claims.as_deref())
}

/// The same for a role and claims.
pub(super) fn become_role(bench: &Bench<'_>, role: Option<&Name>, claims: Option<&str>) -> String {
    let claims = format!(
        "SELECT pg_catalog.set_config({}, {}, true)",
        literal(&bench.settings.claims),
        literal(claims.unwrap_or_default())
    );
    match role {
        Some(role) => format!("{claims}; SET LOCAL ROLE {}", quoted(role)),
        None => claims,
    }
}

/// What is done, as SQL.
pub(super) fn sql(bench: &Bench<'_>, world: &World, act: &Act) -> String {
    match &act.what {
        What::Sql(sql) => world.sql(sql.trim().trim_end_matches(';')),
        What::Call { function, args } => call(bench, world, function, args),
    }
}

fn call(bench: &Bench<'_>, world: &World, function: &QName, args: &[(Name, Value)]) -> String {
    let mut functions = bench.catalog.of_kind(Kind::Function);
    let known = functions.find(|(id, _)| id.qname() == *function);
    let definition = known.and_then(|(_, object)| match &object.definition {
        Definition::Function(it) => Some(it),
        _ => None,
    });
    let is_array = |name: &Name| {
        definition.is_some_and(|it| {
            it.args
                .iter()
                .any(|arg| arg.name.as_ref() == Some(name) && arg.data_type.ends_with("[]"))
        })
    };
    let args: Vec<String> = args
        .iter()
        .map(|(name, value)| format!("{} => {}", quoted(name), world.value(value, is_array(name))))
        .collect();
    let call = format!("{}({})", qualified(function), args.join(", "));
    match definition.map(|it| it.kind) {
        Some(FunctionKind::Procedure) => format!("CALL {call}"),
        _ => format!("SELECT * FROM {call}"),
    }
}

/// What an act gave, and the types of its columns where they are asked for.
pub(super) struct Done {
    pub(super) given: Given,
    /// The types of its columns.
    pub(super) types: Vec<Type>,
}

/// The type of a column that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Type {
    /// Its name as SQL.
    pub(super) name: String,
    pub(super) is_array: bool,
}

/// Within a definer function of which role a statement runs, and which role calls it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Through<'a> {
    pub(super) role: Option<&'a Name>,
    pub(super) definer: &'a Name,
}

impl<'a> Through<'a> {
    /// As a caller is declared.
    pub(super) fn of(caller: &'a Caller) -> Option<Self> {
        let definer = caller.definer.as_ref()?;
        Some(Self { role: caller.role.as_ref(), definer })
    }
}

/// Does it.
pub(super) async fn perform(
    bench: &Bench<'_>,
    through: Option<Through<'_>>,
    sql: &str,
    with_types: bool,
) -> Result<Done, StatementError> {
    if let Some(through) = through {
        return by_definer(bench, through, sql).await;
    }
    let mut types = Vec::new();
    if with_types {
        types = types_of(bench, sql).await?;
    }
    Ok(Done { given: bench.ask(sql).await?, types })
}

/// A function that gives rows of any kind must be told which columns to give: the superuser asks for them.
async fn by_definer(
    bench: &Bench<'_>,
    Through { role, definer }: Through<'_>,
    sql: &str,
) -> Result<Done, StatementError> {
    bench.session.batch("RESET ROLE").await?;
    let statement = bench.session.client.prepare(sql).await;
    let statement = statement.map_err(|error| bench.session.explain(&error, sql))?;
    if let Some(role) = role {
        bench.session.batch(&format!("SET LOCAL ROLE {}", quoted(role))).await?;
    }
    let columns: Vec<String> = statement
        .columns()
        .iter()
        .map(|column| {
            let (name, it) = (Name::from(column.name()), column.type_());
            format!("{} {}.{}", quoted(&name), quoted(it.schema()), quoted(it.name()))
        })
        .collect();
    if columns.is_empty() {
        let asked = format!("SELECT {}({})", count_as(definer), literal(sql));
        let counted = bench.ask(&asked).await?.rows.into_iter().flatten().flatten().next();
        let count = counted.and_then(|it| it.parse().ok()).unwrap_or_default();
        return Ok(Done { given: Given { count, ..Given::default() }, types: Vec::new() });
    }
    let sql = format!(
        "SELECT * FROM {}({}) AS it({})",
        rows_as(definer),
        literal(&of_types(sql, statement.columns())),
        columns.join(", ")
    );
    Ok(Done { given: bench.ask(&sql).await?, types: types(&statement) })
}

/// A column of a domain is told as one of the domain's base type, and is to come so. What cannot stand in WITH is left.
fn of_types(sql: &str, columns: &[tokio_postgres::Column]) -> String {
    let word = sql.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    if !matches!(&*word, "select" | "values" | "table" | "insert" | "update" | "delete" | "merge") {
        return sql.to_owned();
    }
    let names: Vec<String> = (1..=columns.len()).map(|number| format!("c{number}")).collect();
    let typed = names.iter().zip(columns).map(|(name, column)| {
        let it = column.type_();
        format!("{name}::{}.{}", quoted(it.schema()), quoted(it.name()))
    });
    let typed: Vec<String> = typed.collect();
    format!("WITH it({}) AS ({sql}) SELECT {} FROM it", names.join(", "), typed.join(", "))
}

/// The types of the columns that a statement gives.
pub(super) async fn types_of(bench: &Bench<'_>, sql: &str) -> Result<Vec<Type>, StatementError> {
    let statement = bench.session.client.prepare(sql).await;
    let statement = statement.map_err(|error| bench.session.explain(&error, sql))?;
    Ok(types(&statement))
}

fn types(statement: &tokio_postgres::Statement) -> Vec<Type> {
    let columns = statement.columns().iter();
    columns
        .map(|column| {
            let it = column.type_();
            // Two texts of one JSON value differ, and json has no equality.
            let name = if it.name() == "json" { "jsonb" } else { it.name() };
            let name = format!("{}.{}", quoted(it.schema()), quoted(name));
            Type { name, is_array: matches!(it.kind(), postgres_types::Kind::Array(_)) }
        })
        .collect()
}
