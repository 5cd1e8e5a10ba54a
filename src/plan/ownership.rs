//! Sequences that belong to a column (`OWNED BY`): they are made before it, since its default may call them, and go
//! with it.

use super::alter::sequence::beyond;
use super::aside::{TYPES, aside_name};
use super::{Act, Alteration, Change, Fate, Node, partition, relation_of};
use crate::catalog::{
    Catalog, Column, Definition, Kind, Name, Object, ObjectId, Persistence, QName, Sequence,
};
use rustc_hash::FxHashMap;
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
fn table_of(from: &Catalog, to: &Catalog, id: &ObjectId) -> Option<ObjectId> {
    let column = owner(&to.get(id)?.definition)?;
    let stays = owner(&from.get(id)?.definition).as_ref() == Some(&column);
    stays.then(|| ObjectId::in_schema(Kind::Table, &column.relation_qname()))
}

/// What a sequence becomes with the table to which it goes on belonging, when that becomes logged or unlogged.
pub(crate) fn carried_persistence(
    from: &Catalog,
    to: &Catalog,
    old: &Sequence,
    new: &Sequence,
) -> Option<Persistence> {
    let stays = from.major >= 15 && old.owned_by == new.owned_by;
    let (table, _) = old.owned_by.as_ref().filter(|_| stays)?;
    let id = ObjectId::in_schema(Kind::Table, table);
    let (old, new) = (partition::table(from, &id)?, partition::table(to, &id)?);
    (old.persistence != new.persistence).then_some(new.persistence)
}

/// What the steps of a sequence, or of a column that takes one over, come after.
pub(crate) fn waits_for<'n>(
    from: &Catalog,
    to: &Catalog,
    node: &Node<'n>,
    made: &FxHashMap<&'n ObjectId, usize>,
) -> Vec<usize> {
    let place = |id: &ObjectId| made.get(id).copied();
    let mut places: Vec<usize> =
        node.takes_over.iter().filter_map(|sequence| place(sequence)).collect();
    match node.act {
        // Both are as they are to be.
        Act::Own => {
            let column = to.get(node.id).and_then(|object| owner(&object.definition));
            let table = column.as_ref().and_then(|column| relation_of(to, column));
            places.extend(place(node.id));
            places.extend(column.as_ref().and_then(place));
            places.extend(table.as_ref().and_then(place));
        }
        // It gets its owner and its persistence with the table, and its privileges after that.
        Act::Alter if node.id.kind == Kind::Sequence => {
            places.extend(table_of(from, to, node.id).as_ref().and_then(place));
        }
        Act::Alter | Act::Empty | Act::Shell | Act::Create | Act::Drop => {}
    }
    places
}

/// The table that lets a sequence go, which comes before anything happens to the table: else the sequence had its new
/// owner, and were logged or not, as the table.
pub(crate) fn let_go(from: &Catalog, to: &Catalog, node: &Node<'_>) -> Option<ObjectId> {
    if node.act != Act::Alter || node.id.kind != Kind::Sequence {
        return None;
    }
    let column = owner(&from.get(node.id)?.definition)?;
    let goes = owner(&to.get(node.id)?.definition).as_ref() != Some(&column);
    goes.then(|| ObjectId::in_schema(Kind::Table, &column.relation_qname()))
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
    Some(tie(id, sequence.owned_by.clone()))
}

fn tie(id: &ObjectId, owned_by: Option<(QName, Name)>) -> Change {
    Change::Alter { id: id.clone(), alteration: Box::new(Alteration::SequenceOwnedBy(owned_by)) }
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
    if was.owned_by.is_some() {
        steps.insert(0, tie(id, None));
    }
    is.owned_by.clone().map(|it| tie(id, Some(it)))
}

/// A sequence is owned once the column is there, and its table has the owner that it is to have.
///
/// No server before 15 makes one unlogged, also where its table is so. None makes one where a type has its name, but it can
/// be given such.
pub(crate) fn creation(
    (from, to, major): (&Catalog, &Catalog, u32),
    id: &ObjectId,
    new: &Object,
    sequence: &Sequence,
) -> Vec<Change> {
    let unlogged = sequence.unlogged && (major >= 15 || sequence.owned_by.is_none());
    let definition = Sequence { owned_by: None, unlogged, ..sequence.clone() }.into();
    let object = Box::new(Object { definition, ..new.clone() });
    let create = |id: &ObjectId| {
        let (id, parts, not_null) = (id.clone(), Vec::new(), Vec::new());
        Change::Create { id, object, parts, not_null }
    };
    // A composite type is a relation, too: the sequence comes when it is gone.
    let is_type = |kind: &&Kind| {
        let named = ObjectId::in_schema(**kind, &id.qname());
        [from, to].iter().any(|catalog| catalog.get(&named).is_some())
    };
    if !TYPES.iter().filter(|kind| **kind != Kind::Composite).any(|kind| is_type(&kind)) {
        return vec![create(id)];
    }
    let name = aside_name(&format!("sequence_{}", id.name));
    let aside = ObjectId { name, ..id.clone() };
    vec![create(&aside), Change::Rename { from: aside, to: id.clone() }]
}

/// The steps that give a new sequence to a column that was there before.
pub(crate) fn given(
    from: &Catalog,
    to: &Catalog,
    created: &BTreeSet<&ObjectId>,
    id: &ObjectId,
) -> Vec<Change> {
    let Some(Definition::Sequence(sequence)) = to.get(id).map(|it| &it.definition) else {
        return Vec::new();
    };
    let Some(column) = owner(&sequence.clone().into()).filter(|it| !created.contains(it)) else {
        return Vec::new();
    };
    let mut steps: Vec<Change> = take_over(to, id).into_iter().collect();
    // Any column may own a sequence.
    let is_integer = |it: &Column| matches!(&*it.data_type, "smallint" | "integer" | "bigint");
    let counts = to.column(&column).is_some_and(is_integer);
    let default = to.get(&ObjectId { kind: Kind::DefaultExpr, ..column.clone() });
    let is_called = default.is_some_and(|it| it.depends_on.contains(id));
    let is_here = !partition::reaches_foreign(from, &column.relation_qname());
    if from.get(id).is_none() && counts && is_called && is_here {
        let beyond = beyond(id.qname(), &column, &sequence.data_type, &sequence.options);
        steps.push(Change::Alter { id: id.clone(), alteration: Box::new(beyond) });
    }
    steps
}

/// A sequence that stays is let go by a column that goes, or is made again, and given to it again.
pub(crate) fn let_go_of_columns<'a>(
    from: &Catalog,
    to: &'a Catalog,
    fates: &mut BTreeMap<&'a ObjectId, Fate>,
) {
    for (id, object) in to.of_kind(Kind::Sequence) {
        let is_owned = owner(&object.definition).is_some() && from.get(id).is_some();
        if is_owned && !fates.contains_key(id) && goes_with_its_column(from, fates, id) {
            fates.insert(id, Fate::Alter(Vec::new()));
        }
    }
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
