//! Sequences that belong to a column (`OWNED BY`): they are made before it, since its default may call them, and go
//! with it.

use super::{Alteration, Change, Fate};
use crate::catalog::{Catalog, Definition, Kind, Object, ObjectId, Persistence, Sequence};
use std::collections::{BTreeMap, BTreeSet};

/// The created sequences by the column that owns them.
pub(crate) fn created_with_owner<'a>(
    to: &'a Catalog,
    created: &BTreeSet<&'a ObjectId>,
) -> BTreeMap<ObjectId, Vec<&'a ObjectId>> {
    let mut owned: BTreeMap<ObjectId, Vec<&ObjectId>> = BTreeMap::new();
    for (id, object) in to.of_kind(Kind::Sequence).filter(|(id, _)| created.contains(id)) {
        if let Some(column) = owner(&object.definition) {
            owned.entry(column).or_default().push(id);
        }
    }
    owned
}

/// The column that owns a sequence: it cannot go before the sequence is let go.
pub(crate) fn owner(definition: &Definition) -> Option<ObjectId> {
    let Definition::Sequence(sequence) = definition else { return None };
    let (table, column) = sequence.owned_by.as_ref()?;
    Some(ObjectId::of_relation(Kind::Column, table, column.clone()))
}

/// The table that a sequence belongs to before and after.
pub(crate) fn table_of(from: &Catalog, to: &Catalog, id: &ObjectId) -> Option<ObjectId> {
    let column = owner(&to.get(id)?.definition)?;
    let stays = owner(&from.get(id)?.definition).as_ref() == Some(&column);
    stays.then(|| ObjectId::in_schema(Kind::Table, &column.relation_qname()))
}

/// The sequences that the columns of a node take over.
pub(crate) fn taken_over<'a>(
    to: &'a Catalog,
    owned: &BTreeMap<ObjectId, Vec<&'a ObjectId>>,
    id: &ObjectId,
    parts: &[&ObjectId],
) -> Vec<&'a ObjectId> {
    if owned.is_empty() || !matches!(id.kind, Kind::Table | Kind::Column) {
        return Vec::new();
    }
    std::iter::once(&id)
        .chain(parts)
        .filter_map(|id| owned.get(*id))
        .flatten()
        .copied()
        .filter(|id| to.get(id).is_some())
        .collect()
}

/// `OWNED BY`, after the column is there.
pub(crate) fn take_over(to: &Catalog, id: &ObjectId) -> Option<Change> {
    let Definition::Sequence(sequence) = &to.get(id)?.definition else { return None };
    let alteration = Alteration::SequenceOwnedBy(sequence.owned_by.clone());
    Some(Change::Alter { id: id.clone(), alteration: Box::new(alteration) })
}

/// A sequence has the owner of the table that it belongs to: it changes its owner while it belongs to none, and changes
/// it by itself with a table to which it goes on belonging. Takes the step out that gives it to another column, and
/// returns it: it comes when both are as they are to be.
pub(crate) fn arrange(
    steps: &mut Vec<Change>,
    id: &ObjectId,
    (old, new): (&Object, &Object),
    loses_its_column: bool,
) -> Option<Change> {
    let (Definition::Sequence(was), Definition::Sequence(is)) = (&old.definition, &new.definition)
    else {
        return None;
    };
    if was.owned_by == is.owned_by && !loses_its_column {
        if is.owned_by.is_some() {
            steps.retain(|step| !matches!(step, Change::SetOwner { .. }));
        }
        return None;
    }
    steps.retain(|step| {
        !matches!(step, Change::Alter { alteration, .. }
            if matches!(**alteration, Alteration::SequenceOwnedBy(_)))
    });
    let tie = |owned_by| {
        let alteration = Box::new(Alteration::SequenceOwnedBy(owned_by));
        Change::Alter { id: id.clone(), alteration }
    };
    let is_free = is.owned_by.is_none() || loses_its_column || old.owner != new.owner;
    if was.owned_by.is_some() && is_free {
        steps.insert(0, tie(None));
    }
    is.owned_by.clone().map(|it| tie(Some(it)))
}

/// A sequence is owned once the column is there, and its table has the owner that it is to have.
///
/// It is unlogged with its table, as `serial` makes it: `OWNED BY` alone would not make it so. No server before 15 knows
/// unlogged sequences.
pub(crate) fn creation(
    to: &Catalog,
    major: u32,
    id: &ObjectId,
    new: &Object,
    sequence: &Sequence,
) -> Change {
    let table =
        sequence.owned_by.as_ref().map(|(table, _)| ObjectId::in_schema(Kind::Table, table));
    let table = table.and_then(|table| to.get(&table)).map(|it| &it.definition);
    let with_table =
        matches!(table, Some(Definition::Table(it)) if it.persistence == Persistence::Unlogged);
    let unlogged = sequence.unlogged || (with_table && major >= 15);
    let definition = Sequence { owned_by: None, unlogged, ..sequence.clone() }.into();
    let object = Box::new(Object { definition, ..new.clone() });
    Change::Create { id: id.clone(), object, parts: Vec::new() }
}

/// The step that gives a new sequence to a column that was there before.
pub(crate) fn given(to: &Catalog, created: &BTreeSet<&ObjectId>, id: &ObjectId) -> Option<Change> {
    let column = owner(&to.get(id)?.definition)?;
    if created.contains(&column) { None } else { take_over(to, id) }
}

/// PostgreSQL drops an owned sequence with its column.
pub(crate) fn goes_with_its_column(
    from: &Catalog,
    fates: &BTreeMap<&ObjectId, Fate>,
    id: &ObjectId,
) -> bool {
    let gone = |id: &ObjectId| matches!(fates.get(id), Some(Fate::Drop | Fate::Replace));
    from.get(id).and_then(|object| owner(&object.definition)).is_some_and(|column| {
        gone(&column) || gone(&ObjectId::in_schema(Kind::Table, &column.relation_qname()))
    })
}
