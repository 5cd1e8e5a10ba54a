//! Columns that keep whole rows of tables, which PostgreSQL does not change meanwhile: they keep them as JSON, or as text, for
//! that time.

use super::replace::conversion;
use super::whole::{forms, rewrites};
use super::within::within;
use super::{Alteration, BY_NAME, Change, Fate, casts, is_table};
use crate::catalog::{Catalog, Column, Kind, ObjectId};
use std::collections::{BTreeMap, BTreeSet};

/// The columns that keep rows of tables which change so before and after, with what becomes of them.
pub(super) fn kept<'a>(
    from: &Catalog,
    to: &'a Catalog,
    fates: &BTreeMap<&'a ObjectId, Fate>,
    tables: &BTreeSet<ObjectId>,
) -> Vec<(&'a ObjectId, Fate)> {
    let filled: Vec<_> = tables.iter().filter(|table| is_filled(to, fates, table)).collect();
    let columns = from.of_kind(Kind::Column).map(|(id, _)| id);
    let columns = columns.filter(|id| matches!(fates.get(id), None | Some(Fate::Alter(_))));
    let kept = columns.filter(|id| is_table(from, id) && !is_foreign(from, id)).filter_map(|id| {
        let (old, new) = (from.column(id)?, to.column(id)?);
        let is_same = || casts::are_same(from, &old.data_type, to, &new.data_type);
        let (id, _) = to.objects.get_key_value(id)?;
        let keeps = new.generated.is_none()
            && filled.iter().any(|table| holds(from, old, table) && holds(to, new, table))
            && is_same();
        keeps.then(|| (id, Fate::Alter(conversion(new, false, true))))
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

/// PostgreSQL minds no rows that are elsewhere.
fn is_foreign(from: &Catalog, column: &ObjectId) -> bool {
    from.table(&column.relation_qname()).is_some_and(|it| it.foreign.is_some())
}

/// The column gets this type meanwhile, which its values are cast to anyway.
fn meanwhile(through: &'static str) -> Alteration {
    let cast = (through == BY_NAME).then_some(through);
    Alteration::ColumnType {
        foreign: false,
        data_type: through.to_owned(),
        collation: None,
        through: cast,
    }
}

/// Has the columns that get a row type again keep JSON from before the first to after the last step on columns of its table,
/// and those that get another type which holds its rows too, text.
pub(super) fn keep_otherwise(from: &Catalog, to: &Catalog, steps: &mut Vec<Change>) {
    let is_again = |step: &Change| match step {
        Change::Alter { id, alteration } => match &**alteration {
            Alteration::ColumnType { through: Some(by), foreign: false, .. } => {
                Some((id.clone(), *by))
            }
            _ => None,
        },
        _ => None,
    };
    let mut open: Vec<(ObjectId, &str, Vec<ObjectId>)> = steps
        .iter()
        .filter_map(is_again)
        .filter_map(|(column, by)| {
            let (old, new) = (from.column(&column)?, to.column(&column)?);
            let tables = from.of_kind(Kind::Table).map(|(id, _)| id);
            let held = tables.filter(|table| holds(from, old, table) && holds(to, new, table));
            Some((column.clone(), by, held.cloned().collect()))
        })
        .collect();
    while !open.is_empty() {
        // Rows that hold rows come around those.
        let is_last = |(_, _, held): &(ObjectId, &str, Vec<ObjectId>)| {
            let mut others = open.iter().map(|(column, ..)| column.relation_qname());
            !others.any(|table| held.iter().any(|it| it.qname() == table))
        };
        let next = open.iter().position(is_last).unwrap_or_default();
        let (column, by, held) = open.remove(next);
        let is_of_table = |step: &Change| match step {
            Change::Alter { id, .. } | Change::Create { id, .. } => {
                id.kind == Kind::Column && held.iter().any(|it| it.qname() == id.relation_qname())
            }
            _ => false,
        };
        let is_its_own = |step: &Change| is_again(step).is_some_and(|(it, _)| it == column);
        let place = steps.iter().position(is_its_own);
        let (Some(place), Some(first)) = (place, steps.iter().position(is_of_table)) else {
            continue;
        };
        let last = steps.iter().rposition(is_of_table).map_or(place, |last| last.max(place));
        // What is set for the column comes after its type.
        let own = steps.iter().skip(place).take_while(|it| *it.id() == column).count();
        if let Some(between) = steps.get_mut(place..=last.max(place + own - 1)) {
            between.rotate_left(own);
        }
        let step = Change::Alter { id: column, alteration: Box::new(meanwhile(by)) };
        steps.insert(first.min(place), step);
    }
}
