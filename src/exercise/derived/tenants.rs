//! Two tenants, each with a row in every table that leads to them by foreign keys.

use super::super::fill::{self, Wanted, keys};
use super::super::world::{Row, World};
use super::{Found, TENANTS, calls, tables};
use crate::catalog::{Catalog, ConstraintBody, Definition, Kind, Name, ObjectId, QName};
use crate::connect::StatementError;
use crate::exercise::bench::Bench;
use crate::exercise::given::settle;
use crate::exercise::one::told;
use crate::read::Objects;
use crate::render::{literal, qualified, quoted};
use crate::trial::{Tenants, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A tenant and what is theirs.
pub(super) struct Tenant {
    /// A row of each table.
    pub(super) rows: BTreeMap<QName, Row>,
    /// The claims of their token.
    pub(super) claims: String,
    /// Texts that occur in their rows and nowhere else: who reads one has learnt of them.
    pub(super) marks: BTreeSet<String>,
}

/// Makes the tenants, and tries what one may do to the other.
pub(super) async fn run(
    bench: &mut Bench<'_>,
    objects: &Objects,
    tenants: &Tenants,
) -> Result<Vec<Found>, StatementError> {
    let order = owned(bench.catalog, tenants);
    let mut world = World::default();
    let mut found = Vec::new();
    let one = make(bench, &mut world, &order, &mut found, objects, tenants).await?;
    // The second one's rows are not mistaken for what the first one needs.
    world.made.clear();
    let other = make(bench, &mut world, &order, &mut found, objects, tenants).await?;
    let (Some(mut one), Some(mut other)) = (tenant(one, tenants), tenant(other, tenants)) else {
        return Ok(found);
    };
    let (left, right) = (values(&one.rows), values(&other.rows));
    one.marks = left.difference(&right).cloned().collect();
    other.marks = right.difference(&left).cloned().collect();
    for role in &tenants.roles {
        found.extend(tables::run(bench, objects, role, &one, &other).await?);
        found.extend(calls::run(bench, objects, role, &one, &other).await?);
    }
    Ok(found)
}

/// The tables that lead to the tenants' by foreign keys, each after those that it needs.
fn owned(catalog: &Catalog, tenants: &Tenants) -> Vec<QName> {
    let root = &tenants.table;
    let tables: Vec<QName> = catalog
        .of_kind(Kind::Table)
        .filter(|(_, object)| match &object.definition {
            Definition::Table(it) => it.foreign.is_none() && it.partition_of.is_none(),
            _ => false,
        })
        .map(|(id, _)| id.qname())
        .collect();
    // Those that are stated and lead there by deferred keys alone are tied by what is stated.
    let is_apart =
        |table: &&QName| *table != root && !leads(catalog, table, root, &mut BTreeSet::new());
    let mut order = vec![root.clone()];
    order.extend(tenants.rows.keys().filter(is_apart).cloned());
    loop {
        let next = tables.iter().find(|table| {
            !order.contains(table)
                && keys(catalog, table).iter().any(|key| order.contains(key.references) && !key.deferred)
                // Those that it cannot do without come first.
                && keys(catalog, table).iter().all(|key| {
                    key.deferred
                        || key.references == *table
                        || order.contains(key.references)
                        || !leads(catalog, key.references, root, &mut BTreeSet::new())
                        || key.columns.iter().all(|name| is_nullable(catalog, table, name))
                })
        });
        match next {
            Some(table) => order.push(table.clone()),
            None => return order,
        }
    }
}

fn leads(catalog: &Catalog, table: &QName, root: &QName, seen: &mut BTreeSet<QName>) -> bool {
    table == root
        || seen.insert(table.clone())
            && keys(catalog, table)
                .iter()
                .any(|key| !key.deferred && leads(catalog, key.references, root, seen))
}

fn is_nullable(catalog: &Catalog, table: &QName, name: &Name) -> bool {
    let id = ObjectId::of_relation(Kind::Column, table, name.clone());
    catalog.column(&id).is_none_or(|it| it.null)
}

/// One tenant's rows. A table of which no row can be made is a finding.
async fn make(
    bench: &mut Bench<'_>,
    world: &mut World,
    order: &[QName],
    found: &mut Vec<Found>,
    objects: &Objects,
    tenants: &Tenants,
) -> Result<BTreeMap<QName, Row>, StatementError> {
    let mut rows: BTreeMap<QName, Row> = BTreeMap::new();
    world.given.clear();
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
                    let is_told = found.iter().any(|it| it.name == name);
                    if !is_told {
                        found.push(Found::fails(name, TENANTS, at, message, told(&error)));
                    }
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
        found.push(Found::fails("rows for each tenant".into(), TENANTS, at, message, told(&error)));
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

fn tenant(rows: BTreeMap<QName, Row>, tenants: &Tenants) -> Option<Tenant> {
    let row = rows.get(&tenants.table)?;
    let claims = claims(&tenants.claims, row).to_string();
    Some(Tenant { claims, rows, marks: BTreeSet::new() })
}

/// The claims with a row's values: `{id}`.
fn claims(claims: &serde_json::Value, row: &Row) -> serde_json::Value {
    use serde_json::Value as Json;
    match claims {
        Json::String(text) => {
            let mut text = text.clone();
            for (name, value) in row {
                text = text.replace(&format!("{{{name}}}"), value.as_deref().unwrap_or_default());
            }
            Json::String(text)
        }
        Json::Array(items) => items.iter().map(|it| self::claims(it, row)).collect(),
        Json::Object(map) => {
            Json::Object(map.iter().map(|(key, it)| (key.clone(), self::claims(it, row))).collect())
        }
        _ => claims.clone(),
    }
}

/// The values of rows that are long enough to be recognized.
fn values(rows: &BTreeMap<QName, Row>) -> BTreeSet<String> {
    let all = rows.values().flat_map(|row| row.values().flatten());
    all.filter(|it| it.len() >= 6).cloned().collect()
}
