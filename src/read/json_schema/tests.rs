//! The schema against files that the reader takes and files that it refuses.

use crate::read::yaml::{parse, to_json};
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;

/// Whether a value fits, by the part of JSON Schema that the document uses.
fn fits(root: &Value, schema: &Value, value: &Value) -> bool {
    let Some(schema) = schema.as_object() else { return schema != &Value::Bool(false) };
    schema.iter().all(|(key, of)| match key.as_str() {
        "$ref" => fits(root, root.pointer(&of.as_str().unwrap()[1..]).unwrap(), value),
        "type" => match of {
            Value::Array(types) => types.iter().any(|it| is(it.as_str().unwrap(), value)),
            one => is(one.as_str().unwrap(), value),
        },
        "enum" => of.as_array().unwrap().contains(value),
        "const" => of == value,
        "anyOf" => of.as_array().unwrap().iter().any(|it| fits(root, it, value)),
        "oneOf" => of.as_array().unwrap().iter().filter(|it| fits(root, it, value)).count() == 1,
        "properties" => value.as_object().is_none_or(|value| {
            value.iter().all(|(key, value)| of.get(key).is_none_or(|it| fits(root, it, value)))
        }),
        "additionalProperties" => value.as_object().is_none_or(|value| {
            let known = schema.get("properties").and_then(Value::as_object);
            let extra =
                value.iter().filter(|(key, _)| known.is_none_or(|it| !it.contains_key(*key)));
            extra.into_iter().all(|(_, value)| fits(root, of, value))
        }),
        "required" => value.as_object().is_none_or(|value| {
            of.as_array().unwrap().iter().all(|key| value.contains_key(key.as_str().unwrap()))
        }),
        "items" => value.as_array().is_none_or(|items| items.iter().all(|it| fits(root, of, it))),
        "minItems" => {
            value.as_array().is_none_or(|items| items.len() as u64 >= of.as_u64().unwrap())
        }
        "minimum" => value.as_f64().is_none_or(|it| it >= of.as_f64().unwrap()),
        "if" => {
            let branch = if fits(root, of, value) { "then" } else { "else" };
            fits(root, &schema[branch], value)
        }
        "then" | "else" | "$schema" | "$defs" | "title" | "description" | "format" => true,
        other => panic!("this test does not know {other}"),
    })
}

fn is(wanted: &str, value: &Value) -> bool {
    match wanted {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        other => panic!("{other}"),
    }
}

/// A file as the reader sees it.
fn yaml(path: &Path) -> Option<Value> {
    let text = std::fs::read_to_string(path).ok()?;
    let node = parse(&Arc::from("file"), &text, &mut Vec::new()).ok()??;
    serde_json::from_str(&to_json(&node)).ok()
}

fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|it| it == "yaml") {
            found.push(path);
        }
    }
}

#[test]
fn what_the_reader_takes_fits_the_schema() {
    let schema = super::json_schema();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for case in ["all_kinds", "traits_fine", "scalars", "function_returns", "odd_names"] {
        files(&root.join("tests/cases/read").join(case), &mut found);
    }
    assert!(found.len() > 8, "{}", found.len());
    for file in found {
        let value = yaml(&file).unwrap_or_else(|| panic!("{} is not YAML", file.display()));
        assert!(fits(&schema, &schema, &value), "{} does not fit", file.display());
    }
}

#[test]
fn what_the_reader_refuses_does_not_fit_the_schema() {
    let schema = super::json_schema();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/read");
    for file in [
        "unknown_key/schema/a.yaml",
        "wrong_type/schema/a.yaml",
        "missing_keys/schema/a.yaml",
        "missing_key/momni-db.yaml",
        "config/momni-db.yaml",
        "conflicts/schema/a.yaml",
        "hidden_by_a_fault/schema/a.yaml",
    ] {
        let value = yaml(&cases.join(file)).unwrap_or_else(|| panic!("{file} is not YAML"));
        assert!(!fits(&schema, &schema, &value), "{file} fits");
    }
}
