//! The rows that are there before anything is done: inserted as the superuser, whom no policy binds. Triggers fire.

use super::bench::Bench;
use super::fill::{self, Wanted};
use super::world::{Row, World};
use crate::catalog::{Kind, ObjectId};
use crate::connect::StatementError;
use crate::trial::GivenRow;

/// Inserts a row that a test states.
pub(super) async fn insert(
    bench: &mut Bench<'_>,
    world: &mut World,
    given: &GivenRow,
) -> Result<(), StatementError> {
    let mut stated = Vec::new();
    for (column, value) in &given.values {
        let id = ObjectId::of_relation(Kind::Column, &given.table, column.clone());
        let is_array = bench.catalog.column(&id).is_some_and(|it| it.data_type.ends_with("[]"));
        stated.push((column.clone(), world.value(value, is_array)));
    }
    let row: Row = fill::insert(bench, world, Wanted::new(&given.table, stated)).await?;
    if let Some(name) = &given.name {
        world.named.insert(name.clone(), row.clone());
    }
    world.given.entry(given.table.clone()).or_default().push(row);
    Ok(())
}

/// After the last row: what rows that are there owe by deferred keys is made, and what was put off is checked now.
pub(super) async fn settle(bench: &mut Bench<'_>, world: &mut World) -> Result<(), StatementError> {
    let rows = |world: &World| {
        let all = world.given.iter().chain(&world.made);
        all.flat_map(|(table, rows)| rows.iter().map(|row| (table.clone(), row.clone()))).collect()
    };
    let mut settled: Vec<(crate::catalog::QName, Row)> = Vec::new();
    // What is made may owe something itself; a circle ends since what is there is not made again.
    for _ in 0..8 {
        let all: Vec<_> = rows(world);
        let open: Vec<_> = all.into_iter().filter(|it| !settled.contains(it)).collect();
        if open.is_empty() {
            break;
        }
        for (table, row) in open {
            fill::owed(bench, world, &table, &row).await?;
            settled.push((table, row));
        }
    }
    bench.session.batch("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED").await
}
