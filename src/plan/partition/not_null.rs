//! NOT NULL that a table has from another one (PostgreSQL 18).

use crate::catalog::{Catalog, Column, Definition, Kind, Name, NotNull, Object, ObjectId, QName};
use crate::plan::again::is_retyped;

/// Whether a table must leave those that it has its columns from, since a NOT NULL that it has from them changes in a way
/// that PostgreSQL forbids meanwhile: it renames none that is inherited, be it new, renames that of the parent only where
/// all have the name, and takes back no validation. Where the column changes its type it makes them anew, and none that the
/// table states itself under another name.
pub(super) fn goes_apart(from: &Catalog, to: &Catalog, table: &QName) -> bool {
    if from.major < 18 || from.parents(table).next().is_none() {
        return false;
    }
    to.of_relation(Kind::Column, table).any(|(id, _)| {
        if is_made_anew(from, to, id) {
            return true;
        }
        let Some(new) = to.not_null(id) else { return false };
        let Some(old) = from.not_null(id) else {
            return to.inherited_not_null(id).any(|(_, above)| above.name != new.name);
        };
        from.parents(table).any(|parent| {
            let of_parent = ObjectId::of_relation(Kind::Column, parent, id.name.clone());
            let comes = to.not_null(&of_parent).filter(|it| !it.no_inherit);
            let Some(above) = from.not_null(&of_parent).filter(|it| !it.no_inherit) else {
                let is_other = old.name != new.name || is_retyped(from, to, &of_parent);
                return comes.is_some() && is_other;
            };
            // Of two that PostgreSQL named nobody knows whether they bear one name.
            let is_copy = || !states(from, id) && from.inherited_not_null(id).nth(1).is_none();
            let is_alike = above.name == old.name && (old.name.is_some() || is_copy());
            let (from, to) = (&above.name, to.not_null(&of_parent).map(|it| &it.name));
            let carried = to.is_some_and(|to| is_alike && *to == new.name);
            let is_in_the_way = to.is_some_and(|to| from != to) && !is_alike;
            let renamed = old.name != new.name && to.is_some() && !carried;
            renamed || is_in_the_way || (old.validated && !new.validated)
        })
    })
}

/// Whether PostgreSQL would make a NOT NULL anew that is no mere copy of that of a parent.
fn is_made_anew(from: &Catalog, to: &Catalog, id: &ObjectId) -> bool {
    from.not_null(id).is_some_and(|own| {
        from.inherited_not_null(id).any(|(parent, above)| {
            let of_parent = ObjectId::of_relation(Kind::Column, parent, id.name.clone());
            (above.name != own.name || states(from, id)) && is_retyped(from, to, &of_parent)
        })
    })
}

/// Whether a NOT NULL of a table bears another name than that of the parent which it is a copy of.
pub(super) fn has_own_names(catalog: &Catalog, table: &QName) -> bool {
    let own = catalog.of_relation(Kind::Column, table);
    let mut own = own.filter_map(|(id, _)| Some((id, catalog.not_null(id)?)));
    own.any(|(id, own)| catalog.inherited_not_null(id).any(|(_, above)| above.name != own.name))
}

/// Whether a table states a NOT NULL itself that it has from another one too, by the same name.
pub(super) fn states(catalog: &Catalog, id: &ObjectId) -> bool {
    catalog.column(id).is_some_and(|it| it.own_not_null.0)
}

/// The columns that a new heir has from others, of which it states itself that they are NOT NULL, with the name.
pub(crate) fn own_not_null(
    to: &Catalog,
    major: u32,
    table: &ObjectId,
    parts: &[(ObjectId, Object)],
) -> Vec<(Name, Option<Name>)> {
    let name = table.qname();
    if major < 18 || to.table(&name).is_none_or(|it| it.inherits.is_empty()) {
        return Vec::new();
    }
    let columns = to.columns(&name).into_iter();
    let inherited = columns.filter(|(id, ..)| !parts.iter().any(|(part, _)| part == *id));
    let stated = inherited.filter(|(id, _, column)| states_not_null(to, id, column));
    let name = |it: &Column| it.not_null.as_ref().and_then(|it| it.name.clone());
    stated.map(|(id, _, column)| (id.name.clone(), name(column))).collect()
}

/// Takes NOT NULL from the columns that a new heir states where it has that from others alone.
pub(crate) fn leave_out_not_null(to: &Catalog, major: u32, parts: &mut [(ObjectId, Object)]) {
    for (id, object) in parts {
        let Definition::Column(column) = &mut object.definition else { continue };
        let is_usual = |it: &NotNull| it.validated && it.comment.is_none();
        if major >= 18
            && column.also_own.0
            && column.whole_not_null().is_some_and(is_usual)
            && to.inherited_not_null(id).next().is_some()
            && !states_not_null(to, id, column)
        {
            (column.null, column.not_null) = (true, None);
        }
    }
}

/// Whether an heir states the NOT NULL of a column that it has from others.
pub(super) fn states_not_null(catalog: &Catalog, id: &ObjectId, it: &Column) -> bool {
    let Some(own) = it.whole_not_null() else { return false };
    let mut above = catalog.inherited_not_null(id);
    it.own_not_null.0 || above.next().is_some_and(|(_, above)| above.name != own.name)
}
