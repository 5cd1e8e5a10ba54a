//! The rows of one tenant: one in every table that leads to them.

use super::Found;
use super::order::is_nullable;
use crate::catalog::{Catalog, ConstraintBody, Definition, Kind, Name, ObjectId, QName};
use crate::connect::StatementError;
use crate::exercise::bench::Bench;
use crate::exercise::fill::{self, Wanted, keys};
use crate::exercise::given::settle;
use crate::exercise::one::told;
use crate::exercise::world::{Row, World};
use crate::read::Objects;
use crate::render::{literal, qualified, quoted};
use crate::trial::{Tenants, Value};
use std::collections::BTreeMap;

/// The name of a row of the tenants' table that belongs to nobody who acts.
pub(crate) const BYSTANDER: &str = "bystander";

/// One tenant's rows. A table of which no row can be made is a finding.
pub(super) async fn make(
    bench: &mut Bench<'_>,
    world: &mut World,
    order: &[QName],
    found: &mut BTreeMap<String, Found>,
    objects: &Objects,
    tenants: &Tenants,
) -> Result<BTreeMap<QName, Row>, StatementError> {
    let mut rows: BTreeMap<QName, Row> = BTreeMap::new();
    world.given.clear();
    if tenants.rows.values().flatten().any(|(_, it)| it.names(BYSTANDER)) {
        let stated = stated(bench.catalog, &tenants.table, &rows, world, &[]);
        match fill::insert(bench, world, Wanted::new(&tenants.table, stated)).await {
            Ok(row) => {
                world.named.insert(BYSTANDER.to_owned(), row);
            }
            Err(error) if error.connection_lost => return Err(error),
            // The tenant's own row fails for the same reason, which is told then.
            Err(_) => {}
        }
        world.given.clear();
    }
    for table in order {
        let of = tenants.rows.get(table).map_or(&[][..], Vec::as_slice);
        let stated = stated(bench.catalog, table, &rows, world, of);
        match fill::insert(bench, world, Wanted::new(table, stated)).await {
            Ok(row) => {
                // Each table has this tenant's row alone: what needs one takes it.
                world.given.insert(table.clone(), vec![row.clone()]);
                if *table == tenants.table {
                    world.named.insert("tenant".to_owned(), row.clone());
                }
                rows.insert(table.clone(), row);
            }
            Err(error) if error.connection_lost => return Err(error),
            // A trigger has made the tenant's row already.
            Err(error) => match existing(bench, table, &rows).await? {
                Some(row) => {
                    world.given.insert(table.clone(), vec![row.clone()]);
                    rows.insert(table.clone(), row);
                }
                None => {
                    let name = format!("a row of {table} for each tenant");
                    let at = objects.origins.get(&ObjectId::in_schema(Kind::Table, table));
                    let message =
                        "no row can be made up that the table takes: what is in it is not tested";
                    let fails = || Found::fails(at, message, told(&error));
                    found.entry(name).or_insert_with(fails);
                }
            },
        }
    }
    bench.session.batch("SAVEPOINT momni_db_settled").await?;
    if let Err(error) = settle(bench, world).await {
        bench.session.batch("ROLLBACK TO momni_db_settled").await?;
        let at =
            order.first().and_then(|it| objects.origins.get(&ObjectId::in_schema(Kind::Table, it)));
        let message = "the rows that were made up cannot be there together";
        found.insert("rows for each tenant".into(), Found::fails(at, message, told(&error)));
    }
    // As triggers have left them.
    for (table, row) in &mut rows {
        if let Some(now) = fetch(bench, table, row).await? {
            *row = now;
        }
    }
    Ok(rows)
}

/// What ties a row to the tenant: foreign keys that must be there, and where there are none, those that may. Numbers that
/// the table would count out are large, so that they are recognized.
fn stated(
    catalog: &Catalog,
    table: &QName,
    rows: &BTreeMap<QName, Row>,
    world: &mut World,
    of: &[(Name, Value)],
) -> Vec<(Name, String)> {
    let is_array = |name: &Name| {
        let id = ObjectId::of_relation(Kind::Column, table, name.clone());
        catalog.column(&id).is_some_and(|it| it.data_type.ends_with("[]"))
    };
    let mut stated: Vec<(Name, String)> =
        of.iter().map(|(name, it)| (name.clone(), world.value(it, is_array(name)))).collect();
    let all = keys(catalog, table);
    let ties = all.iter().filter(|key| !key.deferred && rows.contains_key(key.references));
    let needed =
        |key: &&&fill::Key<'_>| key.columns.iter().any(|it| !is_nullable(catalog, table, it));
    let (must, may): (Vec<_>, Vec<_>) = ties.partition(|key| needed(&key));
    for key in if must.is_empty() { may.into_iter().take(1).collect() } else { must } {
        let Some(row) = rows.get(key.references) else { continue };
        for (own, other) in key.columns.iter().zip(key.referenced) {
            if !stated.iter().any(|(name, _)| name == own)
                && let Some(Some(value)) = row.get(other)
                && !is_generated(catalog, table, own)
            {
                stated.push((own.clone(), literal(value)));
            }
        }
    }
    let key = primary_key(catalog, table);
    for (id, _, column) in catalog.columns(table) {
        if stated.iter().any(|(name, _)| *name == id.name) {
            continue;
        }
        let counts =
            column.identity.is_some() && matches!(&*column.data_type, "integer" | "bigint");
        let refers = all.iter().any(|it| !it.deferred && it.columns.contains(&id.name));
        let is_key = column.data_type == "uuid" && key.contains(&id.name) && !refers;
        if counts || is_key {
            world.count += 1;
            let value = match counts {
                true => (900_000_000 + world.count).to_string(),
                false => format!("00000000-0000-4000-8000-{:012x}", world.count),
            };
            stated.push((id.name.clone(), literal(&value)));
        }
    }
    stated
}

fn is_generated(catalog: &Catalog, table: &QName, name: &Name) -> bool {
    let id = ObjectId::of_relation(Kind::Column, table, name.clone());
    catalog.column(&id).is_some_and(|it| it.generated.is_some())
}

/// The columns of the primary key, or all of them.
pub(super) fn primary_key(catalog: &Catalog, table: &QName) -> Vec<Name> {
    let constraints = catalog.of_relation(Kind::Constraint, table);
    let mut keys = constraints.filter_map(|(_, object)| match &object.definition {
        Definition::Constraint(it) => match &it.body {
            ConstraintBody::PrimaryKey { columns, .. } => Some(columns.clone()),
            _ => None,
        },
        _ => None,
    });
    keys.next()
        .unwrap_or_else(|| catalog.columns(table).iter().map(|it| it.0.name.clone()).collect())
}

/// The condition that tells a row from others.
pub(super) fn is_row(catalog: &Catalog, table: &QName, row: &Row) -> String {
    let conditions = primary_key(catalog, table).into_iter().map(|name| match row.get(&name) {
        Some(Some(value)) => format!("{} = {}", quoted(&name), literal(value)),
        _ => format!("{} IS NULL", quoted(&name)),
    });
    conditions.collect::<Vec<_>>().join(" AND ")
}

async fn fetch(bench: &Bench<'_>, table: &QName, row: &Row) -> Result<Option<Row>, StatementError> {
    let condition = is_row(bench.catalog, table, row);
    let sql = format!("SELECT * FROM {} WHERE {condition}", qualified(table));
    let given = bench.ask(&sql).await?;
    let row = given.rows.into_iter().next();
    Ok(row.map(|values| given.columns.iter().map(Name::from).zip(values).collect()))
}

/// A row that is tied to the tenant's already.
async fn existing(
    bench: &Bench<'_>,
    table: &QName,
    rows: &BTreeMap<QName, Row>,
) -> Result<Option<Row>, StatementError> {
    for key in keys(bench.catalog, table) {
        let Some(row) = rows.get(key.references) else { continue };
        let pairs = key.columns.iter().zip(key.referenced);
        let tie: Option<Row> =
            pairs.map(|(own, other)| Some((own.clone(), Some(row.get(other)?.clone()?)))).collect();
        let Some(tie) = tie else { continue };
        let conditions: Vec<String> = tie
            .iter()
            .map(|(name, value)| {
                format!("{} = {}", quoted(name), literal(value.as_deref().unwrap_or_default()))
            })
            .collect();
        let sql = format!("SELECT * FROM {} WHERE {}", qualified(table), conditions.join(" AND "));
        let given = bench.ask(&sql).await?;
        if let Some(values) = given.rows.into_iter().next() {
            return Ok(Some(given.columns.iter().map(Name::from).zip(values).collect()));
        }
    }
    Ok(None)
}
