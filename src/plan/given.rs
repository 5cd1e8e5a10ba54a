//! New columns whose values the declared rows bring.
//!
//! A column that is NOT NULL and has no default cannot come to a table that has rows. Where the rows are declared, and say
//! what the column has in them, it comes without NOT NULL, the rows get their values, and NOT NULL is said last. A row
//! that nobody declares has no value, and the migration fails: what it should have is for nobody to guess.

use super::alter::{Outcome, alter};
use super::{Change, has_relatives, partition};
use crate::catalog::{Catalog, Column, Definition, Kind, Object, ObjectId};

/// Where a plan goes first, and what comes after it.
pub(crate) struct Given {
    /// The catalog with the columns as they come.
    pub(crate) to: Catalog,
    /// The columns are NOT NULL.
    pub(crate) last: Vec<Change>,
}

/// `None` where there is no such column.
pub(crate) fn given(from: &Catalog, to: &Catalog) -> Option<Given> {
    let columns: Vec<&ObjectId> = to
        .of_kind(Kind::Rows)
        .filter(|(rows, _)| has_rows(from, rows))
        .map(|(rows, object)| (rows, brought(from, to, rows, object)))
        .filter(|(rows, columns)| !columns.is_empty() && is_alone(from, to, rows))
        .flat_map(|(_, columns)| columns)
        .collect();
    if columns.is_empty() {
        return None;
    }
    let mut given = Given { to: to.clone(), last: Vec::new() };
    for id in columns {
        let (Some(object), Some(new)) = (given.to.objects.get_mut(id), to.get(id)) else {
            continue;
        };
        if let Definition::Column(column) = &mut object.definition {
            (column.null, column.not_null) = (true, None);
        }
        let old = object.definition.clone();
        if let Outcome::Alter(alterations) = alter(&given.to, to, id, &old, &new.definition) {
            let step = |it| Change::Alter { id: id.clone(), alteration: Box::new(it) };
            given.last.extend(alterations.into_iter().map(step));
        }
    }
    Some(given)
}

/// Whether rows of the table are there by a declaration.
fn has_rows(from: &Catalog, rows: &ObjectId) -> bool {
    let declared = from.get(rows).map(|it| &it.definition);
    matches!(declared, Some(Definition::Rows(it)) if !it.rows.is_empty())
}

/// Whether the table stays, and shares its columns with no other one.
fn is_alone(from: &Catalog, to: &Catalog, rows: &ObjectId) -> bool {
    let table = rows.qname();
    let id = ObjectId::in_schema(Kind::Table, &table);
    let shares = has_relatives(from, &table) || has_relatives(to, &table);
    from.get(&id).is_some() && !partition::is_remade(from, to, &id) && !shares
}

/// The new columns that must have a value, have none by themselves, and to which the rows give one.
fn brought<'a>(
    from: &Catalog,
    to: &'a Catalog,
    rows: &ObjectId,
    object: &Object,
) -> Vec<&'a ObjectId> {
    let Definition::Rows(declared) = &object.definition else { return Vec::new() };
    let has_default =
        |id: &ObjectId| to.get(&ObjectId { kind: Kind::DefaultExpr, ..id.clone() }).is_some();
    let is_bare = |it: &Column| !it.null && it.identity.is_none() && it.generated.is_none();
    let columns = to.columns(&rows.qname()).into_iter();
    columns
        .filter(|(id, _, column)| declared.columns.contains(&id.name) && is_bare(column))
        .filter(|(id, _, _)| from.get(id).is_none() && !has_default(id))
        .map(|(id, _, _)| id)
        .collect()
}
