//! What arguments must be.

use super::requires::array;
use crate::render::literal;
use serde::Serialize;

/// What an argument must be. NULL is refused unless it is allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Limits {
    /// NULL passes.
    pub null: bool,
    /// Something but blanks, or an element.
    pub not_empty: bool,
    /// Not less: SQL.
    pub min: Option<String>,
    /// Not more: SQL.
    pub max: Option<String>,
    /// Not fewer characters, or elements.
    pub min_length: Option<u32>,
    /// Not more characters, or elements.
    pub max_length: Option<u32>,
    /// What a regular expression matches.
    pub pattern: Option<String>,
    /// One of these.
    pub one_of: Vec<String>,
}

/// What the template sees of each limit.
#[derive(Serialize)]
pub(super) struct View {
    /// When the argument is refused.
    violated: String,
    /// The argument's name as a literal.
    argument: String,
    /// What the caller reads.
    message: String,
}

/// The limits of an argument, `reference` in SQL.
pub(super) fn views(name: &str, reference: &str, data_type: &str, it: &Limits) -> Vec<View> {
    let mut found = Vec::new();
    let mut put = |violated: String, message: String| {
        let message = literal(&format!("{name} {message}"));
        found.push(View { violated, argument: literal(name), message });
    };
    let is_array = data_type.ends_with(']');
    let length = if is_array {
        format!("cardinality({reference})")
    } else {
        format!("length({reference}::text)")
    };
    let what = if is_array { "elements" } else { "characters" };
    if !it.null {
        put(format!("{reference} is null"), "must be given".into());
    }
    match (it.not_empty, is_array) {
        (true, true) => put(format!("{length} = 0"), "must have an element".into()),
        (true, false) => {
            put(format!("{reference}::text !~ '[^[:space:]]'"), "must not be empty".into())
        }
        (false, _) => {}
    }
    if let Some(min) = &it.min {
        put(format!("{reference} < ({min})"), format!("must be at least {min}"));
    }
    if let Some(max) = &it.max {
        put(format!("{reference} > ({max})"), format!("must be at most {max}"));
    }
    if let Some(min) = it.min_length {
        put(format!("{length} < {min}"), format!("must have at least {min} {what}"));
    }
    if let Some(max) = it.max_length {
        put(format!("{length} > {max}"), format!("must have at most {max} {what}"));
    }
    if let Some(pattern) = &it.pattern {
        let violated = format!("{reference}::text !~ {}", literal(pattern));
        put(violated, "does not have the form that is wanted".into());
    }
    if !it.one_of.is_empty() {
        let violated = format!("{reference}::text <> all ({})", array(it.one_of.iter()));
        put(violated, format!("must be one of {}", it.one_of.join(", ")));
    }
    found
}
