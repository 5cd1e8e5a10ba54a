//! Inserts a row with one combination of values after another, until the server takes it.

use super::referred::row;
use super::vary::{Next, Odometer, take, vary};
use crate::catalog::{Kind, Name, ObjectId, QName};
use crate::connect::StatementError;
use crate::exercise::bench::Bench;
use crate::exercise::world::{Row, World};
use crate::render::{literal, qualified, quoted};
use std::collections::{BTreeMap, BTreeSet};

/// How often a row is tried with other values.
const ATTEMPTS: usize = 400;

/// Inserts a row of what is stated and of samples for the columns that are open.
pub(super) async fn attempts(
    bench: &mut Bench<'_>,
    world: &mut World,
    table: &QName,
    stated: &[(Name, String)],
    open: Vec<Name>,
) -> Result<Row, StatementError> {
    let catalog = bench.catalog;
    let known = (table.clone(), open.clone());
    let at = bench.taken.get(&known).cloned().unwrap_or_default();
    let mut odometer = Odometer { samples: BTreeMap::new(), at, varied: BTreeSet::new() };
    let learnt: Vec<Name> = odometer.at.keys().cloned().collect();
    for name in open.iter().chain(&learnt) {
        take(catalog, world, table, name, &mut odometer);
    }
    let is_identity = |name: &Name| {
        let id = ObjectId::of_relation(Kind::Column, table, name.clone());
        catalog.column(&id).is_some_and(|it| it.identity.is_some())
    };
    let overriding = if stated.iter().any(|(name, _)| is_identity(name)) {
        " OVERRIDING SYSTEM VALUE"
    } else {
        ""
    };
    let mut last = None;
    for _ in 0..ATTEMPTS {
        let sampled = odometer.samples.iter().filter_map(|(name, samples)| {
            let at = odometer.at.get(name).copied().unwrap_or_default();
            Some((name.clone(), literal(samples.get(at)?)))
        });
        let values: Vec<(Name, String)> = stated.iter().cloned().chain(sampled).collect();
        let sql = statement(table, &values, overriding);
        let error = match bench.attempt(&sql).await {
            Ok(given) => match given.rows.into_iter().next() {
                Some(values) => {
                    bench.taken.insert(known, odometer.at);
                    return Ok(row(&given.columns, values));
                }
                None => return Err(suppressed(table, &sql)),
            },
            Err(error) => error,
        };
        let next = vary(bench.catalog, world, table, stated, &error, &mut odometer);
        match next {
            Next::Same => {}
            Next::Another if odometer.advance() => {}
            Next::Another | Next::Nothing => return Err(error),
        }
        last = Some(error);
    }
    Err(last.unwrap_or_else(|| suppressed(table, "")))
}

fn statement(table: &QName, values: &[(Name, String)], overriding: &str) -> String {
    let table = qualified(table);
    if values.is_empty() {
        return format!("INSERT INTO {table} DEFAULT VALUES RETURNING *");
    }
    let columns: Vec<String> = values.iter().map(|(name, _)| quoted(name)).collect();
    let values: Vec<&str> = values.iter().map(|(_, value)| value.as_str()).collect();
    format!(
        "INSERT INTO {table} ({}){overriding} VALUES ({}) RETURNING *",
        columns.join(", "),
        values.join(", ")
    )
}

fn suppressed(table: &QName, sql: &str) -> StatementError {
    StatementError {
        message: format!("a trigger keeps the row from {table}"),
        sqlstate: None,
        detail: None,
        hint: None,
        context: None,
        statement: Some(sql.to_owned()),
        position: None,
        file: None,
        internal: None,
        objects: Vec::new(),
        connection_lost: false,
    }
}
