//! Partitioned tables.

use super::super::names::source;
use super::{Found, Needs, Rule, Subject};
use crate::catalog::{Kind, ObjectId, PartitionStrategy, QName};
use crate::diagnostic::Level;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    id: "no-default-partition",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A table that is partitioned by range or list and has no default partition.",
    why: "A row for which there is no partition is refused (23514): where nobody makes the next partition in time, every INSERT fails from one moment to the next.",
    fixes: false,
    run,
};

pub(super) const MAINTENANCE: Rule = Rule {
    id: "partition-without-maintenance",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A table that is partitioned by range of a time, and no function that makes its next partition.",
    why: "Time goes on: the partitions that are declared end, rows fall into the default one or are refused, and a partition that comes later must read all that lies there. \
          The extension pg_partman counts, and so does a function that names the table and says PARTITION OF.",
    fixes: false,
    run: maintenance,
};

fn maintenance(subject: &Subject<'_>) -> Vec<Found> {
    let partman = ObjectId::global(Kind::Extension, "pg_partman");
    if subject.declared.get(&partman).is_some() {
        return Vec::new();
    }
    // One that is told the name of the table is of use to any.
    let is_maker = |body: &str, name: &str| {
        let body = body.to_ascii_lowercase();
        body.contains("partition of")
            && (body.contains(name) || body.contains("%i") || body.contains("%1$i"))
    };
    let mut found = Vec::new();
    for (id, _, table) in subject.tables() {
        let Some(key) = &table.partition_by else { continue };
        let name = id.qname();
        if key.strategy != PartitionStrategy::Range || !is_of_time(subject, &name, &key.columns) {
            continue;
        }
        let mut bodies = subject.functions().filter_map(|(_, _, it)| source(it));
        if !bodies.any(|body| is_maker(body, &id.name)) {
            let what = format!("nothing here makes the next partition of {name}");
            let help = "declare a function that makes partitions ahead of time and a job that calls it, or allow it where another program does";
            found.push(Found::on(id, what, help).at("partition_by"));
        }
    }
    found
}

/// Whether the first column of a key is a time.
fn is_of_time(subject: &Subject<'_>, table: &QName, columns: &[String]) -> bool {
    let column = columns.first().and_then(|it| subject.column(table, it.trim_matches('"')));
    column.is_some_and(|it| it.data_type.starts_with("timestamp") || it.data_type == "date")
}

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let parts = subject.tables().filter_map(|(_, _, it)| it.partition_of.as_ref());
    let defaults = parts.filter(|it| it.bound.trim().eq_ignore_ascii_case("default"));
    let complete: BTreeSet<&QName> = defaults.map(|it| &it.parent).collect();
    let mut found = Vec::new();
    for (id, _, table) in subject.tables() {
        let Some(key) = &table.partition_by else { continue };
        let name = id.qname();
        if !matches!(key.strategy, PartitionStrategy::Hash) && !complete.contains(&name) {
            let what = format!("{name} has no default partition: a row that fits none is refused");
            let help = "add a partition `default`, and watch that it stays empty; where a job makes the partitions in time, allow it";
            found.push(Found::on(id, what, help).at("partition_by"));
        }
    }
    found
}
