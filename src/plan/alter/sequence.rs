//! Sequences.

use super::Outcome;
use crate::catalog::{Catalog, ObjectId, Persistence, QName, Sequence, SequenceOptions};
use crate::plan::{Alteration, ownership};

/// What becomes of the value at which a sequence stands, which no catalog tells, when its bounds change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It was within the new bounds at first. Where it is not any more, PostgreSQL refuses the change.
    Kept,
    /// It is brought within the new bounds where it is not there yet.
    Within,
    /// Wherever it is, it is out of the new bounds.
    Anew,
}

pub(super) fn standing(
    (old_type, old): (&str, &SequenceOptions),
    (new_type, new): (&str, &SequenceOptions),
) -> Standing {
    let (least, greatest) = new.bounds(new_type);
    let (lowest, highest) = old.bounds(old_type);
    let ascending = old.increment.is_none_or(|it| it > 0);
    let start = old.start.unwrap_or(if ascending { lowest } else { highest });
    let is_past = if ascending { start > greatest } else { start < least };
    if (least..=greatest).contains(&start) {
        Standing::Kept
    } else if is_past || highest < least || lowest > greatest {
        Standing::Anew
    } else {
        Standing::Within
    }
}

/// A new sequence for a column that is there begins at its start, and would give what rows have already.
pub(crate) fn beyond(
    name: QName,
    column: &ObjectId,
    data_type: &str,
    options: &SequenceOptions,
) -> Alteration {
    let (least, greatest) = options.bounds(data_type);
    let descending = options.increment.is_some_and(|it| it < 0);
    let (least, greatest) = match (options.start, descending) {
        (Some(start), true) => (least, start),
        (Some(start), false) => (start, greatest),
        (None, _) => (least, greatest),
    };
    let (table, column) = (column.relation_qname(), column.name.clone());
    Alteration::SequenceBeyond { name, table, column, descending, least, greatest }
}

pub(super) fn alter(
    from: &Catalog,
    to: &Catalog,
    id: &ObjectId,
    old: &Sequence,
    new: &Sequence,
) -> Outcome {
    let mut alterations = Vec::new();
    if old.data_type != new.data_type || old.options != new.options {
        let standing = standing((&old.data_type, &old.options), (&new.data_type, &new.options));
        if standing == Standing::Within {
            let (least, greatest) = new.options.bounds(&new.data_type);
            alterations.push(Alteration::SequenceWithin { name: id.qname(), least, greatest });
        }
        alterations.push(Alteration::Sequence {
            data_type: new.data_type.clone(),
            options: new.options.clone(),
            restart: standing == Standing::Anew,
        });
    }
    let carried = ownership::carried_persistence(from, to, old, new);
    let unlogged = carried.map_or(old.unlogged, |it| it == Persistence::Unlogged);
    if unlogged != new.unlogged {
        let persistence = if new.unlogged { Persistence::Unlogged } else { Persistence::Logged };
        alterations.push(Alteration::SequencePersistence(persistence));
    }
    if old.owned_by != new.owned_by {
        alterations.push(Alteration::SequenceOwnedBy(new.owned_by.clone()));
    }
    alterations.into()
}
