//! Truth with three values.

use super::{Found, Needs, Rule, Subject};
use crate::catalog::{Definition, Kind, ObjectId};
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "nullable-boolean",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A boolean column with a default that may be NULL nevertheless.",
    why: "A default says that there is always an answer; a NULL that is written all the same is neither true nor false: `where is_active` and `where not is_active` both leave the \
          row out. Where `unknown` is meant there is no default.",
    fixes: false,
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let found = subject.columns().filter(|(id, _, it)| {
        let is_boolean = matches!(it.data_type.as_str(), "boolean" | "bool");
        let table = id.relation_qname();
        is_boolean
            && it.null
            && has_default(subject, id)
            && subject.table(&table).is_some_and(|(_, it)| it.partition_of.is_none())
    });
    let found = found.map(|(id, _, _)| {
        let what =
            format!("{} has a default and may be NULL, which is neither true nor false", id.name);
        Found::on(id, what, "remove `null: true`; where nobody knows is meant, remove the default")
    });
    found.collect()
}

/// Whether a column has a default that is not NULL.
fn has_default(subject: &Subject<'_>, column: &ObjectId) -> bool {
    let default = ObjectId { kind: Kind::DefaultExpr, ..column.clone() };
    match subject.declared.get(&default).map(|it| &it.definition) {
        Some(Definition::DefaultExpr(it)) => !it.expression.trim().eq_ignore_ascii_case("null"),
        _ => false,
    }
}
