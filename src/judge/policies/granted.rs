//! Policies and privileges that lead nowhere without one another.

use super::super::access::{Access, others};
use super::{Found, Needs, Rule, Subject};
use crate::catalog::{Kind, PolicyCommand, Principal, Privilege, QName};
use crate::diagnostic::Level;

pub(super) const POLICY: Rule = Rule {
    id: "policy-without-grant",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A policy for roles of which none holds the privilege.",
    why: "A policy chooses among the rows that a privilege opens; without the privilege there is nothing to choose from, and the command is refused.",
    fixes: false,
    run: policies,
};

pub(super) const GRANT: Rule = Rule {
    id: "grant-without-policy",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A privilege on a table with row security, for a role to which no permissive policy applies.",
    why: "Without a permissive policy row security lets no row through: the role sees an empty table, and nothing tells it why.",
    fixes: false,
    run: grants,
};

const COMMANDS: [(PolicyCommand, Privilege); 4] = [
    (PolicyCommand::Select, Privilege::Select),
    (PolicyCommand::Insert, Privilege::Insert),
    (PolicyCommand::Update, Privilege::Update),
    (PolicyCommand::Delete, Privilege::Delete),
];

fn policies(subject: &Subject<'_>) -> Vec<Found> {
    let access = Access::of(subject);
    let mut found = Vec::new();
    for (id, _, policy) in subject.policies() {
        let table = id.relation_qname();
        let wanted = COMMANDS.iter().filter(|(command, _)| {
            policy.command == PolicyCommand::All || policy.command == *command
        });
        let holds = |who: &Principal, privilege| match who {
            // Everybody who was granted anything.
            Principal::Public => subject.table(&table).is_some_and(|(object, _)| {
                others(object).any(|who| access.holds_some(&table, who, privilege))
                    || access.holds_some(&table, &Principal::Public, privilege)
                    || column_grantees(subject, &table, privilege)
            }),
            _ => access.holds_some(&table, who, privilege),
        };
        let is_open = wanted
            .into_iter()
            .any(|(_, privilege)| policy.roles.iter().any(|who| holds(who, *privilege)));
        if is_open || subject.table(&table).is_none() {
            continue;
        }
        let command = match policy.command {
            PolicyCommand::All => "any privilege",
            PolicyCommand::Select => "SELECT",
            PolicyCommand::Insert => "INSERT",
            PolicyCommand::Update => "UPDATE",
            PolicyCommand::Delete => "DELETE",
        };
        let who: Vec<String> = policy.roles.iter().map(ToString::to_string).collect();
        let who = match policy.roles.contains(&Principal::Public) {
            true => "nobody but the owner".to_owned(),
            false => format!("none of {}", who.join(", ")),
        };
        let what = format!("{who} holds {command} on {table}: this policy opens nothing");
        found.push(Found::on(id, what, "grant the privilege, or remove the policy"));
    }
    found
}

/// Whether anybody holds a privilege on a column of a table.
fn column_grantees(subject: &Subject<'_>, table: &QName, privilege: Privilege) -> bool {
    let columns = subject.declared.of_relation(Kind::Column, table);
    columns.into_iter().any(|(_, it)| it.grants.values().any(|held| held.contains_key(&privilege)))
}

fn grants(subject: &Subject<'_>) -> Vec<Found> {
    let access = Access::of(subject);
    let mut found = Vec::new();
    for (id, object, _) in subject.whole_tables().filter(|(_, _, it)| it.row_security) {
        let name = id.qname();
        let policies: Vec<_> = subject.policies_of(&name).filter(|it| it.permissive).collect();
        for who in others(object) {
            if matches!(who, Principal::Role(role) if access.is_free(role)) {
                continue;
            }
            let applies = |command| {
                policies.iter().any(|policy| {
                    (policy.command == PolicyCommand::All || policy.command == command)
                        && policy.roles.iter().any(|to| match (to, who) {
                            (Principal::Public, _) => true,
                            (Principal::Role(to), Principal::Role(who)) => {
                                access.reach(who, true).contains(to)
                            }
                            // What everybody holds, the policies of single roles open.
                            (_, Principal::Public) => true,
                            _ => to == who,
                        })
                })
            };
            let held = &object.grants[who];
            let shut: Vec<&str> = COMMANDS
                .iter()
                .filter(|(command, privilege)| held.contains_key(privilege) && !applies(*command))
                .map(|(_, privilege)| privilege.word())
                .collect();
            if !shut.is_empty() {
                let what = format!(
                    "{who} holds {} on {name} and no policy lets a row through",
                    shut.join(", ")
                );
                let help = "declare a policy for it, or do not grant the privilege";
                found.push(Found::on(id, what, help).at("grants"));
            }
        }
    }
    found
}
