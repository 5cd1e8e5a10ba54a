//! What arguments must be, put into their schemas.

use super::checks::{Said, number};
use super::regular::ecma;
use super::said::put;
use crate::generate::json::Members;
use crate::secure::Limits;
use crate::sql::tokens;

/// The schema with the limits in it, and those that JSON Schema cannot say in words.
pub(in crate::generate) fn limited(mut schema: Members, limits: &Limits) -> (Members, Vec<String>) {
    let mut words = Vec::new();
    let mut all = Vec::new();
    let is_number =
        matches!(schema.get("type").and_then(|it| it.text()), Some("integer" | "number"));
    let is_array = schema.get("type").and_then(|it| it.text()) == Some("array");
    let bound = |sql: &str| number(&tokens(sql)).filter(|_| is_number);
    if let Some(min) = &limits.min {
        match bound(min) {
            Some(number) => all.push(Said::Minimum(number)),
            None => words.push(format!("is at least `{min}`")),
        }
    }
    if let Some(max) = &limits.max {
        match bound(max) {
            Some(number) => all.push(Said::Maximum(number)),
            None => words.push(format!("is at most `{max}`")),
        }
    }
    all.extend(limits.min_length.map(|it| Said::MinLength(it.into())));
    all.extend(limits.max_length.map(|it| Said::MaxLength(it.into())));
    if let Some(pattern) = &limits.pattern {
        match ecma(pattern) {
            Some(pattern) => all.push(Said::Pattern(pattern)),
            None => words.push(format!("matches `{pattern}` as PostgreSQL reads it")),
        }
    }
    match (limits.not_empty, is_array) {
        (true, true) => all.push(Said::MinLength(1)),
        (true, false) => {
            all.push(Said::MinLength(1));
            all.push(Said::Pattern(r"\S".to_owned()));
        }
        (false, _) => {}
    }
    if !limits.one_of.is_empty() {
        all.push(Said::OneOf(limits.one_of.clone()));
    }
    for said in all {
        put(&mut schema, said);
    }
    (schema, words)
}
