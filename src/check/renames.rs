//! `renamed_from`: one former name each, and no two things that were one.

use super::{Rule, Subject};
use crate::catalog::{Catalog, Column, Definition, Kind, ObjectId, Table};
use crate::diagnostic::{Diagnostic, Level};
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    id: "bad-rename",
    level: Level::Error,
    about: "A former name that cannot have been this object's.",
    run,
};

fn run(rule: &Rule, subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let mut heirs = BTreeMap::new();
    for (new, old) in &subject.intent.renames {
        let Some(at) = subject.facts.renames.get(new) else { continue };
        if new == old {
            let fault = rule.found(format!("{new} is renamed from itself")).at(at.clone());
            found.push(fault.help("remove `renamed_from`"));
        } else if let Some(other) = heirs.insert(old, new) {
            let mut fault = rule
                .found(format!("both {other} and {new} are renamed from {}", old.name))
                .at(at.clone())
                .help("one object becomes one object: keep `renamed_from` at one of the two");
            if let Some(first) = subject.facts.renames.get(other) {
                fault = fault.also(first.clone(), "the other one");
            }
            found.push(fault);
        } else if makes_way(subject.catalog, new, old) {
            found.extend(begun_anew(subject.catalog, old).map(|column| {
                rule.found(format!(
                    "the identity of {old} ({}) would begin at 1 again, as {new} takes its sequence along",
                    column.name
                ))
                .at(at.clone())
                .help("state a `start` that is behind the keys that are there: `identity: { always: true, start: … }`")
            }));
        } else if let (Some(span), None) =
            (subject.origins.get(old), subject.intent.renames.get(old))
        {
            // In a chain (b from a, c from b) the name is free again: b gives it up.
            found.push(
                rule.found(format!("{new} is renamed from {}, which is declared still", old.name))
                    .at(at.clone())
                    .also(span.clone(), "declared here")
                    .help("remove the old declaration, or `renamed_from` once every database is renamed"),
            );
        }
    }
}

/// Whether a table leaves its name to the partitioned table of which it becomes a partition: that is how a plain table
/// becomes partitioned with its rows where they are.
fn makes_way(catalog: &Catalog, new: &ObjectId, old: &ObjectId) -> bool {
    match catalog.get(new).map(|it| &it.definition) {
        Some(Definition::Table(Table { partition_of: Some(of), .. })) => {
            of.parent == old.qname() && new.kind == old.kind
        }
        _ => false,
    }
}

/// The columns of a table whose identity says no beginning.
fn begun_anew<'a>(
    catalog: &'a Catalog,
    table: &ObjectId,
) -> impl Iterator<Item = &'a ObjectId> + use<'a> {
    let columns = catalog.of_relation(Kind::Column, &table.qname());
    columns.filter_map(|(id, object)| match &object.definition {
        Definition::Column(Column { identity: Some(it), .. })
            if it.sequence.start.is_none_or(|start| start == 1) =>
        {
            Some(id)
        }
        _ => None,
    })
}
