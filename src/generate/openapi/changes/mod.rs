//! What changed between two documents, for those who send requests and for those who read answers.
//!
//! The documents are compared as they are written: what was there before is a commit, of which nothing else is at hand.

mod operation;
mod schema;

use crate::generate::{Change, Output, Weight};
use crate::read::Version;
use serde_json::Value;
use std::collections::BTreeMap;

/// The methods of a path item.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// What changed for those who call the API, and the version that it had.
///
/// # Errors
/// One of the two is no OpenAPI document.
pub(in crate::generate) fn changes(
    before: &str,
    now: &str,
) -> Result<(Vec<Change>, Option<Version>), String> {
    let (before, now) = (read(before)?, read(now)?);
    let version = before.pointer("/info/version").and_then(Value::as_str);
    let version = version.and_then(|text| text.parse().ok());
    let mut found = Found { before: &before, now: &now, changes: Vec::new() };
    let (old, new) = (operations(&before), operations(&now));
    for (key, (path, operation)) in &old {
        let request = format!("{} {path}", key.0.to_ascii_uppercase());
        match new.get(key) {
            Some((_, now)) => operation::compare(&mut found, &request, operation, now),
            None => found.put(Weight::Major, format!("{request} is gone")),
        }
    }
    for (key, (path, _)) in &new {
        if !old.contains_key(key) {
            let request = format!("{} {path}", key.0.to_ascii_uppercase());
            found.put(Weight::Minor, format!("{request} is new"));
        }
    }
    let mut changes = found.changes;
    changes.sort();
    changes.dedup();
    Ok((changes, version))
}

/// What was found so far, and the documents, into which references lead.
struct Found<'d> {
    before: &'d Value,
    now: &'d Value,
    changes: Vec<Change>,
}

impl Found<'_> {
    fn put(&mut self, weight: Weight, what: String) {
        self.changes.push(Change { output: Output::OpenApi, weight, what });
    }
}

fn read(text: &str) -> Result<Value, String> {
    let document: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    match document.get("openapi").and_then(Value::as_str) {
        Some(version) if version.starts_with("3.") => Ok(document),
        _ => Err("it is no OpenAPI document".to_owned()),
    }
}

/// The operations by method and path; what parameters are called in a path does not tell paths apart.
type Operations<'d> = BTreeMap<(&'static str, String), (&'d str, &'d Value)>;

fn operations(document: &Value) -> Operations<'_> {
    let mut found = Operations::new();
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                found.insert((method, shape(path)), (path, operation));
            }
        }
    }
    found
}

fn shape(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// What a reference leads to; other values are themselves.
fn resolved<'d>(document: &'d Value, mut value: &'d Value) -> &'d Value {
    // A circle of references alone leads nowhere.
    for _ in 0..16 {
        let pointer = value.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix('#'));
        match pointer.and_then(|pointer| document.pointer(pointer)) {
            Some(there) => value = there,
            None => break,
        }
    }
    value
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    /// A document of one operation with this request body, this answer and this query.
    fn document(body: Value, answer: Value, parameters: Value) -> Value {
        json!({
            "openapi": "3.1.0",
            "info": { "title": "t", "version": "1.2.3" },
            "paths": { "/stays/{id}": { "post": {
                "parameters": parameters,
                "requestBody": { "required": true, "content": { "application/json": { "schema": body } } },
                "responses": {
                    "200": { "description": "", "content": { "application/json": { "schema": answer } } },
                    "404": { "description": "" }
                },
                "security": [{ "bearer": ["member"] }]
            } } },
            "components": { "schemas": { "mood": { "type": "string", "enum": ["sad", "happy"] } } }
        })
    }

    fn told(before: &Value, now: &Value) -> Vec<String> {
        let (changes, version) = changes(&before.to_string(), &now.to_string()).unwrap();
        assert_eq!(version.unwrap().to_string(), "1.2.3");
        changes.into_iter().map(|it| format!("{:?} {}", it.weight, it.what)).collect()
    }

    fn row(properties: Value, required: Value) -> Value {
        json!({ "type": "object", "properties": properties, "required": required })
    }

    #[test]
    fn requests_may_not_ask_for_more() {
        let body = |it: Value, required: Value| {
            document(row(json!({ "a": it }), required), json!({}), json!([]))
        };
        let text = || json!({ "type": "string", "maxLength": 10 });
        let same = body(text(), json!(["a"]));
        assert_eq!(told(&same, &same), [""; 0]);
        let at = "POST /stays/{id}: `a` of the request";
        for (now, wanted) in [
            (
                body(json!({ "type": "string", "maxLength": 5 }), json!(["a"])),
                format!("Major {at} has at most 5 characters, 10 before"),
            ),
            (
                body(json!({ "type": "string", "maxLength": 50 }), json!(["a"])),
                format!("Minor {at} has at most 50 characters, 10 before"),
            ),
            (
                body(json!({ "type": "string" }), json!(["a"])),
                format!("Minor {at} has no greatest length any more, 10 before"),
            ),
            (
                body(json!({ "type": "integer" }), json!(["a"])),
                format!("Major {at} is integer, string before"),
            ),
            (body(text(), json!([])), format!("Minor {at} is optional now")),
        ] {
            assert!(told(&same, &now).contains(&wanted), "{wanted}: {:?}", told(&same, &now));
        }
        assert_eq!(told(&body(text(), json!([])), &same), [format!("Major {at} is required now")]);
        let more = document(
            row(json!({ "a": text(), "b": text() }), json!(["a", "b"])),
            json!({}),
            json!([]),
        );
        assert_eq!(
            told(&same, &more),
            ["Major POST /stays/{id}: `b` of the request is new and required"]
        );
        assert_eq!(told(&more, &same), ["Major POST /stays/{id}: `b` of the request is gone"]);
    }

    #[test]
    fn answers_may_not_give_less() {
        let answer = |it: Value| {
            document(
                json!({}),
                row(json!({ "a": it, "b": {"type": "string"} }), json!(["a", "b"])),
                json!([]),
            )
        };
        let same = answer(json!({ "type": "string" }));
        let at = "POST /stays/{id}: `a` of the answer";
        assert_eq!(
            told(&same, &answer(json!({ "type": ["string", "null"] }))),
            [format!("Major {at} may be null now")]
        );
        assert_eq!(
            told(&answer(json!({ "type": ["string", "null"] })), &same),
            [format!("Minor {at} is never null any more")]
        );
        let less =
            document(json!({}), row(json!({ "b": {"type": "string"} }), json!(["b"])), json!([]));
        assert_eq!(told(&same, &less), [format!("Major {at} is gone")]);
        assert_eq!(told(&less, &same), [format!("Minor {at} is new")]);
    }

    #[test]
    fn labels_are_judged_by_who_writes_them() {
        let reference = || json!({ "$ref": "#/components/schemas/mood" });
        let mut more = document(reference(), json!({}), json!([]));
        let same = more.clone();
        more["components"]["schemas"]["mood"]["enum"] = json!(["sad", "happy", "calm"]);
        assert_eq!(told(&same, &more), ["Minor POST /stays/{id}: the request may be `calm` now"]);
        assert_eq!(
            told(&more, &same),
            ["Major POST /stays/{id}: the request cannot be `calm` any more"]
        );
        let same = document(json!({}), reference(), json!([]));
        let mut more = same.clone();
        more["components"]["schemas"]["mood"]["enum"] = json!(["sad", "happy", "calm"]);
        assert_eq!(told(&same, &more), ["Minor POST /stays/{id}: the answer may be `calm` now"]);
        assert_eq!(
            told(&more, &same),
            ["Minor POST /stays/{id}: the answer is never `calm` any more"]
        );
    }

    #[test]
    fn operations_parameters_roles_and_statuses() {
        let query = |required: bool| json!([{ "name": "q", "in": "query", "required": required, "schema": { "type": "string" } }]);
        let (none, may) = (
            document(json!({}), json!({}), json!([])),
            document(json!({}), json!({}), query(false)),
        );
        let must = document(json!({}), json!({}), query(true));
        let at = "POST /stays/{id}: `q` in the query";
        assert_eq!(told(&none, &may), [format!("Minor {at} is new")]);
        assert_eq!(told(&none, &must), [format!("Major {at} is new and required")]);
        assert_eq!(told(&may, &must), [format!("Major {at} is required now")]);
        assert_eq!(told(&may, &none), [format!("Major {at} is gone")]);
        let mut other = none.clone();
        other["paths"] = json!({});
        assert_eq!(told(&none, &other), ["Major POST /stays/{id} is gone"]);
        assert_eq!(told(&other, &none), ["Minor POST /stays/{id} is new"]);
        let mut renamed = none.clone();
        renamed["paths"] = json!({ "/stays/{number}": none["paths"]["/stays/{id}"] });
        assert_eq!(told(&none, &renamed), [""; 0]);
        let operation = |it: &mut Value, key: &str, value: Value| {
            it["paths"]["/stays/{id}"]["post"][key] = value
        };
        let mut open = none.clone();
        operation(&mut open, "security", json!([{ "bearer": ["member"] }, {}]));
        assert_eq!(told(&none, &open), ["Minor POST /stays/{id} needs no token any more"]);
        assert_eq!(told(&open, &none), ["Major POST /stays/{id} needs a token now"]);
        let mut statuses = none.clone();
        operation(
            &mut statuses,
            "responses",
            json!({ "204": { "description": "" }, "409": { "description": "" } }),
        );
        assert_eq!(
            told(&none, &statuses),
            [
                "Minor POST /stays/{id} may answer 409 now",
                "Major POST /stays/{id} answers 204, not 200",
            ]
        );
        assert!(changes("{}", "{}").is_err() && changes("", "").is_err());
    }
}
