//! Examples in the document.

use super::{Context, SCHEMAS};
use crate::generate::json::{Json, Members};
use crate::generate::schemas::Examples;

/// A value that holds the schema, for what has this name; `None` where none is known, or the definitions are still being made.
pub(super) fn example(cx: &Context<'_>, schema: &Members, name: &str) -> Option<Json> {
    Examples::new(cx.examples?, SCHEMAS).of(schema, name)
}
