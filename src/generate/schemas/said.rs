//! What is said of a value, put into its schema.

use super::checks::Said;
use crate::generate::json::{Json, Members, array, object};

/// Puts it in. Lengths are of characters, or of the elements of an array; what is there already and says more stays.
pub(super) fn put(schema: &mut Members, said: Said) {
    let is_array = schema.get("type").is_some_and(|it| has(it, "array"));
    let is_number = schema.get("type").is_some_and(|it| has(it, "integer") || has(it, "number"));
    match said {
        Said::Minimum(it) if is_number => bound(schema, "minimum", it, true),
        Said::Above(it) if is_number => bound(schema, "exclusiveMinimum", it, true),
        Said::Maximum(it) if is_number => bound(schema, "maximum", it, false),
        Said::Below(it) if is_number => bound(schema, "exclusiveMaximum", it, false),
        // A decimal number is text in JSON.
        Said::Minimum(_) | Said::Above(_) | Said::Maximum(_) | Said::Below(_) => {}
        Said::MinLength(it) => {
            bound(schema, if is_array { "minItems" } else { "minLength" }, it.max(0).into(), true)
        }
        Said::MaxLength(it) => {
            bound(schema, if is_array { "maxItems" } else { "maxLength" }, it.max(0).into(), false)
        }
        Said::Pattern(it) => pattern(schema, it),
        Said::NotPattern(it) => {
            let not = object([("not", object([("pattern", it.into())]).into())]);
            also(schema, not);
        }
        Said::OneOf(labels) => {
            let labels = labels.iter().map(|label| match is_number {
                true => serde_json::from_str(label).map_or_else(|_| label.into(), Json::Number),
                false => label.into(),
            });
            let labels: Vec<Json> = labels.collect();
            if schema.get("$ref").is_some() {
                also(schema, object([("enum", labels.into())]));
            } else {
                schema.put("enum", labels);
            }
        }
    }
}

fn has(kind: &Json, word: &str) -> bool {
    kind.text() == Some(word) || kind.elements().iter().any(|it| it.text() == Some(word))
}

/// The narrower of two bounds.
fn bound(schema: &mut Members, key: &str, new: serde_json::Number, least: bool) {
    let old = match schema.get(key) {
        Some(Json::Number(old)) => old.as_f64(),
        _ => None,
    };
    let narrower = old.zip(new.as_f64()).is_none_or(|(old, new)| (new > old) == least);
    if narrower {
        schema.put(key, new);
    }
}

fn pattern(schema: &mut Members, it: String) {
    if schema.get("pattern").is_none() {
        schema.put("pattern", it);
    } else {
        also(schema, object([("pattern", it.into())]));
    }
}

/// Another schema that the value must hold.
fn also(schema: &mut Members, other: Members) {
    let mut all: Vec<Json> = schema.get("allOf").map_or_else(Vec::new, |it| it.elements().to_vec());
    all.push(other.into());
    schema.put("allOf", array(all));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn shown(kind: &str, said: &[Said]) -> String {
        let mut schema = object([("type", kind.into())]);
        for it in said {
            put(&mut schema, it.clone());
        }
        serde_json::to_string(&Json::from(schema)).unwrap()
    }

    #[test]
    fn the_narrower_bound_stays() {
        let said = [Said::MaxLength(5), Said::MaxLength(9), Said::MinLength(1), Said::MinLength(2)];
        assert_eq!(shown("string", &said), r#"{"type":"string","maxLength":5,"minLength":2}"#);
        assert_eq!(shown("array", &said[..1]), r#"{"type":"array","maxItems":5}"#);
        assert_eq!(shown("string", &[Said::Minimum(1.into())]), r#"{"type":"string"}"#);
    }

    #[test]
    fn two_patterns_hold_both() {
        let said =
            [Said::Pattern("a".into()), Said::Pattern("b".into()), Said::NotPattern("c".into())];
        assert_eq!(
            shown("string", &said),
            r#"{"type":"string","pattern":"a","allOf":[{"pattern":"b"},{"not":{"pattern":"c"}}]}"#
        );
    }
}
