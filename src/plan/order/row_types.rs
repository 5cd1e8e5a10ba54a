//! Columns that keep rows of tables.
//!
//! PostgreSQL neither changes the type of a column, nor fills a new one, while a column of any table keeps rows of its own.

use crate::catalog::{Catalog, Column, Definition, Kind, ObjectId, QName};
use crate::plan::casts::qualified;
use crate::plan::within::within;
use crate::plan::{Act, Alteration, Change, Node, is_table, relation_of};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// A column that gets rows comes after the columns of their table, one that loses them before these.
pub(super) fn edges(
    from: &Catalog,
    to: &Catalog,
    nodes: &[Node<'_>],
    gone: &FxHashMap<&ObjectId, usize>,
    made: &FxHashMap<&ObjectId, usize>,
    mut before: impl FnMut(usize, usize),
) {
    let changes = |table: &QName| {
        let columns = made.iter().filter(|(id, _)| id.kind == Kind::Column);
        let columns = columns.filter(|(id, _)| id.relation_qname() == *table);
        columns.map(|(_, &index)| index).collect::<Vec<usize>>()
    };
    for (index, node) in nodes.iter().enumerate() {
        let gets = node.act == Act::Create || node.steps.iter().any(is_retyping);
        for id in std::iter::once(&node.id).chain(&node.parts).filter(|_| gets) {
            for table in tables(to, id) {
                changes(&table).into_iter().for_each(|first| before(first, index));
            }
        }
    }
    for (id, _) in from.of_kind(Kind::Column) {
        let leaves = gone.get(id).or_else(|| gone.get(&relation_of(from, id)?));
        let retyped = || {
            made.get(id)
                .filter(|&&it| nodes.get(it).is_some_and(|it| it.steps.iter().any(is_retyping)))
        };
        let Some(&first) = leaves.or_else(retyped) else { continue };
        for table in tables(from, id).difference(&tables(to, id)) {
            changes(table).into_iter().for_each(|then| before(first, then));
        }
    }
}

fn is_retyping(step: &Change) -> bool {
    match step {
        Change::Alter { alteration, .. } => matches!(**alteration, Alteration::ColumnType { .. }),
        _ => false,
    }
}

/// The tables of which the values of a column of a table are rows, or made of such.
fn tables(catalog: &Catalog, id: &ObjectId) -> BTreeSet<QName> {
    let mut tables = BTreeSet::new();
    // The server's own types stand without a schema; of these are nearly all columns.
    let is_own = |it: &&Column| it.data_type.contains('.') && is_table(catalog, id);
    let Some(column) = catalog.column(id).filter(is_own) else { return tables };
    let mut open = vec![&*column.data_type];
    while let Some(name) = open.pop() {
        for name in within(catalog, name).filter_map(qualified) {
            if catalog.table(&name).is_some() {
                tables.insert(name);
                continue;
            }
            let range = catalog.get(&ObjectId::in_schema(Kind::Range, &name));
            if let Some(Definition::Range(range)) = range.map(|it| &it.definition) {
                open.push(&range.subtype);
            }
        }
    }
    tables
}
