//! Reference rows: one query for each table that is asked for, all at once.

use super::error::{BadRow, IntrospectError};
use super::keyword;
use crate::catalog::{
    Catalog, Definition, Kind, Name, Object, ObjectId, Row, Rows, RowsSpec, Scope, Value,
};
use futures_util::future::try_join_all;
use std::collections::BTreeMap;
use tokio_postgres::Client;
use tokio_postgres::types::{ToSql, Type};

/// Reads the rows of every table that is there with the columns of its key, and of the other columns those that are there:
/// what a migration still has to bring has no values yet.
pub(super) async fn read(
    client: &Client,
    scope: &Scope,
    catalog: &mut Catalog,
) -> Result<(), IntrospectError> {
    let has = |spec: &RowsSpec, column: &Name| {
        let id = ObjectId::of_relation(Kind::Column, &spec.table, column.clone());
        catalog.objects.contains_key(&id)
    };
    let there = |spec: &RowsSpec| {
        let table = ObjectId::in_schema(Kind::Table, &spec.table);
        let is_there =
            catalog.objects.contains_key(&table) && spec.key.iter().all(|it| has(spec, it));
        let columns = spec.columns.iter().filter(|it| has(spec, it)).cloned().collect();
        is_there.then(|| RowsSpec { columns, ..spec.clone() })
    };
    let partitioned = |spec: &RowsSpec| {
        let table = catalog.get(&ObjectId::in_schema(Kind::Table, &spec.table));
        matches!(table.map(|it| &it.definition), Some(Definition::Table(it)) if it.partition_by.is_some())
    };
    let specs: Vec<RowsSpec> = scope.rows.iter().filter_map(there).collect();
    let tables = specs.iter().map(|spec| read_table(client, spec, partitioned(spec)));
    let tables = try_join_all(tables).await?;
    for (spec, rows) in tables {
        let id = ObjectId::of_relation(Kind::Rows, &spec.table, "");
        let id = ObjectId { relation: None, name: spec.table.name.clone(), ..id };
        let rows = Rows { key: spec.key.clone(), columns: spec.columns.clone(), rows };
        let object = catalog.objects.entry(id).or_insert_with(|| Object::new(rows).into());
        object.depends_on.insert(ObjectId::in_schema(Kind::Table, &spec.table));
    }
    Ok(())
}

async fn read_table<'a>(
    client: &Client,
    spec: &'a RowsSpec,
    partitioned: bool,
) -> Result<(&'a RowsSpec, BTreeMap<Row, Row>), IntrospectError> {
    let name = || format!("rows of {}", spec.table);
    let wanted = spec.keys.as_ref().map(|keys| columns_of(spec.key.len(), keys));
    let parameters: Vec<(&(dyn ToSql + Sync), Type)> = wanted
        .iter()
        .flatten()
        .map(|column| (column as &(dyn ToSql + Sync), Type::TEXT_ARRAY))
        .collect();
    let answer = client.query_typed(&statement(spec, partitioned), &parameters).await;
    let mut rows = BTreeMap::new();
    for row in answer.map_err(|error| IntrospectError::query(name(), error))? {
        let value = |place| -> Result<Value, IntrospectError> {
            let text: Option<String> = row
                .try_get(place)
                .map_err(|error| IntrospectError::answer(name(), BadRow::Field(error)))?;
            Ok(text.map_or(Value::Null, Value::Text))
        };
        let key = (0..spec.key.len()).map(value).collect::<Result<Row, _>>()?;
        let rest = spec.key.len()..spec.key.len() + spec.columns.len();
        rows.insert(key, rest.map(value).collect::<Result<Row, _>>()?);
    }
    Ok((spec, rows))
}

/// The keys, one array for each column.
fn columns_of<'a>(
    width: usize,
    keys: impl IntoIterator<Item = &'a Row>,
) -> Vec<Vec<Option<&'a str>>> {
    let mut columns = vec![Vec::new(); width];
    for key in keys {
        for (column, value) in columns.iter_mut().zip(key) {
            column.push(match value {
                Value::Text(text) => Some(text.as_str()),
                Value::Null | Value::Sql(_) => None,
            });
        }
    }
    columns
}

/// Keys are compared as text, in which the server gave them: no type has to be known here.
fn statement(spec: &RowsSpec, partitioned: bool) -> String {
    // The rows of a partitioned table are those of its partitions.
    let only = if partitioned { "" } else { "ONLY " };
    let text = |column: &Name| format!("t.{}::text", keyword::always_quoted(column));
    let columns: Vec<String> = spec.key.iter().chain(&spec.columns).map(text).collect();
    let mut statement = format!(
        "SELECT {} FROM {only}{}.{} t",
        columns.join(", "),
        keyword::always_quoted(&spec.table.schema),
        keyword::always_quoted(&spec.table.name),
    );
    if spec.keys.is_some() {
        let arrays: Vec<String> =
            (1..=spec.key.len()).map(|place| format!("${place}::text[]")).collect();
        let key: Vec<String> = spec.key.iter().map(text).collect();
        statement.push_str(&format!(
            " WHERE ({}) IN (SELECT * FROM unnest({}))",
            key.join(", "),
            arrays.join(", "),
        ));
    }
    statement
}
