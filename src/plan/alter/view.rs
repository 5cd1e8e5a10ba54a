//! Views and materialized views.

use super::{Outcome, options, tablespace};
use crate::catalog::{Catalog, MaterializedView, ObjectId, Principal, View};
use crate::plan::Alteration;

/// CREATE OR REPLACE VIEW keeps privileges and dependents as long as the columns that were there stay as they were;
/// more may follow. The columns are compared also when the query reads the same: `SELECT t.a` says nothing of the
/// type of `a`.
pub(super) fn alter(
    from: &Catalog,
    to: &Catalog,
    id: &ObjectId,
    old: &View,
    new: &View,
) -> Outcome {
    let columns = |catalog: &Catalog| -> Vec<_> {
        let columns = catalog.columns(&id.qname());
        columns
            .into_iter()
            .map(|(id, _, column)| {
                (id.name.clone(), column.data_type.clone(), column.collation.clone())
            })
            .collect()
    };
    let (old_columns, new_columns) = (columns(from), columns(to));
    // A declared view has no columns yet: PostgreSQL finds them when it builds the view.
    if !new_columns.starts_with(&old_columns) {
        return Outcome::Replace;
    }
    if old.query != new.query || old_columns.len() != new_columns.len() {
        return Outcome::Alter(vec![Alteration::View(new.clone())]);
    }
    options(&old.options, &new.options).into_iter().collect::<Vec<_>>().into()
}

/// By which index it is ordered is set when all indexes are there.
///
/// REFRESH reads what its owner may read, CREATE what the one who creates it may. A view that was never computed is made
/// again where these are two.
pub(super) fn alter_materialized(
    from: &Catalog,
    id: &ObjectId,
    old: &MaterializedView,
    new: &MaterializedView,
) -> Outcome {
    if old.query != new.query || (old.using != new.using && from.major < 15) {
        return Outcome::Replace;
    }
    let owner = from.get(id).and_then(|view| view.owner.as_ref());
    if new.populated && !old.populated && owner.is_some_and(|it| *it != Principal::Migrator) {
        return Outcome::Replace;
    }
    let mut alterations: Vec<_> = options(&old.options, &new.options).into_iter().collect();
    if old.using != new.using {
        alterations.push(Alteration::TableUsing(new.using.clone()));
    }
    alterations.extend(tablespace(&old.tablespace, &new.tablespace));
    if old.populated != new.populated {
        alterations.push(Alteration::MaterializedViewPopulated(new.populated));
    }
    alterations.into()
}
