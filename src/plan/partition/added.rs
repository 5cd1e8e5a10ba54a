//! Columns that come to a table which has partitions or heirs.
//!
//! PostgreSQL adds no identity column to such a table at once, but for one that has partitions from 17 on: the heirs have the
//! column and no identity. And it makes the column of the heirs NOT NULL too where that of the table is so with NO INHERIT.
//! A column that is there can become either.

use super::{children, table};
use crate::catalog::{Catalog, Column, Definition, Kind, NotNull, Object, ObjectId, Persistence};
use crate::plan::alter::column::identity_name;
use crate::plan::{Alteration, Change};

/// Takes from such a new column what it gets afterwards, and gives the steps.
pub(crate) fn leave_to_later(
    from: &Catalog,
    to: &Catalog,
    id: &ObjectId,
    object: &mut Object,
) -> Vec<Change> {
    let Definition::Column(column) = &mut object.definition else { return Vec::new() };
    if !children(from).any(|(_, parents)| parents.contains(&id.relation_qname())) {
        return Vec::new();
    }
    let alterations = not_null(column).into_iter().chain(identity(from, to, id, column));
    let step = |it| Change::Alter { id: id.clone(), alteration: Box::new(it) };
    alterations.map(step).collect()
}

fn not_null(column: &mut Column) -> Vec<Alteration> {
    let Some(it) = column.not_null.take_if(|it| it.no_inherit) else { return Vec::new() };
    column.null = true;
    let said = it.comment.clone().map(|comment| Alteration::NotNullComment {
        name: it.name.clone(),
        comment: Some(comment),
    });
    let it = Alteration::ColumnNotNull(NotNull { comment: None, ..it });
    std::iter::once(it).chain(said).collect()
}

fn identity(from: &Catalog, to: &Catalog, id: &ObjectId, column: &mut Column) -> Vec<Alteration> {
    let of = ObjectId::in_schema(Kind::Table, &id.relation_qname());
    let partitioned = table(from, &of).is_some_and(|table| table.partition_by.is_some());
    if partitioned && from.major >= 17 {
        return Vec::new();
    }
    let Some(identity) = column.identity.take() else { return Vec::new() };
    column.null = false;
    let persistence = identity.unlogged.map(|unlogged| match unlogged {
        true => Persistence::Unlogged,
        false => Persistence::Logged,
    });
    let sequence = identity_name(to, id).map(|it| it.name).zip(persistence);
    let logged =
        sequence.map(|(name, persistence)| Alteration::IdentityPersistence { name, persistence });
    std::iter::once(Alteration::ColumnAddIdentity(identity)).chain(logged).collect()
}
