//! What a tenant may do to another one's rows of each table that has row security.

use super::tenants::{Tenant, is_row, primary_key};
use super::visible::visible;
use super::{Found, TENANTS};
use crate::catalog::{Definition, Kind, Name, ObjectId, QName};
use crate::connect::StatementError;
use crate::exercise::act::become_role;
use crate::exercise::bench::{Bench, Given};
use crate::exercise::fill::keys;
use crate::exercise::world::Row;
use crate::read::Objects;
use crate::render::{literal, qualified, quoted};

/// What is tried.
const OPERATIONS: [&str; 4] = ["select", "update", "delete", "insert"];

/// Tries every operation of a role on every table.
pub(super) async fn run(
    bench: &mut Bench<'_>,
    objects: &Objects,
    role: &Name,
    one: &Tenant,
    other: &Tenant,
) -> Result<Vec<Found>, StatementError> {
    let mut found = Vec::new();
    for (table, theirs) in &other.rows {
        let id = ObjectId::in_schema(Kind::Table, table);
        let protected = bench.catalog.get(&id).is_some_and(|it| match &it.definition {
            Definition::Table(it) => it.row_security,
            _ => false,
        });
        if !protected {
            continue;
        }
        for operation in OPERATIONS {
            let name = format!("{role} does not {operation} another tenant's {table}");
            let tried = Tried { role, table, one, other, theirs };
            let wrong = tried.tries(bench, operation).await?;
            let leave = visible(bench.settings, &table.to_string(), operation);
            found.push(match (wrong, leave) {
                (None, _) => Found::holds(name, TENANTS, "refused, or no row"),
                (Some(_), Some(leave)) => {
                    Found::holds(name, TENANTS, format!("visible: {}", leave.reason))
                }
                (Some((message, lines)), None) => {
                    Found::fails(name, TENANTS, objects.origins.get(&id), message, lines)
                }
            });
        }
    }
    Ok(found)
}

/// A statement that is tried.
struct Statement {
    sql: String,
    /// It puts one's own row into the other one's name.
    hands_over: bool,
}

impl From<String> for Statement {
    fn from(sql: String) -> Self {
        Self { sql, hands_over: false }
    }
}

struct Tried<'t> {
    role: &'t Name,
    table: &'t QName,
    one: &'t Tenant,
    other: &'t Tenant,
    theirs: &'t Row,
}

type Wrong = Option<(String, Vec<String>)>;

impl Tried<'_> {
    async fn tries(&self, bench: &Bench<'_>, operation: &str) -> Result<Wrong, StatementError> {
        for Statement { sql, hands_over } in self.statements(bench, operation).await? {
            if let Some(wrong) = self.attempt(bench, operation, &sql, hands_over).await? {
                return Ok(Some((wrong, vec![sql])));
            }
        }
        Ok(None)
    }

    /// The statements that would reach the other one's row, as far as the role may name its columns.
    async fn statements(
        &self,
        bench: &Bench<'_>,
        operation: &str,
    ) -> Result<Vec<Statement>, StatementError> {
        let table = qualified(self.table);
        let mut may = self.columns(bench, operation).await?;
        if may.is_empty() {
            // It may name none: it is tried with all, and must be refused.
            let columns = bench.catalog.columns(self.table).into_iter();
            may =
                columns.filter(|it| it.2.generated.is_none()).map(|it| it.0.name.clone()).collect();
        }
        let condition = is_row(bench.catalog, self.table, self.theirs);
        let value = |name: &Name, of: &Row| {
            of.get(name).cloned().flatten().map_or_else(|| "NULL".into(), |it| literal(&it))
        };
        Ok(match operation {
            "select" => {
                let list: Vec<String> = may.iter().map(|it| quoted(it)).collect();
                let list = if list.is_empty() { "*".to_owned() } else { list.join(", ") };
                vec![format!("SELECT {list} FROM {table}").into()]
            }
            "delete" => {
                vec![
                    format!("DELETE FROM {table}").into(),
                    format!("DELETE FROM {table} WHERE {condition}").into(),
                ]
            }
            "update" => {
                let key = primary_key(bench.catalog, self.table);
                let plain = may.iter().find(|it| !key.contains(it)).or_else(|| may.first());
                let mut all = Vec::new();
                if let Some(name) = plain {
                    let (set, to) = (quoted(name), value(name, self.theirs));
                    all.push(format!("UPDATE {table} SET {set} = {to}").into());
                    all.push(format!("UPDATE {table} SET {set} = {set} WHERE {condition}").into());
                }
                // One's own row, put into the other one's name. Without WHERE no policy for SELECT is asked.
                if let Some(own) = self.one.rows.get(self.table) {
                    let own = is_row(bench.catalog, self.table, own);
                    let set: Vec<String> = ties(bench, self)
                        .filter(|it| may.contains(it))
                        .map(|it| format!("{} = {}", quoted(&it), value(&it, self.theirs)))
                        .collect();
                    let sql = format!("UPDATE {table} SET {}", set.join(", "));
                    if !set.is_empty() {
                        all.push(Statement { sql: sql.clone(), hands_over: true });
                        all.push(Statement { sql: format!("{sql} WHERE {own}"), hands_over: true });
                    }
                }
                all
            }
            _ => {
                let ties: Vec<Name> = ties(bench, self).collect();
                if !ties.iter().any(|it| may.contains(it)) {
                    return Ok(Vec::new());
                }
                // A copy of the other one's row with values of its own where they must be.
                let columns = bench.catalog.columns(self.table);
                let has_default = |id: &ObjectId| {
                    let default = ObjectId { kind: Kind::DefaultExpr, ..id.clone() };
                    bench.catalog.objects.contains_key(&default)
                };
                let key = primary_key(bench.catalog, self.table);
                let stated = columns.iter().filter(|(id, _, it)| {
                    let leaves = has_default(id) || it.null || key.contains(&id.name);
                    it.generated.is_none()
                        && it.identity.is_none()
                        && may.contains(&id.name)
                        && (ties.contains(&id.name) || !leaves)
                });
                let names: Vec<Name> = stated.map(|(id, _, _)| id.name.clone()).collect();
                let list: Vec<String> = names.iter().map(|it| quoted(it)).collect();
                let values: Vec<String> = names.iter().map(|it| value(it, self.theirs)).collect();
                let (list, values) = (list.join(", "), values.join(", "));
                vec![format!("INSERT INTO {table} ({list}) VALUES ({values})").into()]
            }
        })
    }

    /// The columns that the role may name in an operation, as the server says.
    async fn columns(
        &self,
        bench: &Bench<'_>,
        operation: &str,
    ) -> Result<Vec<Name>, StatementError> {
        if operation == "delete" {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT attname FROM pg_catalog.pg_attribute WHERE attrelid = {}::pg_catalog.regclass \
             AND attnum > 0 AND NOT attisdropped AND attgenerated = '' \
             AND pg_catalog.has_column_privilege({}, attrelid, attnum, {}) ORDER BY attnum",
            literal(&qualified(self.table)),
            literal(self.role),
            literal(operation)
        );
        let given = bench.ask(&sql).await?;
        Ok(given
            .rows
            .into_iter()
            .filter_map(|row| row.into_iter().next()?)
            .map(Name::from)
            .collect())
    }

    /// Tries a statement as the one, and says what it did to the other.
    async fn attempt(
        &self,
        bench: &Bench<'_>,
        operation: &str,
        sql: &str,
        hands_over: bool,
    ) -> Result<Option<String>, StatementError> {
        let before = snapshot(bench, self.other).await?;
        bench.session.batch("SAVEPOINT momni_db_tried").await?;
        let claims = Some(&*self.one.claims);
        bench.session.batch(&become_role(bench, Some(self.role), claims)).await?;
        let answer = bench.ask(sql).await;
        if answer.is_err() {
            bench.session.batch("ROLLBACK TO momni_db_tried").await?;
        }
        bench.session.batch("RESET ROLE").await?;
        let after = snapshot(bench, self.other).await?;
        bench.session.batch("ROLLBACK TO momni_db_tried; RELEASE momni_db_tried").await?;
        Ok(match answer {
            Ok(given) => self.judge(operation, &given, before != after, hands_over),
            Err(error) if error.connection_lost => return Err(error),
            Err(error) => revealed(&error, self.other, sql),
        })
    }

    fn judge(
        &self,
        operation: &str,
        given: &Given,
        is_changed: bool,
        hands_over: bool,
    ) -> Option<String> {
        let told = |what: &str| Some(format!("{what} {}", self.table));
        match operation {
            "select" => {
                let is_theirs = |row: &Vec<Option<String>>| {
                    row.iter().flatten().any(|it| self.other.marks.contains(it))
                };
                given
                    .rows
                    .iter()
                    .any(is_theirs)
                    .then(|| format!("a row of another tenant is read from {}", self.table))
            }
            "delete" if is_changed => told("a row of another tenant is deleted from"),
            "insert" if given.count > 0 => told("a row is added in another tenant's name to"),
            "update" if is_changed => told("a row of another tenant is changed in"),
            "update" if given.count > 0 && hands_over => {
                told("a row is put into another tenant's name in")
            }
            _ => None,
        }
    }
}

/// The columns that tie a row to a tenant and are not its key alone.
fn ties<'t>(bench: &Bench<'t>, tried: &'t Tried<'_>) -> impl Iterator<Item = Name> + use<'t> {
    let key = primary_key(bench.catalog, tried.table);
    let mut names = Vec::new();
    for it in keys(bench.catalog, tried.table) {
        if tried.other.rows.contains_key(it.references) {
            names.extend(it.columns.iter().cloned());
        }
    }
    names.sort();
    names.dedup();
    names.retain(|name| key.len() != 1 || key[0] != *name);
    names.into_iter()
}

/// Every row of a tenant as it is now.
pub(super) async fn snapshot(bench: &Bench<'_>, of: &Tenant) -> Result<Given, StatementError> {
    let rows = of.rows.iter().map(|(table, row)| {
        let condition = is_row(bench.catalog, table, row);
        format!(
            "(SELECT {}, t::pg_catalog.text FROM {} t WHERE {condition})",
            literal(&table.to_string()),
            qualified(table)
        )
    });
    let sql = rows.collect::<Vec<_>>().join(" UNION ALL ");
    bench.ask(&format!("{sql} ORDER BY 1, 2")).await
}

/// What an error tells of a tenant that the statement did not say.
pub(super) fn revealed(error: &StatementError, other: &Tenant, sql: &str) -> Option<String> {
    let said = [Some(&error.message), error.detail.as_ref(), error.hint.as_ref()];
    let text: Vec<&str> = said.into_iter().flatten().map(String::as_str).collect();
    let text = text.join(" ");
    let mark = other
        .marks
        .iter()
        .find(|mark| text.contains(mark.as_str()) && !sql.contains(mark.as_str()))?;
    Some(format!("an error tells `{mark}` of another tenant: {}", error.message))
}
