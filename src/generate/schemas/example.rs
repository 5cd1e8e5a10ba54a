//! Examples: values that hold a schema, the same ones every time.

use crate::generate::json::{Json, Members, array};
use regex::Regex;

/// Makes examples of schemas, with the definitions that these name.
pub(in crate::generate) struct Examples<'a> {
    definitions: &'a Members,
    prefix: &'static str,
}

/// Texts that are tried where a schema wants one, in this order.
const TEXTS: [&str; 18] = [
    "text",
    "Ada",
    "someone@example.org",
    "+41791234567",
    "https://example.org/a",
    "CH",
    "en",
    "de-CH",
    "EUR",
    "2026",
    "12345",
    "A1B2C3D4",
    "a1b2c3d4",
    "some-text",
    "some_text",
    "ab",
    "a",
    "Some longer text.",
];

/// Which text is tried first, by a part of the name of what it is for.
const BY_NAME: [(&str, &str); 10] = [
    ("email", "someone@example.org"),
    ("phone", "+41791234567"),
    ("url", "https://example.org/a"),
    ("country", "CH"),
    ("language", "en"),
    ("locale", "de-CH"),
    ("currency", "EUR"),
    ("postal", "8001"),
    ("name", "Ada"),
    ("reason", "Some longer text."),
];

impl<'a> Examples<'a> {
    /// With these definitions, to which references with this prefix lead.
    pub(in crate::generate) fn new(definitions: &'a Members, prefix: &'static str) -> Self {
        Self { definitions, prefix }
    }

    /// A value that holds the schema, for what has this name; `None` where none is known.
    pub(in crate::generate) fn of(&self, schema: &Members, name: &str) -> Option<Json> {
        self.within(schema, name, 0)
    }

    fn within(&self, schema: &Members, name: &str, depth: u32) -> Option<Json> {
        if depth > 8 {
            return None;
        }
        if let Some(Json::Text(reference)) = schema.get("$ref") {
            let key = reference.strip_prefix(self.prefix)?;
            let definition = self.definitions.get(key)?.members()?;
            // What is said beside the reference must hold, too.
            return match schema.get("allOf") {
                Some(_) => None,
                None => self.within(definition, name, depth + 1),
            };
        }
        if let Some(first) = schema.get("anyOf").and_then(|it| it.elements().first()) {
            return self.within(first.members()?, name, depth + 1);
        }
        if let Some(label) = schema.get("enum").and_then(|it| it.elements().first()) {
            return Some(label.clone());
        }
        let Some(kind) = schema.get("type") else { return Some(Json::Object(Members::default())) };
        let kind = kind.text().or_else(|| kind.elements().first()?.text())?;
        match kind {
            "boolean" => Some(true.into()),
            "integer" | "number" => number(schema),
            "array" => {
                let item = self.within(schema.get("items")?.members()?, name, depth + 1)?;
                let count = schema.get("minItems").and_then(Json::whole).unwrap_or(1).max(1);
                (count <= 8).then(|| array((0..count).map(|_| item.clone())))
            }
            "object" => {
                let Some(properties) = schema.get("properties").and_then(Json::members) else {
                    return Some(Json::Object(Members::default()));
                };
                let mut members = Members::default();
                for (name, schema) in properties.iter() {
                    members.put(name, self.within(schema.members()?, name, depth + 1)?);
                }
                Some(members.into())
            }
            "null" => Some(Json::Null),
            _ => text(schema, name).map(Json::from),
        }
    }
}

fn number(schema: &Members) -> Option<Json> {
    let bound = |key: &str| match schema.get(key) {
        Some(Json::Number(it)) => it.as_f64(),
        _ => None,
    };
    let least = bound("minimum").or(bound("exclusiveMinimum").map(|it| it.floor() + 1.0));
    let most = bound("maximum").or(bound("exclusiveMaximum").map(|it| it.ceil() - 1.0));
    let value = match (least, most) {
        (Some(least), _) if least > 1.0 => least.ceil(),
        (_, Some(most)) if most < 1.0 => most.floor(),
        _ => 1.0,
    };
    let holds = least.is_none_or(|it| value >= it) && most.is_none_or(|it| value <= it);
    #[allow(clippy::cast_possible_truncation, reason = "a number that is written in a schema")]
    holds.then(|| Json::from(value as i64))
}

fn text(schema: &Members, name: &str) -> Option<String> {
    let of_format = match schema.get("format").and_then(Json::text) {
        Some("uuid") => Some("7c9e6679-7425-40de-944b-e07fc1f90ae7"),
        Some("date") => Some("2026-03-14"),
        Some("date-time") => Some("2026-03-14T09:30:00Z"),
        Some("date-time-local") => Some("2026-03-14T09:30:00"),
        Some("time-local") => Some("09:30:00"),
        Some("time") => Some("09:30:00Z"),
        Some("duration") => Some("P7D"),
        Some("decimal") => Some("1"),
        Some("inet") => Some("192.0.2.1"),
        Some("cidr") => Some("192.0.2.0/24"),
        Some("daterange") => Some("[2026-03-14,2026-03-21)"),
        Some("tstzrange") => Some("[2026-03-14T09:30:00Z,2026-03-14T17:00:00Z)"),
        Some("tsrange") => Some("[2026-03-14T09:30:00,2026-03-14T17:00:00)"),
        Some("int4range" | "int8range" | "numrange") => Some("[1,10)"),
        Some(format) if format.ends_with("multirange") => Some("{}"),
        _ => None,
    };
    if let Some(text) = of_format {
        return holds(schema, text).then(|| text.to_owned());
    }
    let name = name.to_ascii_lowercase();
    let by_name = BY_NAME.iter().filter(|(part, _)| name.contains(part)).map(|(_, text)| *text);
    let others =
        ["[1,10)", "{[1,10)}", r"\x", "0", "1", "08:00:2b:01:02:03", "08:00:2b:01:02:03:04:05"];
    let mut candidates = by_name.chain(TEXTS).chain(others);
    if let Some(text) = candidates.find(|text| holds(schema, text)) {
        return Some(text.to_owned());
    }
    let length = schema.get("minLength").and_then(Json::whole).unwrap_or_default();
    let long = "a".repeat(usize::try_from(length.clamp(0, 200)).unwrap_or_default());
    holds(schema, &long).then_some(long)
}

/// Whether a text holds what the schema says of texts.
fn holds(schema: &Members, text: &str) -> bool {
    let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let bound = |key: &str| schema.get(key).and_then(Json::whole);
    let others = schema.get("allOf").map_or(&[][..], Json::elements).iter();
    bound("minLength").is_none_or(|least| length >= least)
        && bound("maxLength").is_none_or(|most| length <= most)
        && schema.get("pattern").and_then(Json::text).is_none_or(|it| matches(it, text))
        && others.filter_map(Json::members).all(|other| {
            match other.get("not").and_then(Json::members) {
                Some(not) => !holds(not, text),
                None => holds(other, text),
            }
        })
}

/// Whether a text matches; a pattern that cannot be read matches nothing.
fn matches(pattern: &str, text: &str) -> bool {
    Regex::new(pattern).is_ok_and(|it| it.is_match(text))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::generate::json::object;

    fn example(schema: serde_json::Value, name: &str) -> Option<String> {
        let definitions = object([("a", object([("enum", array(["x", "y"]))]).into())]);
        let schema = Json::from(schema);
        let found = Examples::new(&definitions, "#/").of(schema.members()?, name)?;
        Some(serde_json::to_string(&found).unwrap())
    }

    #[test]
    fn examples_hold_their_schemas() {
        use serde_json::json;
        let text = |schema, name| example(schema, name).unwrap_or_else(|| "-".into());
        assert_eq!(text(json!({"type": "string"}), "email"), r#""someone@example.org""#);
        assert_eq!(text(json!({"type": "string", "pattern": "^[A-Z]{2}$"}), "x"), r#""CH""#);
        assert_eq!(text(json!({"type": "string", "pattern": "^zz$"}), "x"), "-");
        assert_eq!(text(json!({"type": ["string", "null"], "maxLength": 3}), "x"), r#""Ada""#);
        assert_eq!(text(json!({"type": "integer", "minimum": 5}), "x"), "5");
        assert_eq!(text(json!({"type": "integer", "maximum": -5}), "x"), "-5");
        assert_eq!(text(json!({"$ref": "#/a"}), "x"), r#""x""#);
        assert_eq!(text(json!({"anyOf": [{"$ref": "#/a"}, {"type": "null"}]}), "x"), r#""x""#);
        let all = json!({"type": "object", "properties": {"n": {"type": "array", "minItems": 2, "items": {"type": "boolean"}}}});
        assert_eq!(text(all, "x"), r#"{"n":[true,true]}"#);
        let strict = json!({"type": "string", "allOf": [{"not": {"pattern": "t"}}]});
        assert_eq!(text(strict, "x"), r#""Ada""#);
    }
}
