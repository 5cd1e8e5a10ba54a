//! What one test exercised.

use super::policies::exercised;
use super::seen::{Act, Seen};
use super::{Exercised, ObjectId};
use crate::catalog::{Definition, Kind, Name, Principal, QName, Security};
use crate::connect::StatementError;
use crate::exercise::bench::Bench;
use crate::render::qualified;
use crate::trial::{Test, What};
use std::collections::BTreeSet;

/// Notes which functions ran and which tables were touched, and asks the policies that were in force. The transaction is
/// as it was before the act, and the session is the caller.
pub(crate) async fn note(
    bench: &mut Bench<'_>,
    test: &Test,
    before: &Seen,
    after: &Seen,
    error: Option<&StatementError>,
) -> Result<(), StatementError> {
    let mut called: BTreeSet<ObjectId> = after
        .functions_since(before)
        .iter()
        .filter_map(|number| bench.functions.get(number).cloned())
        .collect();
    let named: Vec<&QName> = test
        .acts
        .iter()
        .filter_map(|act| match &act.what {
            What::Call { function, .. } => Some(function),
            What::Sql(_) => None,
        })
        .collect();
    let context = error.and_then(|it| it.context.as_deref()).unwrap_or_default();
    for (id, _) in bench.catalog.of_kind(Kind::Function) {
        // One that an error ends is not counted by the server.
        let ran = context.contains(&format!("function {}(", qualified(&id.qname())));
        if ran || named.iter().any(|it| **it == id.qname()) {
            called.insert(id.clone());
        }
    }
    let mut roles: BTreeSet<Name> = test.caller.role.iter().cloned().collect();
    for id in &called {
        bench.exercised.insert(Exercised::Called(id.clone()));
        if let Some(code) = error.and_then(|it| it.sqlstate.clone()) {
            bench.exercised.insert(Exercised::Raised(id.clone(), code));
        }
        let Some(object) = bench.catalog.get(id) else { continue };
        if let (Definition::Function(it), Some(Principal::Role(owner))) =
            (&object.definition, &object.owner)
            && it.security == Security::Definer
        {
            roles.insert(owner.clone());
        }
    }
    let mut tables: BTreeSet<(QName, Act)> = after.tables_since(before);
    tables.extend(refused_table(bench, error).map(|table| (table, Act::Insert)));
    exercised(bench, &tables, &roles, error.is_some()).await
}

/// The table whose policies refused a new row.
fn refused_table(bench: &mut Bench<'_>, error: Option<&StatementError>) -> Option<QName> {
    let error = error.filter(|it| it.sqlstate.as_deref() == Some("42501"))?;
    let of = error.message.split("row-level security policy").nth(1)?;
    let name = of.split('"').rev().nth(1)?.to_owned();
    let tables: Vec<QName> = bench.catalog.of_kind(Kind::Table).map(|(id, _)| id.qname()).collect();
    let table = tables.into_iter().find(|it| *it.name == *name)?;
    for (id, _) in bench.catalog.of_relation(Kind::Policy, &table) {
        bench.exercised.insert(Exercised::Refused(id.clone()));
    }
    Some(table)
}
