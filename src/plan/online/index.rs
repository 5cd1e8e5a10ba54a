//! Indexes.

use super::{Alteration, Catalog, Change, Definition, Kind, ObjectId, has_rows};
use crate::catalog::Index;
use crate::plan::new_name;

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
    let changes = |step: &Change| match step {
        Change::Drop { .. } => true,
        Change::Alter { alteration, .. } => matches!(**alteration, Alteration::ColumnType { .. }),
        _ => false,
    };
    let needs = |it: &ObjectId| it != id && object.depends_on.contains(it);
    is_built(id, index, from, to) && !steps.iter().any(|it| changes(it) && needs(it.id()))
}

/// An index in place of one of its name: it is built under another name, so that there is no moment without one.
pub(super) struct InPlace {
    pub(super) built: Change,
    pub(super) named: Change,
}

pub(super) fn in_place(
    id: &ObjectId,
    index: &Index,
    from: &Catalog,
    to: &Catalog,
    steps: &[Change],
) -> Option<InPlace> {
    if !is_built(id, index, from, to) || !goes(id, from, to, steps) {
        return None;
    }
    let new = ObjectId { name: new_name(&id.name), ..id.clone() };
    let object = to.get(id)?.clone();
    let (parts, not_null) = (Vec::new(), Vec::new());
    let built = Change::Create { id: new.clone(), object: Box::new(object), parts, not_null };
    Some(InPlace { built, named: Change::Rename { from: new, to: id.clone() } })
}
