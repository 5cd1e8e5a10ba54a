//! Tables that PostgreSQL cannot make what they shall be.

use super::Failure;
use crate::catalog::{Catalog, Definition, Table};
use crate::diagnostic::Diagnostic;
use crate::plan::remade;
use crate::read::Declared;

/// A finding for each table that could only be dropped and made again: its rows would be lost.
///
/// # Errors
/// The project cannot be read any more.
pub fn remade_tables(
    declared: &Declared,
    from: &Catalog,
    to: &Catalog,
) -> Result<Vec<Diagnostic>, Failure> {
    let found = remade(from, to).map(|id| {
        let origin = declared.objects()?.origins.get(id);
        let is = |test: fn(&Table) -> bool| {
            matches!(to.get(id).map(|it| &it.definition), Some(Definition::Table(it)) if test(it))
        };
        let (how, mend, rows) = if is(|it| it.foreign.is_some()) {
            ("foreign from now on", "", "its rows copied where they are to be")
        } else if is(|it| it.of_type.is_some()) {
            let mend = "put attributes that the type gets at its end; or ";
            ("of a type that has its columns in another order", mend, "its rows copied")
        } else {
            let rows = "{old} as a partition where its rows may stay, or its rows copied";
            ("partitioned in another way than before", "", rows)
        };
        let message =
            format!("{id} is {how}: PostgreSQL cannot change that, and its rows would be lost");
        let (name, old) = (&id.name, format!("{}_old", id.name));
        let rows = rows.replace("{old}", &format!("`{old}`"));
        let found = Diagnostic::error("partitioning", message).at(origin.cloned());
        Ok(found.help(format!(
            "{mend}first rename it: `{old}: {{ renamed_from: {name}, … }}`, and generate; then declare {name} as it \
             shall be, with {rows} by a migration of your own"
        )))
    });
    found.collect()
}
