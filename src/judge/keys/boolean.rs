//! Indexes that cannot choose.

use super::{Found, Needs, Rule, Subject};
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "boolean-index",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "An index on a boolean column alone.",
    why: "Half of the rows is more than an index is good for: PostgreSQL reads the table instead, and maintains the index for nothing. An index of other columns `where is_active` \
          finds the few rows that are meant, and is smaller.",
    fixes: false,
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (table, _, _) in subject.whole_tables() {
        let name = table.qname();
        let whole =
            subject.indexes_of(&name).filter(|(_, it)| it.predicate.is_none() && !it.unique);
        for (id, it) in whole {
            let [element] = it.elements.as_slice() else { continue };
            let column = subject.column(&name, element.expression.trim());
            if column.is_some_and(|it| matches!(it.data_type.as_str(), "boolean" | "bool")) {
                let what = format!(
                    "{} is true or false: this index chooses among two halves",
                    element.expression
                );
                let help = "remove it, or index what is looked for: `{ columns: [created_at], where: is_active }`";
                found.push(Found::on(id, what, help));
            }
        }
    }
    found
}
