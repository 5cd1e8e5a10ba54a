//! Which rows the policies that were in force admit: their conditions are asked of every row of the table, with the
//! caller's claims.

use super::branches::branches;
use super::seen::Act;
use super::{Exercised, Exercises};
use crate::catalog::{
    Catalog, Definition, Kind, Name, ObjectId, Policy, PolicyCommand, Principal, QName,
};
use crate::connect::StatementError;
use crate::exercise::bench::Bench;
use crate::render::qualified;
use std::collections::BTreeSet;

/// The policies of the tables that were touched, for the roles that acted: what they admit and refuse among the rows as
/// they were before. What is known already is not asked again.
pub(crate) async fn exercised(
    bench: &mut Bench<'_>,
    tables: &BTreeSet<(QName, Act)>,
    roles: &BTreeSet<Name>,
    is_refused: bool,
) -> Result<(), StatementError> {
    for table in tables.iter().map(|(table, _)| table).collect::<BTreeSet<_>>() {
        for (id, object) in bench.catalog.of_relation(Kind::Policy, table) {
            let Definition::Policy(policy) = &object.definition else { continue };
            let acts = tables.iter().filter(|(it, _)| it == table).map(|(_, act)| *act);
            let is_in_force = acts.clone().any(|act| binds_act(policy.command, act));
            if !is_in_force || !binds(bench.catalog, policy, roles) {
                continue;
            }
            if !is_refused
                && acts.clone().any(|it| it == Act::Insert)
                && policy.with_check.is_some()
            {
                bench.exercised.insert(Exercised::Admitted(id.clone()));
            }
            if let Some(using) = &policy.using {
                ask(bench, table, id, using).await?;
            }
        }
    }
    Ok(())
}

fn binds_act(command: PolicyCommand, act: Act) -> bool {
    match command {
        PolicyCommand::All => true,
        PolicyCommand::Select => act == Act::Scan,
        PolicyCommand::Insert => act == Act::Insert,
        // A statement that finds no row to change has read the table.
        PolicyCommand::Update => matches!(act, Act::Update | Act::Scan),
        PolicyCommand::Delete => matches!(act, Act::Delete | Act::Scan),
    }
}

/// Whether a policy is for one of the roles, or for one that they are members of.
fn binds(catalog: &Catalog, policy: &Policy, roles: &BTreeSet<Name>) -> bool {
    let is_member = |role: &Name, of: &Name| {
        catalog
            .of_kind(Kind::Membership)
            .any(|(id, _)| id.name == *role && id.relation.as_ref() == Some(of))
    };
    policy.roles.iter().any(|it| match it {
        Principal::Public => true,
        Principal::Role(name) => roles.iter().any(|role| role == name || is_member(role, name)),
        Principal::Migrator => false,
    })
}

async fn ask(
    bench: &mut Bench<'_>,
    table: &QName,
    id: &ObjectId,
    using: &str,
) -> Result<(), StatementError> {
    let arms = branches(using);
    let wanted = |exercised: &Exercises| {
        let arms = (0..arms.len()).filter(|_| arms.len() > 1);
        let arms: Vec<Exercised> = arms.map(|at| Exercised::Branch(id.clone(), at)).collect();
        let whole = [Exercised::Admitted(id.clone()), Exercised::Refused(id.clone())];
        arms.into_iter().chain(whole).any(|it| !exercised.contains(&it))
    };
    if !wanted(&bench.exercised) {
        return Ok(());
    }
    let mut list = vec![
        format!("coalesce(pg_catalog.bool_or({using}), false)"),
        format!("coalesce(pg_catalog.bool_or(({using}) IS NOT TRUE), false)"),
    ];
    if arms.len() > 1 {
        list.extend(arms.iter().map(|arm| format!("coalesce(pg_catalog.bool_or({arm}), false)")));
    }
    let sql =
        format!("SELECT ARRAY[{}]::pg_catalog.text[] FROM {}", list.join(", "), qualified(table));
    // A condition that fails has exercised nothing.
    let Ok(row) = bench.unbound(&sql).await else { return Ok(()) };
    let holds = |at: usize| row.get(at).is_some_and(|it| it == "true");
    if holds(0) {
        bench.exercised.insert(Exercised::Admitted(id.clone()));
    }
    if holds(1) {
        bench.exercised.insert(Exercised::Refused(id.clone()));
    }
    for at in (0..arms.len()).filter(|at| holds(at + 2)) {
        bench.exercised.insert(Exercised::Branch(id.clone(), at));
    }
    Ok(())
}
