//! Addresses that are told apart by their capitals.

use super::{Found, Needs, Rule, Subject};
use crate::catalog::{ConstraintBody, Kind, QName};
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "email-case",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A unique key on an e-mail address that counts `Ann@example.org` and `ann@example.org` as two.",
    why: "Mail to both reaches the same person, who then has two accounts, or cannot log in with the other spelling. A unique index on `lower(email)`, the type \
          citext, or a check that the address is in small letters keeps it one.",
    fixes: false,
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let help = "make it a unique index on `lower(email)`, or add the check `email = lower(email)`";
    let what =
        |column: &str| format!("this key tells addresses apart by their capitals ({column})");
    for (table, _, _) in subject.whole_tables() {
        let name = table.qname();
        for (id, it) in subject.constraints_of(&name) {
            if let ConstraintBody::Unique { columns, .. } = &it.body
                && let Some(column) = columns.iter().find(|it| tells_apart(subject, &name, it))
            {
                found.push(Found::on(id, what(column), help));
            }
        }
        for (id, it) in subject.indexes_of(&name).filter(|(_, it)| it.unique) {
            let mut columns = it.elements.iter().map(|it| it.expression.trim());
            if let Some(column) = columns.find(|it| tells_apart(subject, &name, it)) {
                found.push(Found::on(id, what(column), help));
            }
        }
    }
    found
}

/// Whether a column holds an address, and in capitals or not.
fn tells_apart(subject: &Subject<'_>, table: &QName, column: &str) -> bool {
    let is_address =
        matches!(column, "email" | "e_mail" | "email_address") || column.ends_with("_email");
    let Some(it) = subject.column(table, column).filter(|_| is_address) else { return false };
    let is_text = it.data_type == "text"
        || it.data_type.starts_with("varchar")
        || it.data_type.starts_with("character varying");
    is_text && it.collation.is_none() && it.generated.is_none() && !is_small(subject, table)
}

/// Whether a check of the table speaks of small letters.
fn is_small(subject: &Subject<'_>, table: &QName) -> bool {
    let mut checks = subject.declared.of_relation(Kind::Constraint, table);
    checks.any(|(_, object)| match &object.definition {
        crate::catalog::Definition::Constraint(it) => match &it.body {
            ConstraintBody::Check { expression, .. } => {
                expression.to_ascii_lowercase().contains("lower")
            }
            _ => false,
        },
        _ => false,
    })
}
