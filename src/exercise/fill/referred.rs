//! The row that a foreign key refers to.

use super::{Wanted, insert};
use crate::catalog::{Definition, Kind, Name, ObjectId, QName};
use crate::connect::StatementError;
use crate::exercise::bench::Bench;
use crate::exercise::world::{Row, World};
use crate::render::{literal, qualified, quoted};

/// The row that a foreign key is to refer to: one that is given where there is only one, one that was made, a reference
/// row, or a new one.
pub(super) async fn referred(
    bench: &mut Bench<'_>,
    world: &mut World,
    table: &QName,
    fixed: &[(Name, String)],
    depth: usize,
) -> Result<Row, StatementError> {
    let fits = |row: &&Row| {
        fixed.iter().all(|(name, value)| {
            row.get(name).is_some_and(|it| it.as_deref().map(literal).as_ref() == Some(value))
        })
    };
    let given: Vec<&Row> = world.given.get(table).into_iter().flatten().filter(fits).collect();
    if let [row] = given[..] {
        return Ok(row.clone());
    }
    if let Some(row) = world.made.get(table).into_iter().flatten().find(fits) {
        return Ok(row.clone());
    }
    let is_reference = bench.catalog.objects.contains_key(&ObjectId::in_schema(Kind::Rows, table));
    if (is_reference || !fixed.is_empty())
        && let Some(row) = found(bench, table, fixed).await?
    {
        return Ok(row);
    }
    let wanted = Wanted { table, stated: fixed.to_vec(), depth: depth + 1 };
    let row = insert(bench, world, wanted).await?;
    world.made.entry(table.clone()).or_default().push(row.clone());
    Ok(row)
}

/// The first row that has these values: reference rows by their key, which is the same in every database.
pub(super) async fn found(
    bench: &Bench<'_>,
    table: &QName,
    fixed: &[(Name, String)],
) -> Result<Option<Row>, StatementError> {
    let conditions: Vec<String> =
        fixed.iter().map(|(name, value)| format!("{} = {value}", quoted(name))).collect();
    let condition = match conditions.is_empty() {
        true => String::new(),
        false => format!(" WHERE {}", conditions.join(" AND ")),
    };
    let rows = bench.catalog.get(&ObjectId::in_schema(Kind::Rows, table));
    let order = match rows.map(|it| &it.definition) {
        Some(Definition::Rows(it)) if !it.key.is_empty() => {
            it.key.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
        }
        _ => "1".to_owned(),
    };
    let table = qualified(table);
    let sql = format!("SELECT * FROM {table}{condition} ORDER BY {order} LIMIT 1");
    let given = bench.ask(&sql).await?;
    Ok(given.rows.into_iter().next().map(|values| row(&given.columns, values)))
}

pub(super) fn row(columns: &[String], values: Vec<Option<String>>) -> Row {
    columns.iter().map(Name::from).zip(values).collect()
}
