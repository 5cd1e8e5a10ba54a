//! Roles and memberships, which belong to the cluster: another database may have made them already.

use super::name::{literal, quoted};
use super::privileges::setting;
use crate::catalog::{Membership, Role};

/// A role is made where it is missing, and brought to its attributes where it is there.
pub(super) fn create(name: &str, role: &Role) -> Vec<String> {
    let name_literal = literal(name);
    let name = quoted(name);
    let attributes = attributes(role).join(" ");
    let same = [
        ("rolcanlogin", role.login),
        ("rolinherit", role.inherit),
        ("rolsuper", role.superuser),
        ("rolcreatedb", role.create_db),
        ("rolcreaterole", role.create_role),
        ("rolreplication", role.replication),
        ("rolbypassrls", role.bypass_rls),
    ]
    .map(|(attribute, value)| if value { attribute.to_owned() } else { format!("NOT {attribute}") })
    .join(" AND ");
    // Who may not alter a role that is already as it should be need not.
    let mut statements = vec![format!(
        "DO $$BEGIN\n    \
         IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {name_literal}) THEN\n        \
         CREATE ROLE {name} {attributes};\n    \
         ELSIF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {name_literal}\n            \
         AND {same} AND rolconnlimit = {}) THEN\n        \
         ALTER ROLE {name} {attributes};\n    \
         END IF;\nEND$$",
        role.connection_limit,
    )];
    statements.extend(role.valid_until.as_ref().map(|it| valid_until(&name, it)));
    statements.extend(
        role.settings
            .iter()
            .map(|(key, value)| format!("ALTER ROLE {name} SET {}", setting(key, value))),
    );
    statements
}

/// From one set of attributes and settings to another.
pub(super) fn alter(name: &str, from: &Role, to: &Role) -> Vec<String> {
    let name = quoted(name);
    let mut statements = Vec::new();
    // Only a superuser may speak of some attributes at all: what stays is not said.
    let words: Vec<String> = attributes(from)
        .into_iter()
        .zip(attributes(to))
        .filter(|(from, to)| from != to)
        .map(|(_, to)| to)
        .collect();
    if !words.is_empty() {
        statements.push(format!("ALTER ROLE {name} {}", words.join(" ")));
    }
    if from.valid_until != to.valid_until {
        let until = to.valid_until.as_deref().unwrap_or("infinity");
        statements.push(valid_until(&name, until));
    }
    for (key, value) in &to.settings {
        if from.settings.get(key) != Some(value) {
            statements.push(format!("ALTER ROLE {name} SET {}", setting(key, value)));
        }
    }
    for key in from.settings.keys().filter(|key| !to.settings.contains_key(key)) {
        statements.push(format!("ALTER ROLE {name} RESET {}", super::name::option_name(key)));
    }
    statements
}

/// Another database of the cluster may have seen to it.
pub(super) fn rename(from: &str, to: &str) -> String {
    format!(
        "DO $$BEGIN\n    \
         IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {}) THEN\n        \
         ALTER ROLE {} RENAME TO {};\n    \
         END IF;\nEND$$",
        literal(from),
        quoted(from),
        quoted(to)
    )
}

fn valid_until(name: &str, until: &str) -> String {
    format!("ALTER ROLE {name} VALID UNTIL {}", literal(until))
}

fn attributes(role: &Role) -> [String; 8] {
    let word = |given: bool, word: &str| if given { word.to_owned() } else { format!("NO{word}") };
    [
        word(role.login, "LOGIN"),
        word(role.inherit, "INHERIT"),
        word(role.create_db, "CREATEDB"),
        word(role.create_role, "CREATEROLE"),
        word(role.superuser, "SUPERUSER"),
        word(role.replication, "REPLICATION"),
        word(role.bypass_rls, "BYPASSRLS"),
        format!("CONNECTION LIMIT {}", role.connection_limit),
    ]
}

pub(super) fn membership(it: &Membership) -> String {
    let mut options = vec![format!("ADMIN {}", on(it.admin))];
    options.extend(it.inherit.map(|inherit| format!("INHERIT {}", on(inherit))));
    options.extend(it.set.map(|set| format!("SET {}", on(set))));
    // Before PostgreSQL 16 there is but one option, and it is spelled otherwise.
    let options = match (it.admin, it.inherit, it.set) {
        (false, None, None) => String::new(),
        (true, None, None) => " WITH ADMIN OPTION".to_owned(),
        _ => format!(" WITH {}", options.join(", ")),
    };
    format!("GRANT {} TO {}{options}", quoted(&it.role), quoted(&it.member))
}

/// A superuser is a member of every role. `USAGE` asks for the privileges that membership brings without `SET ROLE`.
pub(super) fn join(role: &str) -> String {
    format!(
        "DO $$BEGIN IF NOT pg_has_role({}, 'USAGE') THEN GRANT {} TO CURRENT_USER; END IF; END$$",
        literal(role),
        quoted(role)
    )
}

fn on(value: bool) -> &'static str {
    if value { "TRUE" } else { "FALSE" }
}
