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
        let (how, rows) = if is(|it| it.foreign.is_some()) {
            ("foreign from now on", "copied where they are to be")
        } else if is(|it| it.of_type.is_some()) {
            ("of a type that has its columns in another order", "copied")
        } else {
            ("partitioned in another way than before", "copied")
        };
        let message =
            format!("{id} is {how}: PostgreSQL cannot change that, and its rows would be lost");
        let name = &id.name;
        let found = Diagnostic::error("partitioning", message).at(origin.cloned());
        Ok(found.help(
            format!(
                "first rename it: `{name}_old: {{ renamed_from: {name}, … }}`, and generate; then declare {name} as \
                 it shall be, with `{name}_old` as a partition where its rows may stay, or {rows} by a migration \
                 of your own"
            ),
        ))
    });
    found.collect()
}
