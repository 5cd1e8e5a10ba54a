//! Where a database is not what it should be, as findings.

use crate::catalog::{Catalog, Difference, ObjectId};
use crate::diagnostic::{Diagnostic, Level, Span};
use crate::pipeline;
use crate::read::{Declared, Origins};

/// A finding for each difference, at the place of the declaration. `expected` is what the database is compared with:
/// `the declaration`.
pub(super) fn findings(
    rule: &'static str,
    differences: &[Difference],
    expected: &str,
    declared: &Declared,
) -> Result<Vec<Diagnostic>, pipeline::Failure> {
    let found = differences.iter().map(|difference| {
        let message = difference.sentence(expected, "the database");
        let origins = &declared.objects()?.origins;
        Ok(Diagnostic::error(rule, message).at(origin(&difference.object, origins).cloned()))
    });
    found.collect()
}

/// Where an object is declared; of a part that has no place of its own, where its relation is.
fn origin<'a>(object: &ObjectId, origins: &'a Origins) -> Option<&'a Span> {
    origins.get(object).or_else(|| {
        let relation = object.relation.as_ref()?;
        let whole = |id: &ObjectId| {
            id.relation.is_none() && id.name == *relation && id.schema == object.schema
        };
        origins.iter().find(|(id, _)| whole(id)).map(|(_, span)| span)
    })
}

/// A warning for each object that the model has no kind for, or an error where `--strict` is given: nothing is
/// passed over in silence.
pub(super) fn unmodelled(live: &Catalog, strict: bool) -> Vec<Diagnostic> {
    let level = if strict { Level::Error } else { Level::Warning };
    let found = live.unmodelled.iter().map(|object| {
        let message = format!(
            "the database holds {} {}, and momni-db does not know such objects: it is not compared",
            object.kind, object.identity
        );
        Diagnostic { level, ..Diagnostic::error("unmodelled", message) }
    });
    found.collect()
}
