//! What one act exercised.

use super::policies::{self, Asked};
use super::raised::{raised, running};
use super::refused::refused;
use super::seen::{Act, Seen};
use super::{Exercised, ObjectId};
use crate::catalog::{Catalog, Definition, Kind, Name, Principal, QName, Security};
use crate::connect::StatementError;
use crate::exercise::bench::Bench;
use std::collections::BTreeSet;

/// What was done, and what the server counted meanwhile.
pub(crate) struct Acted<'a> {
    /// The role whose rights counted.
    pub(crate) role: Option<&'a Name>,
    /// The statement.
    pub(crate) sql: &'a str,
    pub(crate) before: &'a Seen,
    pub(crate) after: &'a Seen,
    pub(crate) error: Option<&'a StatementError>,
}

/// When the rows are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// As they were before the act.
    Before,
    /// As they are now. Rows that this subtransaction wrote, and later ones, are new.
    After(u64),
}

/// Notes which functions ran and which tables were touched, and asks the policies that were in force. The session is the
/// caller.
pub(crate) async fn note(
    bench: &mut Bench<'_>,
    acted: &Acted<'_>,
    when: When,
) -> Result<(), StatementError> {
    let counted = acted.after.functions_since(acted.before);
    let mut called: BTreeSet<ObjectId> =
        counted.iter().filter_map(|number| bench.functions.get(number).cloned()).collect();
    let mut roles: BTreeSet<Name> = acted.role.iter().copied().cloned().collect();
    if let Some(error) = acted.error {
        // One that an error ends is not counted by the server.
        let running = running(bench.catalog, error);
        bench.exercised.extend(raised(error, &running));
        called.extend(running);
    }
    for id in &called {
        bench.exercised.insert(Exercised::Called(id.clone()));
        let Some(object) = bench.catalog.get(id) else { continue };
        if let (Definition::Function(it), Some(Principal::Role(owner))) =
            (&object.definition, &object.owner)
            && it.security == Security::Definer
        {
            roles.insert(owner.clone());
        }
    }
    if let Some(error) = acted.error {
        let refused = refused(bench.catalog, error, acted.sql, &roles);
        bench.exercised.extend(refused);
    }
    let mut touched: BTreeSet<(QName, Act)> = acted.after.tables_since(acted.before);
    // The server counts what is done to a partitioned table in its partitions alone; its own policies were in force.
    let mut leaves: Vec<(QName, Act)> = touched.iter().cloned().collect();
    while let Some((table, act)) = leaves.pop() {
        if let Some(parent) = parent(bench.catalog, &table)
            && touched.insert((parent.clone(), act))
        {
            leaves.push((parent, act));
        }
    }
    policies::ask(bench, &Asked { touched: &touched, roles: &roles, when }).await
}

/// The table whose partition a table is.
fn parent(catalog: &Catalog, table: &QName) -> Option<QName> {
    match &catalog.get(&ObjectId::in_schema(Kind::Table, table))?.definition {
        Definition::Table(it) => it.partition_of.as_ref().map(|it| it.parent.clone()),
        _ => None,
    }
}
