//! Foreign keys.

use super::{Fix, Found, Needs, Rule, Subject};
use crate::catalog::{Constraint, ConstraintBody, Kind, Name, ObjectId, QName, generated};
use crate::diagnostic::Level;

pub(super) const UNINDEXED: Rule = Rule {
    id: "unindexed-foreign-key",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A foreign key of which the columns begin no index.",
    why: "PostgreSQL makes no index for it. Each DELETE or change of a key on the other side reads the whole table, and so does every query that follows the key.",
    fixes: true,
    run: unindexed,
};

pub(super) const UNSAID: Rule = Rule {
    id: "on-delete-unsaid",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A foreign key that does not say what happens when the row that it refers to goes.",
    why: "Whether rows go along, stay behind or stand in the way is a decision about data. `on_delete: no_action` says so, too.",
    fixes: false,
    run: unsaid,
};

fn keys<'a>(
    subject: &Subject<'a>,
) -> impl Iterator<Item = (&'a ObjectId, &'a Vec<Name>, &'a QName)> + use<'a> {
    subject.constraints().filter_map(|(id, _, it)| match &it.body {
        ConstraintBody::ForeignKey { columns, references, .. } => Some((id, columns, references)),
        _ => None,
    })
}

fn unindexed(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (id, columns, references) in keys(subject) {
        let table = id.relation_qname();
        let has = |it: &String| columns.iter().any(|column| **column == **it);
        let is_covered =
            |key: &Vec<String>| key.len() >= columns.len() && key[..columns.len()].iter().all(has);
        // A key that finds one row needs no more columns.
        let is_unique = |(_, it): (_, &Constraint)| match &it.body {
            ConstraintBody::PrimaryKey { columns: key, .. }
            | ConstraintBody::Unique { columns: key, .. } => {
                key.iter().all(|it| columns.contains(it))
            }
            _ => false,
        };
        if subject.table(&table).is_none_or(|(_, it)| it.partition_of.is_some())
            || subject.index_keys(&table).iter().any(is_covered)
            || subject.constraints_of(&table).any(is_unique)
            || partly(subject, &table, columns)
        {
            continue;
        }
        let names = columns.iter().map(|it| &**it).collect::<Vec<_>>().join(", ");
        let what = format!("no index of {table} begins with {names}, which refers to {references}");
        let name = generated(
            &table.name,
            Some(&columns.iter().map(|it| &**it).collect::<Vec<_>>().join("_")),
            "idx",
        );
        let help = format!("declare an index: `{name}: [{names}]`");
        let told = Found::on(id, what, help);
        let is_plain = |name: &str| {
            name.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_')
        };
        found.push(match is_plain(&name) && columns.iter().all(|it| is_plain(it)) {
            true => told.fix(Fix::Entry {
                of: ObjectId::in_schema(Kind::Table, &table),
                section: "indexes",
                name: name.to_string(),
                value: format!("[{names}]"),
            }),
            false => told,
        });
    }
    found
}

/// Whether an index holds those rows whose key is not NULL, which is all that following the key asks for.
fn partly(subject: &Subject<'_>, table: &QName, columns: &[Name]) -> bool {
    let [column] = columns else { return false };
    subject.indexes_of(table).any(|(_, it)| {
        let starts = it
            .elements
            .first()
            .is_some_and(|it| it.expression.split_whitespace().next() == Some(column));
        let words = it.predicate.as_deref().map(|it| it.to_ascii_lowercase());
        starts
            && words.is_some_and(|it| {
                it.trim_matches(['(', ')']).trim() == format!("{column} is not null")
            })
    })
}

fn unsaid(subject: &Subject<'_>) -> Vec<Found> {
    let silent =
        keys(subject).filter(|(id, _, _)| subject.unsaid.contains(&((*id).clone(), "on_delete")));
    silent
        .map(|(id, _, references)| {
            let what =
                format!("what becomes of these rows when one of {references} goes is not said");
            let help = "write `on_delete: restrict`, `cascade`, `set_null` or `no_action`";
            Found::on(id, what, help)
        })
        .collect()
}
