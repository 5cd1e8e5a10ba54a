//! SQL expressions that are a single value.

use super::checks::{bare, number, plain};
use crate::generate::json::Json;
use crate::sql::{Kind, tokens};

/// The value of an expression that is a literal, with or without a cast; `None` for NULL and all that is computed.
pub(in crate::generate) fn literal(sql: &str) -> Option<Json> {
    let all = tokens(sql);
    let plain = plain(&all);
    match bare(&plain) {
        [it] if it.is("true") => Some(true.into()),
        [it] if it.is("false") => Some(false.into()),
        [it] if it.kind == Kind::Text => Some(it.value().into_owned().into()),
        other => number(other).map(Json::Number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_values() {
        assert_eq!(literal("'parent'::api.member_kind"), Some("parent".into()));
        assert_eq!(literal("(50)"), Some(50_i64.into()));
        assert_eq!(literal("'-1'::integer"), Some("-1".into()));
        assert_eq!(literal("true"), Some(true.into()));
        assert_eq!(literal("NULL::text"), None);
        assert_eq!(literal("now()"), None);
    }
}
