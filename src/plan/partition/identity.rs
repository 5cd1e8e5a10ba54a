//! Identity columns that come to a table which has partitions or heirs.
//!
//! PostgreSQL adds none to such a table at once, but for one that has partitions from 17 on: the heirs have the column and no
//! identity. A column that is there can become one.

use super::{children, table};
use crate::catalog::{Catalog, Definition, Kind, Object, ObjectId, Persistence};
use crate::plan::alter::column::identity_name;
use crate::plan::{Alteration, Change};

/// Takes the identity from such a new column, and gives the steps by which it gets it.
pub(crate) fn leave_out_identity(
    from: &Catalog,
    to: &Catalog,
    id: &ObjectId,
    object: &mut Object,
) -> Vec<Change> {
    let name = id.relation_qname();
    let partitioned = table(from, &ObjectId::in_schema(Kind::Table, &name))
        .is_some_and(|table| table.partition_by.is_some());
    let is_passed_on = partitioned && from.major >= 17;
    let Definition::Column(column) = &mut object.definition else { return Vec::new() };
    if column.identity.is_none()
        || is_passed_on
        || !children(from).any(|(_, parents)| parents.contains(&name))
    {
        return Vec::new();
    }
    column.null = false;
    let identity = column.identity.take();
    let persistence = identity.as_ref().and_then(|it| it.unlogged).map(|unlogged| match unlogged {
        true => Persistence::Unlogged,
        false => Persistence::Logged,
    });
    let sequence = identity_name(to, id).map(|it| it.name).zip(persistence);
    let alterations = identity.map(Alteration::ColumnAddIdentity).into_iter().chain(
        sequence.map(|(name, persistence)| Alteration::IdentityPersistence { name, persistence }),
    );
    let step = |it| Change::Alter { id: id.clone(), alteration: Box::new(it) };
    alterations.map(step).collect()
}
