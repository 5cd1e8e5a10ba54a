//! Languages, transforms, access methods, conversions.

use super::name::{literal, object, quoted};
use crate::catalog::{AccessMethod, Conversion, Language, ObjectId, Transform};

/// CREATE OR REPLACE keeps the functions of the language.
pub(super) fn create(id: &ObjectId, it: &Language, replace: bool) -> String {
    let or_replace = if replace { "OR REPLACE " } else { "" };
    let trusted = if it.trusted { "TRUSTED " } else { "" };
    let mut text =
        format!("CREATE {or_replace}{trusted}LANGUAGE {} HANDLER {}", object(id), it.handler);
    for (word, function) in [("INLINE", &it.inline), ("VALIDATOR", &it.validator)] {
        if let Some(function) = function {
            text.push_str(&format!(" {word} {function}"));
        }
    }
    text
}

pub(super) fn create_transform(it: &Transform, replace: bool) -> String {
    let or_replace = if replace { "OR REPLACE " } else { "" };
    let functions =
        [("FROM", &it.from_sql), ("TO", &it.to_sql)].into_iter().filter_map(|(word, function)| {
            Some(format!("{word} SQL WITH FUNCTION {}", function.as_ref()?))
        });
    format!(
        "CREATE {or_replace}TRANSFORM FOR {} LANGUAGE {} ({})",
        it.data_type,
        quoted(&it.language),
        functions.collect::<Vec<_>>().join(", ")
    )
}

pub(super) fn create_access_method(id: &ObjectId, it: &AccessMethod) -> String {
    let what = if it.table { "TABLE" } else { "INDEX" };
    format!("CREATE ACCESS METHOD {} TYPE {what} HANDLER {}", object(id), it.handler)
}

pub(super) fn create_conversion(id: &ObjectId, it: &Conversion) -> String {
    let default = if it.default { "DEFAULT " } else { "" };
    format!(
        "CREATE {default}CONVERSION {} FOR {} TO {} FROM {}",
        object(id),
        literal(&it.from),
        literal(&it.to),
        it.function
    )
}
