//! Collations that an index gives to its expressions.

use super::build::Build;
use super::class::PG_CLASS;
use super::stage::Stage;
use super::text;
use crate::catalog::{ConstraintBody, Definition, IndexElement};

/// The system catalogs hold only the collation that results; the whole statement tells whose it is.
pub(super) const STAGE: Stage = Stage {
    name: "collations of indexes",
    sql: |_| {
        "SELECT i.indexrelid, pg_get_indexdef(i.indexrelid) FROM pg_index i \
         WHERE i.indexrelid >= 16384 AND i.indexprs IS NOT NULL \
         AND (100 <> ANY (array_remove(i.indcollation::oid[], 0::oid)) OR EXISTS (SELECT FROM pg_attribute a \
         WHERE a.attrelid = i.indrelid AND a.attnum > 0 AND a.attcollation NOT IN (0, 100) OFFSET 0))"
            .to_owned()
    },
    read: |build, row| {
        let index: u32 = row.take()?;
        let statement: &str = row.take()?;
        for (place, collation) in build.unclear_collations.remove(&index).unwrap_or_default() {
            if let Some(element) = element(build, index, place)
                && collates(statement, place, &element.expression)
            {
                element.collation = Some(collation);
            }
        }
        Ok(())
    },
};

/// A part of an index's key, or of the constraint's that the index is beneath.
fn element<'a>(build: &'a mut Build<'_>, index: u32, place: i16) -> Option<&'a mut IndexElement> {
    let place = usize::try_from(place - 1).ok()?;
    let handle = build.find((PG_CLASS, index), 0)?;
    match &mut build.object(handle).definition {
        Definition::Index(index) => index.elements.get_mut(place),
        Definition::Constraint(constraint) => match &mut constraint.body {
            ConstraintBody::Exclusion { elements, .. } => {
                elements.get_mut(place).map(|it| &mut it.element)
            }
            _ => None,
        },
        _ => None,
    }
}

/// Whether the statement gives this expression a collation.
fn collates(statement: &str, place: i16, expression: &str) -> bool {
    let place = usize::try_from(place - 1).unwrap_or_default();
    // The key is in the first parentheses outside of quotes.
    text::parenthesised(statement, " (")
        .and_then(|list| text::elements(list).get(place).copied())
        .and_then(|element| element.strip_prefix(expression))
        .is_some_and(|rest| rest.starts_with(" COLLATE "))
}
