//! A row with what must be there: columns that are left out and have no default are filled in, and rows are made that
//! foreign keys need. The server says whether a row will do.

use super::bench::Bench;
use super::sample::{quoted_words, samples};
use super::world::{Row, World};
use crate::catalog::{Catalog, ConstraintBody, Definition, Kind, Name, ObjectId, QName};
use crate::connect::StatementError;
use crate::render::{literal, qualified, quoted};
use std::collections::{BTreeMap, BTreeSet};

/// How often a row is tried with other values.
const ATTEMPTS: usize = 400;

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

/// A foreign key of a table.
pub(super) struct Key<'c> {
    pub(super) columns: &'c [Name],
    pub(super) references: &'c QName,
    pub(super) referenced: &'c [Name],
    /// What it refers to may come later.
    pub(super) deferred: bool,
}

/// The foreign keys of a table.
pub(super) fn keys<'c>(catalog: &'c Catalog, table: &QName) -> Vec<Key<'c>> {
    let constraints = catalog.of_relation(Kind::Constraint, table);
    let keys = constraints.filter_map(|(_, object)| {
        let Definition::Constraint(it) = &object.definition else { return None };
        let ConstraintBody::ForeignKey { columns, references, referenced_columns, .. } = &it.body
        else {
            return None;
        };
        let deferred = it.initially_deferred;
        Some(Key { columns, references, referenced: referenced_columns, deferred })
    });
    keys.collect()
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

/// The row that a foreign key is to refer to: one that is given where there is only one, one that was made, a reference
/// row, or a new one.
async fn referred(
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

/// The first row that has these values.
async fn found(
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
    let sql = format!("SELECT * FROM {}{condition} ORDER BY 1 LIMIT 1", qualified(table));
    let given = bench.ask(&sql).await?;
    Ok(given.rows.into_iter().next().map(|values| row(&given.columns, values)))
}

fn row(columns: &[String], values: Vec<Option<String>>) -> Row {
    columns.iter().map(Name::from).zip(values).collect()
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

/// What is tried for the columns that are left to the tool.
struct Odometer {
    samples: BTreeMap<Name, Vec<String>>,
    at: BTreeMap<Name, usize>,
    /// The columns that constraints complained of, which are varied.
    varied: BTreeSet<Name>,
}

impl Odometer {
    /// The next combination of what is varied; `false` after the last.
    fn advance(&mut self) -> bool {
        for name in &self.varied {
            let count = self.samples.get(name).map_or(0, Vec::len);
            let at = self.at.entry(name.clone()).or_default();
            *at += 1;
            if *at < count {
                return true;
            }
            *at = 0;
        }
        false
    }
}

async fn attempts(
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

/// Has samples for a column.
fn take(catalog: &Catalog, world: &mut World, table: &QName, name: &Name, odometer: &mut Odometer) {
    if odometer.samples.contains_key(name) {
        return;
    }
    let id = ObjectId::of_relation(Kind::Column, table, name.clone());
    let Some(column) = catalog.column(&id) else { return };
    world.count += 1;
    let mut found = samples(catalog, &column.data_type, name, world.count);
    for (_, object) in catalog.of_relation(Kind::Constraint, table) {
        if let Definition::Constraint(it) = &object.definition
            && let ConstraintBody::Check { expression, .. } = &it.body
            && names(expression).contains(name)
        {
            let words = quoted_words(expression).into_iter().filter(|it| !found.contains(it));
            let words: Vec<String> = words.collect();
            found.extend(words);
        }
    }
    odometer.samples.insert(name.clone(), found);
}

/// What to try after an error.
enum Next {
    /// The same values, and the first samples of columns that were left to their defaults before.
    Same,
    /// The next combination.
    Another,
    /// No other value will do.
    Nothing,
}

/// Whether other values may do, after an error: the columns that it speaks of are varied.
fn vary(
    catalog: &Catalog,
    world: &mut World,
    table: &QName,
    stated: &[(Name, String)],
    error: &StatementError,
    odometer: &mut Odometer,
) -> Next {
    let named = |what: &str| {
        error.objects.iter().find(|(it, _)| *it == what).map(|(_, name)| Name::from(name))
    };
    let is_free = |name: &Name| !stated.iter().any(|(it, _)| it == name);
    let before = odometer.samples.len();
    match error.sqlstate.as_deref() {
        Some("23514") => match named("constraint").and_then(|it| condition(catalog, table, it)) {
            Some(expression) => {
                let names = names(expression);
                let mut is_free_here = false;
                for (id, _, column) in catalog.columns(table) {
                    let may_vary = column.generated.is_none() && is_free(&id.name);
                    if may_vary && names.contains(&id.name) {
                        take(catalog, world, table, &id.name, odometer);
                        odometer.varied.insert(id.name.clone());
                        is_free_here = true;
                    }
                }
                if !is_free_here {
                    return Next::Nothing;
                }
            }
            // A domain's: whatever column has it.
            None => odometer.varied.extend(odometer.samples.keys().cloned()),
        },
        Some("23502") => {
            let Some(name) = named("column").filter(is_free) else { return Next::Nothing };
            take(catalog, world, table, &name, odometer);
        }
        Some("22001" | "22P02" | "22003" | "22007" | "22008" | "22023" | "22026" | "23505") => {
            odometer.varied.extend(odometer.samples.keys().cloned());
        }
        _ => return Next::Nothing,
    }
    match (odometer.samples.len() > before, odometer.varied.is_empty()) {
        (true, _) => Next::Same,
        (false, false) => Next::Another,
        (false, true) => Next::Nothing,
    }
}

/// The condition of a check of a table.
fn condition<'c>(catalog: &'c Catalog, table: &QName, name: Name) -> Option<&'c String> {
    match &catalog.get(&ObjectId::of_relation(Kind::Constraint, table, name))?.definition {
        Definition::Constraint(it) => match &it.body {
            ConstraintBody::Check { expression, .. } => Some(expression),
            _ => None,
        },
        _ => None,
    }
}

/// The names in a condition, as they may be columns.
fn names(expression: &str) -> Vec<Name> {
    crate::connect::statement::names(expression).iter().map(Name::from).collect()
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
