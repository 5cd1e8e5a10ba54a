//! Extended statistics.

use super::name::{object, qualified};
use crate::catalog::{ObjectId, Statistics, StatisticsKind};

pub(super) fn create(id: &ObjectId, it: &Statistics) -> Vec<String> {
    let kinds: Vec<&str> = it
        .kinds
        .iter()
        .map(|kind| match kind {
            StatisticsKind::Ndistinct => "ndistinct",
            StatisticsKind::Dependencies => "dependencies",
            StatisticsKind::Mcv => "mcv",
        })
        .collect();
    // All of them is what is gathered anyway.
    let kinds = match kinds.len() {
        0 | 3 => String::new(),
        _ => format!(" ({})", kinds.join(", ")),
    };
    let (name, table) = (object(id), qualified(&it.table));
    let mut statements =
        vec![format!("CREATE STATISTICS {name}{kinds} ON {} FROM {table}", it.elements.join(", "))];
    statements.extend(it.target.map(|target| self::target(id, Some(target))));
    statements
}

/// -1 is the default in every version.
pub(super) fn target(id: &ObjectId, target: Option<i32>) -> String {
    format!("ALTER STATISTICS {} SET STATISTICS {}", object(id), target.unwrap_or(-1))
}
