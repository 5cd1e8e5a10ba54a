//! Indexes that no constraint stands on.

use super::name::{including, qualified, quoted, relation, tablespace, with};
use crate::catalog::{Index, IndexElement, ObjectId};

pub(super) fn create_index(id: &ObjectId, it: &Index, concurrently: bool) -> Vec<String> {
    let concurrently = if concurrently { "CONCURRENTLY " } else { "" };
    let unique = if it.unique { "UNIQUE " } else { "" };
    let elements: Vec<String> = it.elements.iter().map(index_element).collect();
    let nulls = if it.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
    // Of a partitioned table, one that not all partitions have.
    let only = if it.valid { "" } else { "ONLY " };
    let predicate = it.predicate.as_ref().map_or(String::new(), |it| format!(" WHERE ({it})"));
    let create = format!(
        "CREATE {unique}INDEX {concurrently}{} ON {only}{} USING {} ({}){}{nulls}{}{}{predicate}",
        quoted(&id.name),
        relation(id),
        quoted(&it.using),
        elements.join(", "),
        including(&it.include),
        with(&it.options),
        tablespace(it.tablespace.as_ref()),
    );
    let targets = it.statistics.iter();
    let targets = targets.map(|(place, target)| index_statistics(id, *place, Some(*target)));
    std::iter::once(create).chain(targets).collect()
}

pub(super) fn index_statistics(id: &ObjectId, place: u16, target: Option<i32>) -> String {
    let target = target.unwrap_or(-1);
    format!("ALTER INDEX {} ALTER COLUMN {place} SET STATISTICS {target}", qualified(&id.qname()))
}

pub(super) fn index_element(it: &IndexElement) -> String {
    let mut text = it.expression.clone();
    if let Some(collation) = &it.collation {
        text.push_str(&format!(" COLLATE {collation}"));
    }
    if let Some(class) = &it.operator_class {
        text.push_str(&format!(" {class}"));
    }
    if it.descending {
        text.push_str(" DESC");
    }
    match it.nulls_first {
        Some(true) => text.push_str(" NULLS FIRST"),
        Some(false) => text.push_str(" NULLS LAST"),
        None => {}
    }
    text
}
