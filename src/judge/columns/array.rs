//! References that are kept in arrays.

use super::{Found, Needs, Rule, Subject};
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "reference-array",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "An array of keys of other rows (`uuid[]`, or `user_ids`).",
    why: "PostgreSQL has no foreign keys of array elements: a row that goes leaves its key behind, nothing is deleted along, and who is meant twice stands there twice. A table \
          of pairs has keys, indexes and policies.",
    fixes: false,
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let is_key = |name: &str, data_type: &str| match data_type.strip_suffix("[]") {
        Some("uuid") => true,
        Some("bigint" | "integer" | "int" | "int4" | "int8") => name.ends_with("_ids"),
        _ => false,
    };
    let of_tables =
        subject.columns().filter(|(id, _, _)| subject.table(&id.relation_qname()).is_some());
    let found =
        of_tables.filter(|(id, _, it)| is_key(&id.name, &it.data_type)).map(|(id, _, _)| {
            let what = format!(
                "{} holds keys of other rows, and no foreign key can watch over them",
                id.name
            );
            Found::on(id, what, "make it a table of pairs, with a foreign key to each side")
                .at("type")
        });
    found.collect()
}
