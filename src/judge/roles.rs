//! Roles, and what they may touch.

use super::access::{Access, others};
use super::rule::Found;
use super::{Needs, Rule, Subject};
use crate::catalog::{Principal, Privilege};
use crate::diagnostic::Level;

pub(super) const RULES: &[Rule] = &[TOUCHES, FREE, PUBLIC];

const TOUCHES: Rule = Rule {
    id: "login-touches-table",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A role that can log in and holds privileges on a table, by itself or by a role whose privileges it has at once.",
    why: "Whoever steals its password reads and writes tables past every function that guards them. A login that is `inherit: false` and becomes another role \
          for each request, and functions between it and the tables, leave nothing to steal.",
    fixes: false,
    run: touches,
};

const FREE: Rule = Rule {
    id: "login-bypasses-row-security",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A role that can log in and is a superuser or has BYPASSRLS.",
    why: "No policy binds it, wherever it connects from.",
    fixes: false,
    run: free,
};

const PUBLIC: Rule = Rule {
    id: "table-granted-to-public",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A privilege on a table for PUBLIC.",
    why: "PUBLIC is every role of the cluster, those that come later included, and no REVOKE from a single role takes it away.",
    fixes: false,
    run: public,
};

const TABLE: [Privilege; 5] = [
    Privilege::Select,
    Privilege::Insert,
    Privilege::Update,
    Privilege::Delete,
    Privilege::Truncate,
];

fn touches(subject: &Subject<'_>) -> Vec<Found> {
    let access = Access::of(subject);
    let mut found = Vec::new();
    for (id, _, _) in subject.roles().filter(|(_, _, role)| role.login && !role.superuser) {
        let who = Principal::Role(id.name.clone());
        let touched: Vec<_> = subject
            .tables()
            .filter(|(table, _, _)| {
                TABLE.iter().any(|it| access.holds_some(&table.qname(), &who, *it))
            })
            .map(|(table, _, _)| table)
            .collect();
        if let Some(first) = touched.first() {
            let count = match touched.len() {
                1 => first.qname().to_string(),
                count => format!("{count} tables, {} among them", first.qname()),
            };
            let what = format!("{} can log in and touches {count}", id.name);
            let help = "grant to roles that nobody logs in as; let the login be `inherit: false` and become one of them";
            found.push(Found::on(id, what, help).also(first, "one of the tables"));
        }
    }
    found
}

fn free(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (id, _, role) in subject.roles().filter(|(_, _, role)| role.login) {
        let (key, what) = match (role.superuser, role.bypass_rls) {
            (true, _) => ("superuser", "is a superuser"),
            (_, true) => ("bypass_rls", "has BYPASSRLS"),
            _ => continue,
        };
        let what = format!("{} can log in and {what}: no policy binds it", id.name);
        found.push(Found::on(id, what, "let only a role that nobody logs in as have it").at(key));
    }
    found
}

fn public(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (id, object, _) in subject.tables() {
        if others(object).any(|who| *who == Principal::Public) {
            let words: Vec<&str> =
                object.grants[&Principal::Public].keys().map(|it| it.word()).collect();
            let what = format!("every role holds {} on {}", words.join(", "), id.qname());
            found.push(Found::on(id, what, "grant it to the roles that need it").at("grants"));
        }
    }
    found
}
