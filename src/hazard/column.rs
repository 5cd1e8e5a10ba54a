//! What a column that comes or changes its type makes of the rows that are there.

use super::judged::Judged;
use super::{Hazard, Mode, Work};
use crate::catalog::{Catalog, Column, Definition, Kind, Object, ObjectId};
use crate::plan::{Beside, Kept, Values, is_constant, is_constrained, stored};

/// ADD COLUMN. A default that is the same for every row is kept in the catalog alone; one that is not is written into each.
///
/// Source: PostgreSQL's documentation of ALTER TABLE, notes on ADD COLUMN.
pub(super) fn add(
    id: &ObjectId,
    column: &Column,
    parts: &[(ObjectId, Object)],
    judged: &mut Judged<'_>,
) {
    let default = parts.iter().find_map(|(_, part)| match &part.definition {
        Definition::DefaultExpr(it) => Some(it.expression.as_str()),
        _ => None,
    });
    let is_stored = column.generated.as_ref().is_some_and(|it| it.stored);
    let work = match () {
        () if is_stored || column.identity.is_some() => Work::Rewrite,
        () if is_constrained(judged.to, &column.data_type) => Work::Rewrite,
        () if default.is_some_and(|it| !is_constant(it)) => Work::Rewrite,
        // Without a value for a column that needs one it fails at the first row: it takes no longer than that.
        () => Work::Catalogs,
    };
    let table = id.relation_qname();
    judged.below(&table, Mode::AccessExclusive, work);
    let is_filled = default.is_some() || column.identity.is_some() || column.generated.is_some();
    if !column.null && !is_filled {
        judged.harm_on(
            &table,
            Hazard::MayFailOnData,
            "it has no value for the rows that are there",
        );
        judged.harm_on(&table, Hazard::BreaksClient, "an INSERT that leaves it out fails");
    }
}

/// ALTER COLUMN … TYPE. The rows stay as they are where the old values are values of the new type, and are not tested.
///
/// Source: PostgreSQL's documentation of ALTER TABLE, notes on SET DATA TYPE; `ATColumnChangeRequiresRewrite`.
pub(super) fn change(id: &ObjectId, data_type: &str, judged: &mut Judged<'_>) {
    let old = judged.from.column(id).or_else(|| judged.to.column(id));
    let collated = judged.to.column(id).and_then(|it| it.collation.as_ref());
    let stays = old.is_some_and(|old| match old.data_type == data_type {
        // The type itself is another one, or the collation alone.
        true => old.collation.as_ref() != collated,
        false => {
            Values::of(stored(judged.from, &old.data_type))
                .stay(&Values::of(stored(judged.to, data_type)))
                && !is_constrained(judged.to, data_type)
        }
    });
    let table = id.relation_qname();
    let work = match stays {
        false => Work::Rewrite,
        // Checks are tested anew; indexes stay where the new values are compared as the old ones were.
        true if old.is_some_and(|old| old.data_type == data_type) => Work::Build,
        true if needed_by(judged.from, Kind::Index, id) => Work::Build,
        true if needed_by(judged.from, Kind::Constraint, id) => Work::Build,
        true => Work::Catalogs,
    };
    judged.below(&table, Mode::AccessExclusive, work);
    if needed_by(judged.from, Kind::Constraint, id) {
        judged.tied(&table, Mode::ShareRowExclusive, Work::Scan);
    }
    let Some(old) = old else { return };
    let (from, into) = (Values::of(&old.data_type), Values::of(data_type));
    if (from.name, from.rest) != (into.name, into.rest) {
        judged.harm_on(&table, Hazard::BreaksClient, "its values are of another type");
    }
    if !stays && !Values::of(stored(judged.from, &old.data_type)).fit(&into) {
        judged.harm_on(
            &table,
            Hazard::DataLoss,
            "values that do not fit are cut, rounded or turned",
        );
        judged.harm_on(
            &table,
            Hazard::MayFailOnData,
            "values that the type does not have make it fail",
        );
    }
}

/// The rows that are there get the values of a column that is made anew beside the old one.
pub(super) fn fill(table: &ObjectId, kept: &Kept, judged: &mut Judged<'_>) {
    judged.on(&table.qname(), Mode::RowExclusive, Work::Scan);
    let may_fail = kept.columns.iter().any(|it| {
        let id = ObjectId::of_relation(Kind::Column, &table.qname(), it.column.clone());
        judged.from.column(&id).is_some_and(|old| !fits(old, it))
    });
    if may_fail {
        let why = "values that the type does not have make it fail";
        judged.harm_on(&table.qname(), Hazard::MayFailOnData, why);
    }
}

/// The new column takes the place of the old one.
pub(super) fn take(id: &ObjectId, it: &Beside, judged: &mut Judged<'_>) {
    let table = id.relation_qname();
    judged.on(&table, Mode::AccessExclusive, Work::Catalogs);
    let Some(old) = judged.from.column(id) else { return };
    let why = match it.renewed {
        true => "it stands behind all other columns",
        false => "its values are of another type, and it stands behind all other columns",
    };
    judged.harm_on(&table, Hazard::BreaksClient, why);
    if !it.renewed && !fits(old, it) {
        let why = "values that do not fit are cut, rounded or turned";
        judged.harm_on(&table, Hazard::DataLoss, why);
    }
}

fn fits(old: &Column, new: &Beside) -> bool {
    Values::of(&old.data_type).fit(&Values::of(&new.data_type))
}

/// Whether an index or a constraint of the table stands on a column.
fn needed_by(catalog: &Catalog, kind: Kind, column: &ObjectId) -> bool {
    let mut these = catalog.of_relation(kind, &column.relation_qname());
    these.any(|(_, it)| it.depends_on.contains(column))
}
