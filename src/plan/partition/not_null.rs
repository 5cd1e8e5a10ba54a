//! NOT NULL that a table has from another one (PostgreSQL 18).

use super::parents;
use crate::catalog::{Catalog, Definition, Kind, NotNull, ObjectId, QName};

/// Whether a table must leave those that it has its columns from, since a NOT NULL that it has from them changes in a way
/// that PostgreSQL forbids meanwhile: it renames none that is inherited, renames that of the parent only where all have
/// the name, and takes back no validation.
pub(super) fn goes_apart(from: &Catalog, to: &Catalog, table: &QName) -> bool {
    let above: Vec<QName> = parents(from, table);
    if from.major < 18 || above.is_empty() {
        return false;
    }
    from.of_relation(Kind::Column, table).any(|(id, _)| {
        let (Some(old), Some(new)) = (not_null(from, id), not_null(to, id)) else { return false };
        above.iter().any(|parent| {
            let of_parent = ObjectId::of_relation(Kind::Column, parent, id.name.clone());
            let Some(above) = not_null(from, &of_parent).filter(|it| !it.no_inherit) else {
                return false;
            };
            let (from, to) = (&above.name, not_null(to, &of_parent).map(|it| &it.name));
            let carried = to.is_some_and(|to| *from == old.name && *to == new.name);
            let is_in_the_way = to.is_some_and(|to| from != to) && *from != old.name;
            let renamed = old.name != new.name && to.is_some() && !carried;
            renamed || is_in_the_way || (old.validated && !new.validated)
        })
    })
}

/// Whether a NOT NULL of a table bears another name than that of the parent which it is a copy of.
pub(super) fn has_own_names(catalog: &Catalog, table: &QName) -> bool {
    let above = parents(catalog, table);
    let own = catalog.of_relation(Kind::Column, table);
    let mut own = own.filter_map(|(id, _)| Some((id, not_null(catalog, id)?)));
    own.any(|(id, own)| {
        above.iter().any(|parent| {
            let of_parent = ObjectId::of_relation(Kind::Column, parent, id.name.clone());
            let above = not_null(catalog, &of_parent).filter(|it| !it.no_inherit);
            above.is_some_and(|it| it.name != own.name)
        })
    })
}

fn not_null<'a>(catalog: &'a Catalog, id: &ObjectId) -> Option<&'a NotNull> {
    match &catalog.get(id)?.definition {
        Definition::Column(column) => column.whole_not_null(),
        _ => None,
    }
}
