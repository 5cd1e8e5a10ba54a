//! Tables without a primary key.

use super::{Found, Needs, Rule, Subject};
use crate::catalog::ConstraintBody;
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "no-primary-key",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A table without a primary key.",
    why: "The same row can stand there twice and nothing names one of them; logical replication refuses UPDATE and DELETE.",
    fixes: false,
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (id, _, table) in subject.whole_tables().filter(|(_, _, it)| it.foreign.is_none()) {
        let name = id.qname();
        let mut constraints = subject.constraints_of(&name);
        if table.inherits.is_empty()
            && !constraints.any(|(_, it)| matches!(it.body, ConstraintBody::PrimaryKey { .. }))
        {
            let what = format!("{name} has no primary key");
            found.push(Found::on(id, what, "add `primary_key:` with the columns that name a row"));
        }
    }
    found
}
