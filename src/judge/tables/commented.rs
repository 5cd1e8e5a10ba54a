//! What nobody has explained.

use super::{Found, Needs, Rule, Subject};
use crate::catalog::{Definition, Kind};
use crate::diagnostic::Level;

pub(super) const OBJECTS: Rule = Rule {
    id: "missing-comment",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A table, view, type, function or role without a comment.",
    why: "The comment is what the reference, the client's documentation and everybody who looks with psql get to read.",
    fixes: false,
    run: objects,
};

pub(super) const COLUMNS: Rule = Rule {
    id: "missing-column-comment",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A table with columns that have no comment.",
    why: "A name seldom says the unit, the time zone or what NULL means.",
    fixes: false,
    run: columns,
};

const KINDS: [Kind; 9] = [
    Kind::Table,
    Kind::View,
    Kind::MaterializedView,
    Kind::Enum,
    Kind::Domain,
    Kind::Composite,
    Kind::Function,
    Kind::Role,
    Kind::Sequence,
];

fn objects(subject: &Subject<'_>) -> Vec<Found> {
    let all = KINDS.into_iter().flat_map(|kind| subject.declared.of_kind(kind));
    let silent = all.filter(|(_, object)| {
        object.comment.is_none()
            && !matches!(&object.definition, Definition::Table(it) if it.partition_of.is_some())
    });
    silent
        .map(|(id, _)| {
            Found::on(
                id,
                format!("{id} has no comment"),
                "add `comment:`, a sentence that says what it is for",
            )
        })
        .collect()
}

fn columns(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (id, _, _) in subject.whole_tables().filter(|(_, _, it)| it.inherits.is_empty()) {
        let columns = subject.declared.columns(&id.qname()).into_iter();
        let silent: Vec<&str> = columns
            .filter(|(_, object, _)| object.comment.is_none())
            .map(|(column, _, _)| &*column.name)
            .collect();
        if !silent.is_empty() {
            let names = silent.join(", ");
            let what = match silent.len() {
                1 => format!("column {names} of {} has no comment", id.qname()),
                count => format!("{count} columns of {} have no comment: {names}", id.qname()),
            };
            found.push(Found::on(id, what, "add `comment:` to each").at("columns"));
        }
    }
    found
}
