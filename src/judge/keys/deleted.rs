//! Unique keys and rows that are deleted softly.

use super::{Found, Needs, Rule, Subject};
use crate::catalog::{ConstraintBody, Name, QName};
use crate::diagnostic::Level;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    id: "unique-counts-deleted",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A unique key of a table with soft deletion that counts deleted rows, too.",
    why: "Who deletes an account cannot register the same e-mail address again, and is told that somebody has it. A unique index `where deleted_at is null` counts those that are there.",
    fixes: false,
    run,
};

const MARKS: [&str; 3] = ["deleted_at", "is_deleted", "deleted"];

/// The column that marks a row as deleted.
fn mark(subject: &Subject<'_>, table: &QName) -> Option<&'static str> {
    MARKS.into_iter().find(|mark| {
        subject.column(table, mark).is_some_and(|it| it.null || it.data_type.starts_with("bool"))
    })
}

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let referred = referred_to(subject);
    let mut found = Vec::new();
    for (table, _, _) in subject.whole_tables() {
        let name = table.qname();
        let Some(mark) = mark(subject, &name) else { continue };
        let help = format!(
            "make it an index: `unique: true`, `where: {}`",
            match mark {
                "is_deleted" | "deleted" => format!("not {mark}"),
                _ => format!("{mark} is null"),
            }
        );
        for (id, it) in subject.constraints_of(&name) {
            if let ConstraintBody::Unique { columns, .. } = &it.body
                && !counts_by(subject, &name, columns, mark)
                && !referred.contains(&(&name, columns.as_slice()))
            {
                let what = format!("this key counts rows that are deleted ({mark}), too");
                found.push(Found::on(id, what, &*help));
            }
        }
        for (id, it) in subject.indexes_of(&name).filter(|(_, it)| it.unique) {
            let is_partial = it.predicate.as_deref().is_some_and(|text| text.contains(mark));
            if !is_partial && !it.elements.iter().any(|it| it.expression.contains(mark)) {
                let what = format!("this index counts rows that are deleted ({mark}), too");
                found.push(Found::on(id, what, &*help));
            }
        }
    }
    found
}

/// Whether a key tells deleted rows apart: by the mark, or by a column that is computed from it.
fn counts_by(subject: &Subject<'_>, table: &QName, columns: &[Name], mark: &str) -> bool {
    columns.iter().any(|it| {
        **it == *mark || subject.column(table, it).is_some_and(|it| it.generated.is_some())
    })
}

/// The keys that others refer to: they have to hold every row.
fn referred_to<'a>(subject: &Subject<'a>) -> BTreeSet<(&'a QName, &'a [Name])> {
    let keys = subject.constraints().filter_map(|(_, _, it)| match &it.body {
        ConstraintBody::ForeignKey { references, referenced_columns, .. } => {
            Some((references, referenced_columns.as_slice()))
        }
        _ => None,
    });
    keys.collect()
}
