//! As much of JSON Schema as the document's schema needs. A keyword that is not known fails the test.

use serde_json::{Map, Value};

/// Everything in a value that a schema does not allow, each with its path.
pub(crate) fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, schema, value, "$", &mut found);
    found
}

fn check(root: &Value, schema: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    let schema = match schema {
        Value::Bool(true) => return,
        Value::Object(schema) => schema,
        _ => return found.push(format!("{path}: allowed by no schema")),
    };
    for (keyword, wanted) in schema {
        match keyword.as_str() {
            "$schema"
            | "title"
            | "description"
            | "$defs"
            | "format"
            | "required"
            | "additionalProperties" => {}
            "$ref" => {
                let pointer = wanted.as_str().unwrap().trim_start_matches('#');
                check(root, root.pointer(pointer).unwrap(), value, path, found);
            }
            "type" => check_type(wanted, value, path, found),
            "enum" => {
                if !wanted.as_array().unwrap().contains(value) {
                    found.push(format!("{path}: {value} is none of {wanted}"));
                }
            }
            "const" => {
                if wanted != value {
                    found.push(format!("{path}: {value} is not {wanted}"));
                }
            }
            "minimum" | "maximum" => {
                let (limit, number) = (wanted.as_f64().unwrap(), value.as_f64().unwrap_or(0.0));
                if (keyword == "minimum") == (number < limit) && number != limit {
                    found.push(format!("{path}: {value} is beyond the {keyword} {wanted}"));
                }
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, wanted, item, &format!("{path}[{index}]"), found);
                }
            }
            "anyOf" | "oneOf" => check_any(root, keyword, wanted, value, path, found),
            "properties" => check_properties(root, schema, value, path, found),
            unknown => panic!("the schema uses `{unknown}`, which this test does not know"),
        }
    }
}

fn check_type(wanted: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("unknown type {other}"),
    };
    let fits = match wanted {
        Value::String(name) => is(name),
        names => names.as_array().unwrap().iter().any(|name| is(name.as_str().unwrap())),
    };
    if !fits {
        found.push(format!("{path}: {value} is no {wanted}"));
    }
}

fn check_any(
    root: &Value,
    keyword: &str,
    wanted: &Value,
    value: &Value,
    path: &str,
    found: &mut Vec<String>,
) {
    let tried: Vec<Vec<String>> = wanted
        .as_array()
        .unwrap()
        .iter()
        .map(|schema| {
            let mut found = Vec::new();
            check(root, schema, value, path, &mut found);
            found
        })
        .collect();
    let fitting = tried.iter().filter(|faults| faults.is_empty()).count();
    if fitting == 0 || (keyword == "oneOf" && fitting > 1) {
        found.push(format!("{path}: {fitting} of the alternatives fit: {tried:?}"));
    }
}

/// Properties that the schema does not name are faults, whether it says so or not.
fn check_properties(
    root: &Value,
    schema: &Map<String, Value>,
    value: &Value,
    path: &str,
    found: &mut Vec<String>,
) {
    let Some(object) = value.as_object() else { return };
    let properties = schema["properties"].as_object().unwrap();
    for (name, value) in object {
        match properties.get(name) {
            Some(schema) => check(root, schema, value, &format!("{path}.{name}"), found),
            None => found.push(format!("{path}.{name}: not in the schema")),
        }
    }
    for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
        if !object.contains_key(name.as_str().unwrap()) {
            found.push(format!("{path}: {name} is missing"));
        }
    }
}

#[test]
fn the_validator_finds_what_is_wrong() {
    use serde_json::json;
    let schema = json!({
        "type": "object",
        "properties": { "a": { "type": ["integer", "null"], "minimum": 0 }, "b": { "$ref": "#/$defs/b" } },
        "required": ["a"],
        "$defs": { "b": { "anyOf": [{ "type": "array", "items": { "enum": ["x"] } }, { "type": "null" }] } },
    });
    assert_eq!(faults(&schema, &json!({ "a": 1, "b": ["x"] })), [""; 0]);
    for wrong in [
        json!({}),
        json!([]),
        json!({ "a": -1 }),
        json!({ "a": "1" }),
        json!({ "a": null, "b": ["y"] }),
        json!({ "a": 1, "c": 1 }),
    ] {
        assert!(!faults(&schema, &wrong).is_empty(), "{wrong}");
    }
}
