//! The SQL that makes a random database. Every kind has a file; what something stands on is asked for by its name, and
//! what is not there is left out or replaced, so that PostgreSQL takes all of it.

mod constraints;
mod foreign;
mod functions;
mod guards;
mod heirs;
mod indexes;
mod operators;
mod rest;
mod sequences;
mod shifting;
mod tables;
mod types;
mod views;

use super::super::ROLES;
use super::choices::{At, Choices};
use std::fmt::Display;

/// The statements that make a database.
pub(crate) fn sql(choices: &Choices) -> String {
    choices.begin();
    let mut sql = Sql { choices, text: String::new() };
    rest::schemas(&mut sql);
    functions::fixed(&mut sql);
    functions::key(&mut sql);
    types::all(&mut sql);
    sequences::all(&mut sql);
    functions::plain(&mut sql);
    operators::all(&mut sql);
    tables::all(&mut sql);
    heirs::all(&mut sql);
    constraints::references(&mut sql);
    constraints::of_partition(&mut sql);
    sequences::owned(&mut sql);
    functions::of_tables(&mut sql);
    views::all(&mut sql);
    foreign::all(&mut sql);
    guards::all(&mut sql);
    shifting::all(&mut sql);
    rest::all(&mut sql);
    sql.text
}

/// Objects of odd slots lie in another schema.
fn schema(slot: usize) -> &'static str {
    if slot.is_multiple_of(2) { "app" } else { "\"Other\"" }
}

pub(crate) struct Sql<'a> {
    choices: &'a Choices,
    text: String,
}

impl<'a> Sql<'a> {
    fn at(&self, name: impl Into<String>) -> At<'a> {
        self.choices.at(name)
    }

    fn major(&self) -> u32 {
        self.choices.major
    }

    fn say(&mut self, statement: impl Display) {
        self.text.push_str(&format!("{statement};\n"));
    }

    fn comment(&mut self, at: &At<'_>, kind: &str, name: &str) {
        if let Some(number) = at.maybe("comment", 30, &[1, 2]) {
            self.say(format!("COMMENT ON {kind} {name} IS 'It''s number {number}.'"));
        }
    }

    /// The owner, where it is not the one who creates.
    fn owner(&mut self, at: &At<'_>, kind: &str, name: &str) {
        if let Some(owner) = owner(at) {
            self.say(format!("ALTER {kind} {name} OWNER TO {owner}"));
        }
    }

    /// Of the privileges that there are on such an object.
    fn privileges(&mut self, at: &At<'_>, class: &str, name: &str, privileges: &[&str]) {
        self.granted(at, owner(at), class, name, privileges);
    }

    /// The owner is granted nothing besides what it has.
    fn granted(
        &mut self,
        at: &At<'_>,
        owner: Option<&str>,
        class: &str,
        name: &str,
        privileges: &[&str],
    ) {
        if at.is("revoked", 20) {
            self.say(format!("REVOKE ALL ON {class} {name} FROM PUBLIC"));
        }
        for role in ROLES.iter().filter(|role| Some(**role) != owner) {
            let at = at.at(role);
            let granted = at.some("grant", 15, privileges);
            if !granted.is_empty() {
                let option = at.words("option", 30, " WITH GRANT OPTION");
                self.say(format!(
                    "GRANT {} ON {class} {name} TO {role}{option}",
                    granted.join(", ")
                ));
            }
        }
    }

    /// Comment, owner and privileges.
    fn common(&mut self, at: &At<'_>, kind: &str, name: &str, privileges: &[&str]) {
        self.comment(at, kind, name);
        self.owner(at, kind, name);
        let class = match kind {
            "VIEW" | "MATERIALIZED VIEW" => "TABLE",
            "AGGREGATE" => "FUNCTION",
            kind => kind,
        };
        self.privileges(at, class, name, privileges);
    }
}

fn owner(at: &At<'_>) -> Option<&'static str> {
    at.maybe("owner", 25, &["r_owner", "r_other"])
}

/// The list in parentheses, or nothing.
fn list(before: &str, parts: &[String]) -> String {
    if parts.is_empty() { String::new() } else { format!("{before}({})", parts.join(", ")) }
}
