//! Objects in JSON whose fields are declared.

use super::{Types, described, or_null, properties};
use crate::generate::json::{Members, object};
use crate::read::{Holds, Shape};
use crate::render::qualified;

/// The schema of an object: its fields and no other.
pub(super) fn shape(types: &mut Types<'_>, shape: &Shape) -> Members {
    let fields = shape.fields.iter().map(|field| {
        let one = match &field.holds {
            Holds::Scalar(name) => types.value(name),
            Holds::Enum(name) | Holds::Domain(name) => types.value(&qualified(name)),
            Holds::Object(inner) => self::shape(types, inner),
        };
        let whole = match field.list {
            true => object([("type", "array".into()), ("items", one.into())]),
            false => one,
        };
        let whole = if field.null { or_null(whole) } else { whole };
        (field.name.clone(), described(whole, field.comment.as_deref()), !field.null)
    });
    let fields = fields.collect();
    let mut schema = properties(fields);
    schema.put("additionalProperties", false);
    schema
}
