//! A row with what must be there: columns that are left out and have no default are filled in, and rows are made that
//! foreign keys need. The server says whether a row will do.

mod attempts;
mod referred;
mod vary;

pub(super) use crate::catalog::{Key, keys};

use super::bench::Bench;
use super::world::{Row, World};
use crate::catalog::{Catalog, Kind, Name, ObjectId, QName};
use crate::connect::StatementError;
use crate::render::literal;
use attempts::attempts;
use referred::{found, referred};

/// How many rows may need one another.
const DEPTH: usize = 12;

/// A row that is wanted.
#[derive(Debug, Clone)]
pub(super) struct Wanted<'a> {
    table: &'a QName,
    /// The values that are stated, as SQL.
    stated: Vec<(Name, String)>,
    depth: usize,
}

impl<'a> Wanted<'a> {
    pub(super) fn new(table: &'a QName, stated: Vec<(Name, String)>) -> Self {
        Self { table, stated, depth: 0 }
    }
}

/// Inserts a row and gives it as it then is.
pub(super) async fn insert(
    bench: &mut Bench<'_>,
    world: &mut World,
    wanted: Wanted<'_>,
) -> Result<Row, StatementError> {
    let Wanted { table, mut stated, depth } = wanted;
    let catalog = bench.catalog;
    let missing = |stated: &[(Name, String)]| missing(catalog, table, stated);
    for key in keys(catalog, table) {
        let open = missing(&stated);
        let is_open = |name: &Name| open.iter().any(|it| it == name);
        if key.deferred || !key.columns.iter().any(is_open) || depth > DEPTH {
            continue;
        }
        let pairs = key.columns.iter().zip(key.referenced);
        let fixed: Vec<(Name, String)> = pairs
            .filter_map(|(own, other)| {
                let value = stated.iter().find(|(name, _)| name == own)?;
                Some((other.clone(), value.1.clone()))
            })
            .collect();
        // The table itself: a row may refer to itself where its key is stated.
        let row = Box::pin(referred(bench, world, key.references, &fixed, depth)).await?;
        for (own, other) in key.columns.iter().zip(key.referenced) {
            if !stated.iter().any(|(name, _)| name == own) {
                let value = row.get(other).cloned().flatten();
                stated.push((own.clone(), value.map_or_else(|| "NULL".into(), |it| literal(&it))));
            }
        }
    }
    let open = missing(&stated);
    attempts(bench, world, table, &stated, open).await
}

/// The columns that must be stated and are not.
fn missing(catalog: &Catalog, table: &QName, stated: &[(Name, String)]) -> Vec<Name> {
    let has_default = |id: &ObjectId| {
        catalog.objects.contains_key(&ObjectId { kind: Kind::DefaultExpr, ..id.clone() })
    };
    let columns = catalog.columns(table).into_iter().filter(|(id, _, column)| {
        !column.null
            && column.identity.is_none()
            && column.generated.is_none()
            && !has_default(id)
            && !stated.iter().any(|(name, _)| *name == id.name)
    });
    columns.map(|(id, _, _)| id.name.clone()).collect()
}

/// Makes what a row owes by deferred foreign keys.
pub(super) async fn owed(
    bench: &mut Bench<'_>,
    world: &mut World,
    table: &QName,
    row: &Row,
) -> Result<(), StatementError> {
    for key in keys(bench.catalog, table).into_iter().filter(|key| key.deferred) {
        let value = |name: &Name| row.get(name).cloned().flatten().map(|it| literal(&it));
        let fixed: Option<Vec<(Name, String)>> = key
            .columns
            .iter()
            .zip(key.referenced)
            .map(|(own, other)| Some((other.clone(), value(own)?)))
            .collect();
        let Some(fixed) = fixed else { continue };
        if found(bench, key.references, &fixed).await?.is_some() {
            continue;
        }
        // Generated columns follow from others.
        let catalog = bench.catalog;
        let is_plain = |name: &Name| {
            let id = ObjectId::of_relation(Kind::Column, key.references, name.clone());
            catalog.column(&id).is_none_or(|it| it.generated.is_none())
        };
        let stated = fixed.into_iter().filter(|(name, _)| is_plain(name)).collect();
        let made = Box::pin(insert(bench, world, Wanted::new(key.references, stated))).await?;
        world.made.entry(key.references.clone()).or_default().push(made);
    }
    Ok(())
}
