//! The statements by which one tenant would reach another one's row of a table.

use super::case::Operation;
use super::rows::{is_row, primary_key};
use super::tenants::Tenant;
use crate::catalog::{Kind, Name, ObjectId, QName};
use crate::connect::StatementError;
use crate::exercise::bench::Bench;
use crate::exercise::fill::keys;
use crate::exercise::world::Row;
use crate::render::{literal, qualified, quoted};

/// A statement that is tried.
pub(super) struct Statement {
    pub(super) sql: String,
    /// It puts one's own row into the other one's name.
    pub(super) hands_over: bool,
}

impl From<String> for Statement {
    fn from(sql: String) -> Self {
        Self { sql, hands_over: false }
    }
}

/// Who reaches for what.
pub(super) struct Reach<'t> {
    /// The role whose rights count.
    pub(super) role: &'t Name,
    pub(super) table: &'t QName,
    pub(super) one: &'t Tenant,
    pub(super) other: &'t Tenant,
    /// The other one's row.
    pub(super) theirs: &'t Row,
}

/// The statements that would reach the other one's row, as far as the role may name its columns.
pub(super) async fn statements(
    bench: &Bench<'_>,
    reach: &Reach<'_>,
    operation: Operation,
) -> Result<Vec<Statement>, StatementError> {
    let table = qualified(reach.table);
    let mut may = columns(bench, reach, operation).await?;
    if may.is_empty() {
        // It may name none: it is tried with all, and must be refused.
        let columns = bench.catalog.columns(reach.table).into_iter();
        may = columns.filter(|it| it.2.generated.is_none()).map(|it| it.0.name.clone()).collect();
    }
    let condition = is_row(bench.catalog, reach.table, reach.theirs);
    let value = |name: &Name, of: &Row| {
        of.get(name).cloned().flatten().map_or_else(|| "NULL".into(), |it| literal(&it))
    };
    Ok(match operation {
        Operation::Select => {
            let list: Vec<String> = may.iter().map(|it| quoted(it)).collect();
            let list = if list.is_empty() { "*".to_owned() } else { list.join(", ") };
            vec![format!("SELECT {list} FROM {table}").into()]
        }
        Operation::Delete => {
            vec![
                format!("DELETE FROM {table}").into(),
                format!("DELETE FROM {table} WHERE {condition}").into(),
            ]
        }
        Operation::Update => {
            let key = primary_key(bench.catalog, reach.table);
            let plain = may.iter().find(|it| !key.contains(it)).or_else(|| may.first());
            let mut all = Vec::new();
            if let Some(name) = plain {
                let (set, to) = (quoted(name), value(name, reach.theirs));
                all.push(format!("UPDATE {table} SET {set} = {to}").into());
                all.push(format!("UPDATE {table} SET {set} = {set} WHERE {condition}").into());
            }
            // One's own row, put into the other one's name. Without WHERE no policy for SELECT is asked.
            if let Some(own) = reach.one.rows.get(reach.table) {
                let own = is_row(bench.catalog, reach.table, own);
                let set: Vec<String> = ties(bench, reach)
                    .filter(|it| {
                        may.contains(it) && reach.theirs.get(it).is_some_and(Option::is_some)
                    })
                    .map(|it| format!("{} = {}", quoted(&it), value(&it, reach.theirs)))
                    .collect();
                let sql = format!("UPDATE {table} SET {}", set.join(", "));
                if !set.is_empty() {
                    all.push(Statement { sql: sql.clone(), hands_over: true });
                    all.push(Statement { sql: format!("{sql} WHERE {own}"), hands_over: true });
                }
            }
            all
        }
        Operation::Insert => {
            let ties: Vec<Name> = ties(bench, reach).collect();
            if !ties.iter().any(|it| may.contains(it)) {
                return Ok(Vec::new());
            }
            // A copy of the other one's row with values of its own where they must be.
            let columns = bench.catalog.columns(reach.table);
            let has_default = |id: &ObjectId| {
                let default = ObjectId { kind: Kind::DefaultExpr, ..id.clone() };
                bench.catalog.objects.contains_key(&default)
            };
            let key = primary_key(bench.catalog, reach.table);
            let stated = columns.iter().filter(|(id, _, it)| {
                let leaves = has_default(id) || it.null || key.contains(&id.name);
                it.generated.is_none()
                    && it.identity.is_none()
                    && may.contains(&id.name)
                    && (ties.contains(&id.name) || !leaves)
            });
            let names: Vec<Name> = stated.map(|(id, _, _)| id.name.clone()).collect();
            let list: Vec<String> = names.iter().map(|it| quoted(it)).collect();
            let values: Vec<String> = names.iter().map(|it| value(it, reach.theirs)).collect();
            let (list, values) = (list.join(", "), values.join(", "));
            vec![format!("INSERT INTO {table} ({list}) VALUES ({values})").into()]
        }
    })
}

/// The columns that the role may name in an operation, as the server says.
async fn columns(
    bench: &Bench<'_>,
    reach: &Reach<'_>,
    operation: Operation,
) -> Result<Vec<Name>, StatementError> {
    if operation == Operation::Delete {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT attname FROM pg_catalog.pg_attribute WHERE attrelid = {}::pg_catalog.regclass \
         AND attnum > 0 AND NOT attisdropped AND attgenerated = '' \
         AND pg_catalog.has_column_privilege({}, attrelid, attnum, {}) ORDER BY attnum",
        literal(&qualified(reach.table)),
        literal(reach.role),
        literal(operation.word())
    );
    let given = bench.ask(&sql).await?;
    Ok(given.rows.into_iter().filter_map(|row| row.into_iter().next()?).map(Name::from).collect())
}

/// The columns that tie a row to a tenant and are not its key alone.
fn ties<'t>(bench: &Bench<'t>, reach: &'t Reach<'_>) -> impl Iterator<Item = Name> + use<'t> {
    let key = primary_key(bench.catalog, reach.table);
    let mut names = Vec::new();
    for it in keys(bench.catalog, reach.table) {
        if reach.other.rows.contains_key(it.references) {
            names.extend(it.columns.iter().cloned());
        }
    }
    names.sort();
    names.dedup();
    names.retain(|name| key.len() != 1 || key[0] != *name);
    names.into_iter()
}
