//! Which rows the policies that were in force admit: their conditions are asked of rows of the table, with the caller's
//! claims. What is known already is not asked again.

use super::Exercised;
use super::branches::branches;
use super::note::When;
use super::seen::Act;
use crate::catalog::{
    Catalog, Definition, Kind, Name, ObjectId, Policy, PolicyCommand, Principal, QName,
};
use crate::connect::StatementError;
use crate::exercise::bench::Bench;
use crate::render::qualified;
use std::collections::BTreeSet;

/// Whose policies are asked.
pub(super) struct Asked<'a> {
    /// The tables that were touched, and how.
    pub(super) touched: &'a BTreeSet<(QName, Act)>,
    /// The roles that acted.
    pub(super) roles: &'a BTreeSet<Name>,
    pub(super) when: When,
}

/// Asks the policies of the tables that were touched, for the roles that acted: `using` of every row, what is asked of new
/// rows of those alone. All of it is one statement, where no condition fails.
pub(super) async fn ask(bench: &mut Bench<'_>, asked: &Asked<'_>) -> Result<(), StatementError> {
    let mut questions = Vec::new();
    for table in asked.touched.iter().map(|(table, _)| table).collect::<BTreeSet<_>>() {
        let acts = asked.touched.iter().filter(|(it, _)| it == table);
        let acts: BTreeSet<Act> = acts.map(|(_, act)| *act).collect();
        for (id, object) in bench.catalog.of_relation(Kind::Policy, table) {
            let Definition::Policy(policy) = &object.definition else { continue };
            let is_in_force = acts.iter().any(|act| binds_act(policy.command, *act));
            if !is_in_force || !binds(bench.catalog, policy, asked.roles) {
                continue;
            }
            if let Some(using) = &policy.using {
                questions.extend(question(bench, table, id, using, None));
            }
            if let (Some(check), When::After(since)) = (&policy.with_check, asked.when)
                && (acts.contains(&Act::Insert) || acts.contains(&Act::Update))
            {
                let new = Some((since, policy.using.is_none()));
                questions.extend(question(bench, table, id, check, new));
            }
        }
    }
    if questions.is_empty() {
        return Ok(());
    }
    let all: Vec<&str> = questions.iter().map(|it| it.sql.as_str()).collect();
    if let Ok(answer) = bench.unbound(&format!("SELECT {}", all.join(" || "))).await {
        let wanted = questions.into_iter().flat_map(|it| it.wanted);
        let held = wanted.zip(answer).filter(|(_, it)| it == "true");
        bench.exercised.extend(held.map(|(it, _)| it));
        return Ok(());
    }
    for Question { wanted, sql } in questions {
        // A condition that fails has exercised nothing.
        let Ok(answer) = bench.unbound(&format!("SELECT {sql}")).await else { continue };
        let held = wanted.into_iter().zip(answer).filter(|(_, it)| it == "true");
        bench.exercised.extend(held.map(|(it, _)| it));
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
pub(super) fn binds(catalog: &Catalog, policy: &Policy, roles: &BTreeSet<Name>) -> bool {
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

/// What is asked of a condition, and the query in parentheses that answers it with an array.
struct Question {
    wanted: Vec<Exercised>,
    sql: String,
}

/// What is not known of a condition yet. Of new rows it is only known what was let in; `new` says since when they are new, and
/// whether the branches are this condition's. What is always true refuses nothing.
fn question(
    bench: &Bench<'_>,
    table: &QName,
    id: &ObjectId,
    condition: &str,
    new: Option<(u64, bool)>,
) -> Option<Question> {
    let mut wanted = vec![(Exercised::Admitted(id.clone()), condition.to_owned())];
    if new.is_none() && condition != "true" {
        let negated = format!("({condition}) IS NOT TRUE");
        wanted.push((Exercised::Refused(id.clone()), negated));
    }
    let arms = branches(condition);
    if arms.len() > 1 && new.is_none_or(|(_, of_check)| of_check) {
        let arms = arms.into_iter().enumerate();
        wanted.extend(arms.map(|(at, arm)| (Exercised::Branch(id.clone(), at), arm)));
    }
    wanted.retain(|(it, _)| !bench.exercised.contains(it));
    if wanted.is_empty() {
        return None;
    }
    let list: Vec<String> =
        wanted.iter().map(|(_, it)| format!("coalesce(pg_catalog.bool_or({it}), false)")).collect();
    let rows = new.map_or_else(String::new, |(since, _)| {
        format!(" WHERE {0}.xmin::pg_catalog.text::pg_catalog.int8 >= {since}", qualified(table))
    });
    let sql = format!(
        "(SELECT ARRAY[{}]::pg_catalog.text[] FROM {}{rows})",
        list.join(", "),
        qualified(table)
    );
    Some(Question { wanted: wanted.into_iter().map(|(it, _)| it).collect(), sql })
}
