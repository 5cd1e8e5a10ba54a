//! What a tenant may do to another one's rows of each table that has row security: by their own rights, and by those of the
//! owners of the functions that they call, whom the policies bind.

use super::attempt::{Who, attempted, revealed};
use super::calls::may;
use super::case::Operation;
use super::order::owned;
use super::statements::{Reach, Statement, statements};
use super::tenants::Tenant;
use super::visible::visible;
use super::{Case, Found};
use crate::catalog::{Catalog, Definition, Kind, Name, ObjectId, Principal, QName, Security};
use crate::connect::StatementError;
use crate::exercise::bench::{Bench, Given};
use crate::read::Objects;
use crate::trial::Tenants;
use std::collections::BTreeSet;

/// Every operation on every table.
pub(super) async fn cases(
    bench: &Bench<'_>,
    objects: &Objects,
    tenants: &Tenants,
    role: &Name,
) -> Result<Vec<Case>, StatementError> {
    let mut tables = owned(bench.catalog, tenants);
    tables.retain(|table| is_protected(bench.catalog, table));
    tables.sort();
    let definers = match &tenants.definers {
        Some(these) => these.iter().cloned().collect(),
        None => definers(bench, objects, role).await?,
    };
    let mut found = Vec::new();
    for definer in std::iter::once(None).chain(definers.into_iter().map(Some)) {
        for table in &tables {
            found.extend(Operation::ALL.map(|operation| Case::Table {
                table: table.clone(),
                role: role.clone(),
                definer: definer.clone(),
                operation,
            }));
        }
    }
    Ok(found)
}

fn is_protected(catalog: &Catalog, table: &QName) -> bool {
    let object = catalog.get(&ObjectId::in_schema(Kind::Table, table));
    matches!(object.map(|it| &it.definition), Some(Definition::Table(it)) if it.row_security)
}

/// The owners of the definer functions that the role may call.
async fn definers(
    bench: &Bench<'_>,
    objects: &Objects,
    role: &Name,
) -> Result<BTreeSet<Name>, StatementError> {
    let mut found = BTreeSet::new();
    for (id, object) in bench.catalog.of_kind(Kind::Function) {
        if let (Definition::Function(it), Some(Principal::Role(owner))) =
            (&object.definition, &object.owner)
            && it.security == Security::Definer
            && objects.origins.contains_key(id)
            && !found.contains(owner)
            && may(bench, role, id).await?
        {
            found.insert(owner.clone());
        }
    }
    Ok(found)
}

/// Tries an operation of the one on the other one's rows of a table.
pub(super) async fn attempt(
    bench: &mut Bench<'_>,
    objects: &Objects,
    (table, operation): (&QName, Operation),
    who: Who<'_>,
    (one, other): (&Tenant, &Tenant),
) -> Result<Found, StatementError> {
    let Some(theirs) = other.rows.get(table) else { return Ok(Found::Moot) };
    let role = who.definer.unwrap_or(who.role);
    let reach = Reach { role, table, one, other, theirs };
    for Statement { sql, hands_over } in statements(bench, &reach, operation).await? {
        let tried = attempted(bench, who, other, &sql).await?;
        let wrong = match &tried.answer {
            Ok(given) => {
                let judged = judge(operation, given, other, tried.is_changed, hands_over);
                judged.map(|what| format!("{what} {table}"))
            }
            Err(error) => revealed(error, other, &sql),
        };
        let Some(message) = wrong else { continue };
        return Ok(match visible(bench.settings, &table.to_string(), operation.word()) {
            Some(leave) => Found::Holds(format!("visible: {}", leave.reason)),
            None => {
                let id = ObjectId::in_schema(Kind::Table, table);
                Found::fails(objects.origins.get(&id), message, vec![sql])
            }
        });
    }
    Ok(Found::Holds("refused, or no row".into()))
}

fn judge(
    operation: Operation,
    given: &Given,
    other: &Tenant,
    is_changed: bool,
    hands_over: bool,
) -> Option<&'static str> {
    let is_theirs =
        |row: &Vec<Option<String>>| row.iter().flatten().any(|it| other.marks.contains(it));
    match operation {
        Operation::Select if given.rows.iter().any(is_theirs) => {
            Some("a row of another tenant is read from")
        }
        Operation::Delete if is_changed => Some("a row of another tenant is deleted from"),
        Operation::Insert if given.count > 0 => Some("a row is added in another tenant's name to"),
        Operation::Update if is_changed => Some("a row of another tenant is changed in"),
        Operation::Update if given.count > 0 && hands_over => {
            Some("a row is put into another tenant's name in")
        }
        _ => None,
    }
}
