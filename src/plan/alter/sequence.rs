//! Sequences.

use super::Outcome;
use crate::catalog::{Catalog, Persistence, Sequence};
use crate::plan::{Alteration, ownership};

pub(super) fn alter(from: &Catalog, to: &Catalog, old: &Sequence, new: &Sequence) -> Outcome {
    let mut alterations = Vec::new();
    if old.data_type != new.data_type || old.options != new.options {
        let (least, greatest) = new.options.bounds(&new.data_type);
        let (lowest, highest) = old.options.bounds(&old.data_type);
        alterations.push(Alteration::Sequence {
            data_type: new.data_type.clone(),
            options: new.options.clone(),
            // Wherever it stands, it stands out of the new bounds.
            restart: highest < least || lowest > greatest,
        });
    }
    let carried = ownership::carried_persistence(from, to, old);
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
