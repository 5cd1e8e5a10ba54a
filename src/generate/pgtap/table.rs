//! Keys, references, indexes, triggers and policies of a table.

use super::{Tests, both, name, names, of_relation};
use crate::catalog::{
    Catalog, ConstraintBody, Definition, Kind, Name, PolicyCommand, Principal, QName, Table,
};
use crate::render::literal;

pub(super) fn table(tests: &mut Tests, catalog: &Catalog, relation: &QName, it: &Table) {
    let mut indexes = of_relation(catalog, Kind::Index, relation);
    for (id, object) in catalog.of_relation(Kind::Constraint, relation) {
        let Definition::Constraint(constraint) = &object.definition else { continue };
        let listed = |columns: &[Name]| {
            let [schema, named] = both(relation);
            [schema, named, names(columns)]
        };
        match &constraint.body {
            ConstraintBody::PrimaryKey { columns, .. } => {
                tests.put("col_is_pk", &listed(columns), &format!("the key of {relation}"));
                indexes.push(id.name.clone());
            }
            ConstraintBody::Unique { columns, .. } => {
                tests.put("col_is_unique", &listed(columns), &format!("{} is unique", id.name));
                indexes.push(id.name.clone());
            }
            ConstraintBody::Exclusion { .. } => indexes.push(id.name.clone()),
            ConstraintBody::ForeignKey { columns, references, referenced_columns, .. } => {
                let [schema, named] = both(relation);
                let [other, table] = both(references);
                let args = [schema, named, names(columns), other, table, names(referenced_columns)];
                tests.put("fk_ok", &args, &format!("{} refers to {references}", id.name));
            }
            ConstraintBody::Check { .. } => {}
        }
    }
    let [schema, named] = both(relation);
    tests.put(
        "indexes_are",
        &[schema, named, names(indexes)],
        &format!("the indexes of {relation}"),
    );
    let [schema, named] = both(relation);
    let triggers = names(of_relation(catalog, Kind::Trigger, relation));
    tests.put("triggers_are", &[schema, named, triggers], &format!("the triggers of {relation}"));
    secured(tests, relation, it);
    policies(tests, catalog, relation);
}

/// Row security: pgTAP has no function for it.
fn secured(tests: &mut Tests, relation: &QName, it: &Table) {
    for (column, wanted, word) in [
        ("relrowsecurity", it.row_security, "is on"),
        ("relforcerowsecurity", it.force_row_security, "binds the owner"),
    ] {
        let query = format!(
            "(select c.{column} from pg_class c where c.oid = {}::regclass)",
            literal(&crate::render::qualified(relation))
        );
        let says = match wanted {
            true => format!("row security of {relation} {word}"),
            false => format!("it is not so that row security of {relation} {word}"),
        };
        tests.put("is", &[query, wanted.to_string()], &says);
    }
}

fn policies(tests: &mut Tests, catalog: &Catalog, relation: &QName) {
    let [schema, named] = both(relation);
    let all = names(of_relation(catalog, Kind::Policy, relation));
    tests.put("policies_are", &[schema, named, all], &format!("the policies of {relation}"));
    for (id, object) in catalog.of_relation(Kind::Policy, relation) {
        let Definition::Policy(it) = &object.definition else { continue };
        let policy = || {
            let [schema, named] = both(relation);
            [schema, named, name(&id.name)]
        };
        let roles = it.roles.iter().map(|role| match role {
            Principal::Public => "public".to_owned(),
            Principal::Role(name) => name.to_string(),
            Principal::Migrator => String::new(),
        });
        let roles: Vec<String> = roles.collect();
        // Nobody knows the name of the migrating role.
        if roles.iter().all(|role| !role.is_empty()) {
            let [schema, named, policy] = policy();
            let says = format!("for whom policy {} of {relation} is", id.name);
            tests.put("policy_roles_are", &[schema, named, policy, names(roles)], &says);
        }
        let command = match it.command {
            PolicyCommand::All => "ALL",
            PolicyCommand::Select => "SELECT",
            PolicyCommand::Insert => "INSERT",
            PolicyCommand::Update => "UPDATE",
            PolicyCommand::Delete => "DELETE",
        };
        let [schema, named, policy] = policy();
        let says = format!("what policy {} of {relation} is for", id.name);
        tests.put("policy_cmd_is", &[schema, named, policy, literal(command)], &says);
    }
}
