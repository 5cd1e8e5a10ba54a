//! Indexes.

use super::again::nothing_changes_under;
use super::{Catalog, Change, Definition, Kind, ObjectId, has_rows};
use crate::catalog::Index;

/// Whether an index can be built while others write to its table.
pub(super) fn is_built(id: &ObjectId, index: &Index, from: &Catalog, to: &Catalog) -> bool {
    let table = id.relation_qname();
    let view = ObjectId::in_schema(Kind::MaterializedView, &table);
    let is_there =
        has_rows(from, to, &table) || from.get(&view).is_some() && to.get(&view).is_some();
    // One that is part of a partitioned index is attached in the same breath.
    is_there && index.valid && index.attached.is_none()
}

/// Whether an index can go while others write to its table: nothing else of the plan waits for that.
pub(super) fn goes(id: &ObjectId, from: &Catalog, to: &Catalog, steps: &[Change]) -> bool {
    let Some(object) = from.get(id) else { return false };
    let Definition::Index(index) = &object.definition else { return false };
    is_built(id, index, from, to)
        && nothing_changes_under(id, from, steps)
        && !steps.iter().any(|step| takes_name(step, id))
}

/// Whether a step makes another relation of that name.
pub(super) fn takes_name(step: &Change, index: &ObjectId) -> bool {
    let id = match step {
        Change::Create { id, .. } | Change::Rename { to: id, .. } => id,
        _ => return false,
    };
    id != index && (&id.schema, &id.name) == (&index.schema, &index.name)
}
