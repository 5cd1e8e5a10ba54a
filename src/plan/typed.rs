//! Tables of a type (`OF`).
//!
//! PostgreSQL changes the columns of such a table with its type alone. Where they change, the table is no longer of the
//! type before anything else, and of it again after everything else: in between it is a table like any other. A new one
//! is made so too.

use super::{Alteration, Change, again, partition};
use crate::catalog::{Catalog, Definition, Kind, ObjectId, QName};
use std::collections::{BTreeMap, BTreeSet};

/// Two catalogs with the tables as plain ones that are to be so for a while, and what is to be done to these before and
/// after.
pub(crate) struct Loosened {
    pub(crate) from: Catalog,
    pub(crate) to: Catalog,
    pub(crate) first: Vec<Change>,
    pub(crate) last: Vec<Change>,
    /// Tables that are dropped and made again.
    pub(crate) remade: BTreeSet<ObjectId>,
}

/// `None` where no table has to be another's for a while.
pub(crate) fn loosen(from: &Catalog, to: &Catalog) -> Option<Loosened> {
    let (before, after) = (typed(from), typed(to));
    let changes: BTreeSet<&ObjectId> = before
        .keys()
        .chain(after.keys())
        .copied()
        .filter(|id| before.get(id) != after.get(id) || !stays(from, to, id, after.get(id)))
        .collect();
    if changes.is_empty() {
        return None;
    }
    let mut loosened = Loosened {
        from: from.clone(),
        to: to.clone(),
        first: Vec::new(),
        last: Vec::new(),
        remade: BTreeSet::new(),
    };
    for id in changes {
        let step = |of: Option<QName>| Change::Alter {
            id: id.clone(),
            alteration: Box::new(Alteration::TableOf(of)),
        };
        let is_kept = partition::table(to, id).is_some();
        let remade = partition::is_remade(from, to, id);
        if before.contains_key(id) && is_kept && !remade {
            loosened.first.push(step(None));
        }
        if let Some(of) = after.get(id) {
            loosened.last.push(step(Some((*of).clone())));
        }
        // One that is dropped goes before its type does.
        match remade {
            true => {
                loosened.remade.insert(id.clone());
            }
            false => set_free(&mut loosened.from, id),
        }
        set_free(&mut loosened.to, id);
    }
    Some(loosened)
}

/// Every table of a type, with the type.
fn typed(catalog: &Catalog) -> BTreeMap<&ObjectId, &QName> {
    let tables = catalog.of_kind(Kind::Table);
    tables
        .filter_map(|(id, object)| match &object.definition {
            Definition::Table(table) => Some((id, table.of_type.as_ref()?)),
            _ => None,
        })
        .collect()
}

/// Whether neither the type nor the columns change, nor what they are made of.
fn stays(from: &Catalog, to: &Catalog, id: &ObjectId, of: Option<&&QName>) -> bool {
    let attributes = |catalog: &Catalog| {
        let object = of.and_then(|of| catalog.get(&ObjectId::in_schema(Kind::Composite, of)))?;
        match &object.definition {
            Definition::Composite(it) => Some(
                it.attributes
                    .iter()
                    .map(|it| (it.name.clone(), it.data_type.clone(), it.collation.clone()))
                    .collect::<Vec<_>>(),
            ),
            _ => None,
        }
    };
    let columns = |catalog: &Catalog| {
        let columns = catalog.columns(&id.qname()).into_iter();
        columns
            .map(|(id, _, it)| (id.name.clone(), it.data_type.clone(), it.collation.clone()))
            .collect::<Vec<_>>()
    };
    let of = of.map(|of| ObjectId::in_schema(Kind::Composite, of));
    attributes(from) == attributes(to)
        && columns(from) == columns(to)
        && !of.is_some_and(|of| again::is_made_again(from, to, &of))
}

fn set_free(catalog: &mut Catalog, id: &ObjectId) {
    if let Some(object) = catalog.objects.get_mut(id)
        && let Definition::Table(table) = &mut object.definition
        && let Some(of) = table.of_type.take()
    {
        object.depends_on.remove(&ObjectId::in_schema(Kind::Composite, &of));
    }
}
