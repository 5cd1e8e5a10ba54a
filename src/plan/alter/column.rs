//! Columns.

use super::Outcome;
use crate::catalog::{Catalog, Column, Kind, ObjectId};
use crate::plan::Alteration;

pub(super) fn alter(from: &Catalog, id: &ObjectId, old: &Column, new: &Column) -> Outcome {
    // The columns of a view are what its query gives; the view itself is what changes.
    if !crate::plan::is_table(from, id) {
        return Outcome::Same;
    }
    let mut alterations = Vec::new();
    match (&old.generated, &new.generated) {
        // Stored values stay; they are plain data from now on. A virtual column has none to keep.
        (Some(generated), None) if generated.stored => {
            alterations.push(Alteration::ColumnDropExpression);
        }
        (None, None) => {}
        (old, new) if old == new => {}
        _ => return Outcome::Replace,
    }
    if old.identity.is_some() && new.identity.is_none() {
        alterations.push(Alteration::ColumnDropIdentity);
    }
    if old.data_type != new.data_type || old.collation != new.collation {
        if new.generated.is_some() {
            return Outcome::Replace;
        }
        alterations.push(Alteration::ColumnType {
            data_type: new.data_type.clone(),
            collation: new.collation.clone(),
            through_text: through_text(from, old, new),
        });
    }
    // An identity column is NOT NULL by nature, and must be so before it becomes one.
    if old.null != new.null {
        alterations.push(Alteration::ColumnNull(new.null));
    }
    match (&old.identity, &new.identity) {
        (None, Some(identity)) => alterations.push(Alteration::ColumnAddIdentity(identity.clone())),
        (Some(old), Some(new)) if old != new => {
            alterations.push(Alteration::ColumnSetIdentity(new.clone()));
        }
        _ => {}
    }
    alterations.into()
}

/// Two enums have no cast between them but through their labels.
fn through_text(from: &Catalog, old: &Column, new: &Column) -> bool {
    let is_enum = |data_type: &str| {
        let bare = data_type.replace('"', "");
        from.of_kind(Kind::Enum)
            .any(|(id, _)| bare.trim_end_matches("[]") == id.qname().to_string())
    };
    is_enum(&old.data_type) || is_enum(&new.data_type)
}
