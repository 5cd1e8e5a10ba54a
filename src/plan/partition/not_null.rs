//! NOT NULL that a table has from another one (PostgreSQL 18).

use crate::catalog::{Catalog, Kind, ObjectId, QName};

/// Whether a table must leave those that it has its columns from, since a NOT NULL that it has from them changes in a way
/// that PostgreSQL forbids meanwhile: it renames none that is inherited, renames that of the parent only where all have
/// the name, and takes back no validation.
pub(super) fn goes_apart(from: &Catalog, to: &Catalog, table: &QName) -> bool {
    if from.major < 18 || from.parents(table).next().is_none() {
        return false;
    }
    from.of_relation(Kind::Column, table).any(|(id, _)| {
        let (Some(old), Some(new)) = (from.not_null(id), to.not_null(id)) else { return false };
        from.inherited_not_null(id).any(|(parent, above)| {
            let of_parent = ObjectId::of_relation(Kind::Column, parent, id.name.clone());
            let (from, to) = (&above.name, to.not_null(&of_parent).map(|it| &it.name));
            let carried = to.is_some_and(|to| *from == old.name && *to == new.name);
            let is_in_the_way = to.is_some_and(|to| from != to) && *from != old.name;
            let renamed = old.name != new.name && to.is_some() && !carried;
            renamed || is_in_the_way || (old.validated && !new.validated)
        })
    })
}

/// Whether a NOT NULL of a table bears another name than that of the parent which it is a copy of.
pub(super) fn has_own_names(catalog: &Catalog, table: &QName) -> bool {
    let own = catalog.of_relation(Kind::Column, table);
    let mut own = own.filter_map(|(id, _)| Some((id, catalog.not_null(id)?)));
    own.any(|(id, own)| catalog.inherited_not_null(id).any(|(_, above)| above.name != own.name))
}
