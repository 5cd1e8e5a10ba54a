//! Columns that keep whole rows of tables, which PostgreSQL does not change meanwhile: they keep them as JSON for that time.

use super::whole::{forms, rewrites};
use super::within::within;
use super::{Alteration, BY_NAME, Change, Fate, is_table};
use crate::catalog::{Catalog, Column, Kind, ObjectId};
use std::collections::{BTreeMap, BTreeSet};

/// The columns that stay as they are and keep rows of tables which change so, with what becomes of them.
pub(super) fn kept<'a>(
    from: &Catalog,
    to: &'a Catalog,
    fates: &BTreeMap<&'a ObjectId, Fate>,
    tables: &BTreeSet<ObjectId>,
) -> Vec<(&'a ObjectId, Fate)> {
    let filled: Vec<_> = tables.iter().filter(|table| is_filled(to, fates, table)).collect();
    let columns = from.of_kind(Kind::Column).map(|(id, _)| id);
    let columns = columns.filter(|id| !fates.contains_key(id) && is_table(from, id));
    let kept = columns.filter_map(|id| {
        let (old, new) = (from.column(id)?, to.column(id)?);
        let stays = old.data_type == new.data_type && new.generated.is_none();
        let (id, _) = to.objects.get_key_value(id)?;
        let keeps = stays && filled.iter().any(|table| holds(from, old, table));
        keeps.then(|| (id, Fate::Alter(vec![by_name(&new.data_type)])))
    });
    kept.collect()
}

/// Whether columns of a table are computed for each row: of another type, or new with a value.
fn is_filled(to: &Catalog, fates: &BTreeMap<&ObjectId, Fate>, table: &ObjectId) -> bool {
    let has_value = |id: &ObjectId| {
        let default = ObjectId { kind: Kind::DefaultExpr, ..id.clone() };
        to.get(&default).is_some()
            || to.column(id).is_some_and(|it| it.generated.is_some() || it.identity.is_some())
    };
    fates.iter().filter(|(id, _)| id.kind == Kind::Column).any(|(id, fate)| {
        id.relation_qname() == table.qname()
            && match fate {
                Fate::Alter(_) => rewrites(fate),
                Fate::Create | Fate::Replace => has_value(id),
                Fate::Drop => false,
            }
    })
}

/// Whether values of a column are rows of a table, or made of such.
fn holds(from: &Catalog, column: &Column, table: &ObjectId) -> bool {
    if !column.data_type.contains('.') {
        return false;
    }
    let forms = forms(table);
    within(from, &column.data_type).any(|part| forms.iter().any(|it| it == part))
}

/// The column gets this type, its values by their names.
fn by_name(data_type: &str) -> Alteration {
    Alteration::ColumnType {
        foreign: false,
        data_type: data_type.to_owned(),
        collation: None,
        through: Some(BY_NAME),
    }
}

/// Has the columns that get a row type again keep JSON from before the first to after the last step on columns of its table.
pub(super) fn keep_as_json(from: &Catalog, steps: &mut Vec<Change>) {
    let is_again = |step: &Change| match step {
        Change::Alter { id, alteration } => match &**alteration {
            Alteration::ColumnType { through: Some(BY_NAME), .. } => Some(id.clone()),
            _ => None,
        },
        _ => None,
    };
    let mut open: Vec<(ObjectId, Vec<ObjectId>)> = steps
        .iter()
        .filter_map(is_again)
        .filter_map(|column| {
            let object = from.column(&column)?;
            let tables = from.of_kind(Kind::Table).map(|(id, _)| id);
            let held = tables.filter(|table| holds(from, object, table));
            Some((column.clone(), held.cloned().collect()))
        })
        .collect();
    while !open.is_empty() {
        // Rows that hold rows come around those.
        let is_last = |(_, held): &(ObjectId, Vec<ObjectId>)| {
            let mut others = open.iter().map(|(column, _)| column.relation_qname());
            !others.any(|table| held.iter().any(|it| it.qname() == table))
        };
        let next = open.iter().position(is_last).unwrap_or_default();
        let (column, held) = open.remove(next);
        let is_of_table = |step: &Change| match step {
            Change::Alter { id, .. } | Change::Create { id, .. } => {
                id.kind == Kind::Column && held.iter().any(|it| it.qname() == id.relation_qname())
            }
            _ => false,
        };
        let place = steps.iter().position(|it| is_again(it).as_ref() == Some(&column));
        let (Some(place), Some(first)) = (place, steps.iter().position(is_of_table)) else {
            continue;
        };
        let last = steps.iter().rposition(is_of_table).map_or(place, |last| last.max(place));
        if let Some(between) = steps.get_mut(place..=last) {
            between.rotate_left(1);
        }
        let step = Change::Alter { id: column, alteration: Box::new(by_name(BY_NAME)) };
        steps.insert(first.min(place), step);
    }
}
