//! Partitioned tables.

use super::{Found, Needs, Rule, Subject};
use crate::catalog::{PartitionStrategy, QName};
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
