//! The body of a request: one JSON object of the arguments that stand nowhere else.

use super::Context;
use super::example::example;
use super::parameters::schema;
use crate::generate::json::{Members, object};
use crate::generate::rest::{Operation, Place};
use crate::generate::schemas::{Types, properties};

pub(super) fn body(cx: &Context<'_>, types: &mut Types<'_>, it: &Operation<'_>) -> Option<Members> {
    let members: Vec<_> = it
        .at(Place::Body)
        .map(|input| (input.name.clone(), schema(types, it, input, true), input.required))
        .collect();
    if members.is_empty() {
        return None;
    }
    let required = members.iter().any(|(_, _, required)| *required);
    let schema = properties(members).with("additionalProperties", false);
    let value = example(cx, &schema, "");
    let mut media = object([("schema", schema.into())]);
    media.put_some("example", value);
    let content = object([("application/json", media.into())]);
    Some(object([("required", required.into()), ("content", content.into())]))
}
