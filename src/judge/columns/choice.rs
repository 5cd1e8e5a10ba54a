//! Text that is one of a few words.

use super::super::sql::{alone, tokens};
use super::{Found, Needs, Rule, Subject};
use crate::catalog::{ConstraintBody, Definition, Kind, ObjectId};
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "open-choice",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A text column that by its name holds one of a few words (`status`, `role`, `kind`), with no check, no foreign key and no enum.",
    why: "`'canceled'` and `'cancelled'` both go in, and every query that knows one of them is wrong.",
    fixes: false,
    run,
};

const WORDS: [&str; 9] =
    ["status", "state", "kind", "type", "role", "level", "category", "priority", "visibility"];

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (id, _, column) in subject.columns() {
        let table = id.relation_qname();
        let is_whole = subject.table(&table).is_some_and(|(_, it)| it.partition_of.is_none());
        let name = column.data_type.to_ascii_lowercase();
        let is_text =
            name == "text" || name.starts_with("varchar") || name.starts_with("character varying");
        let is_word = id.name.rsplit('_').next().is_some_and(|word| WORDS.contains(&word));
        if !(is_whole && is_text && is_word) || column.generated.is_some() {
            continue;
        }
        let is_bound = subject.constraints_of(&table).any(|(_, it)| match &it.body {
            ConstraintBody::Check { expression, .. } => {
                let tokens = tokens(expression);
                alone(&tokens).iter().any(|(name, _)| *name == *id.name)
                    || tokens.windows(3).any(|it| {
                        it[1].is(".") && it[2].name().is_some_and(|name| *name == *id.name)
                    })
            }
            ConstraintBody::ForeignKey { columns, .. } => columns.contains(&id.name),
            _ => false,
        });
        if !is_bound {
            let default = subject.declared.get(&ObjectId { kind: Kind::DefaultExpr, ..id.clone() });
            let example = match default.map(|it| &it.definition) {
                Some(Definition::DefaultExpr(it)) if it.expression.starts_with('\'') => {
                    it.expression.clone()
                }
                _ => "'…'".to_owned(),
            };
            let what = format!("{} takes any text", id.name);
            let help = format!("declare an enum, or add `check: {} in ({example}, …)`", id.name);
            found.push(Found::on(id, what, help).at("type"));
        }
    }
    found
}
