//! Names of NOT NULL that go from one column of a table to another (PostgreSQL 18): who bears a name that is needed before
//! it has another one is renamed aside.

use super::aside::aside_name;
use super::{Alteration, Change};
use crate::catalog::{Catalog, Name, NotNull, ObjectId};

/// Frees each name before it is given.
pub(crate) fn names(from: &Catalog, steps: &mut Vec<Change>) {
    let mut index = 0;
    while let Some(step) = steps.get(index) {
        let rename = taken(step).and_then(|(id, name)| {
            let (place, holder) = holder(from, steps, index, id, name)?;
            Some((place, holder, name.clone()))
        });
        if let Some((place, holder, name)) = rename {
            let aside = aside_name(&name);
            // One that goes goes by its column.
            if let Some(Change::Alter { alteration, .. }) = steps.get_mut(place)
                && let Alteration::NotNullRename { from, .. } = &mut **alteration
            {
                *from = Some(aside.clone());
            }
            let alteration = Alteration::NotNullRename { from: Some(name), to: aside };
            let alteration = Box::new(alteration);
            steps.insert(index, Change::Alter { id: holder, alteration });
            index += 1;
        }
        index += 1;
    }
}

/// The column that gets a NOT NULL of this name by a step.
fn taken(step: &Change) -> Option<(&ObjectId, &Name)> {
    let Change::Alter { id, alteration } = step else { return None };
    match &**alteration {
        Alteration::NotNullRename { to: name, .. }
        | Alteration::ColumnNotNull(NotNull { name: Some(name), .. }) => Some((id, name)),
        _ => None,
    }
}

/// The column of the same table that bears the name until a later step, and where that is.
fn holder(
    from: &Catalog,
    steps: &[Change],
    index: usize,
    taker: &ObjectId,
    name: &Name,
) -> Option<(usize, ObjectId)> {
    steps.iter().enumerate().skip(index + 1).find_map(|(place, step)| {
        let Change::Alter { id, alteration } = step else { return None };
        let bears = match &**alteration {
            Alteration::NotNullRename { from, .. } => from.as_ref() == Some(name),
            Alteration::ColumnNull(true) => is_named(from, id, name),
            _ => false,
        };
        let is_beside = id != taker && id.kind == taker.kind;
        let is_other = is_beside && id.relation_qname() == taker.relation_qname();
        (is_other && bears).then(|| (place, id.clone()))
    })
}

fn is_named(from: &Catalog, id: &ObjectId, name: &Name) -> bool {
    let not_null = from.column(id).and_then(|it| it.not_null.as_ref());
    not_null.is_some_and(|it| it.name.as_ref() == Some(name))
}
