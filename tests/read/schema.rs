//! The JSON Schema of the YAML.

use momni_db::read::json_schema;
use serde_json::Value;
use std::path::Path;

fn committed() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/momni-db.schema.json")
}

/// `MOMNI_WRITE=1` writes it anew.
#[test]
fn the_committed_schema_is_current() {
    let current = format!("{:#}\n", json_schema());
    if std::env::var_os("MOMNI_WRITE").is_some() {
        std::fs::write(committed(), &current).unwrap();
    }
    let committed = std::fs::read_to_string(committed()).unwrap();
    assert!(
        committed == current,
        "docs/momni-db.schema.json is stale: MOMNI_WRITE=1 cargo test --test read schema"
    );
}

/// Every object schema anywhere in the document, with where it stands.
fn objects<'a>(value: &'a Value, path: &str, found: &mut Vec<(String, &'a Value)>) {
    match value {
        Value::Object(map) => {
            if map.contains_key("properties") {
                found.push((path.to_owned(), value));
            }
            for (key, value) in map {
                objects(value, &format!("{path}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                objects(item, &format!("{path}/{index}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_key_is_described_and_no_other_is_allowed() {
    let schema = json_schema();
    let mut found = Vec::new();
    objects(&schema, "", &mut found);
    assert!(found.len() > 40, "{}", found.len());
    for (path, object) in found {
        assert_eq!(object["additionalProperties"], false, "{path}");
        assert!(object["description"].as_str().is_some_and(|it| it.len() > 5), "{path}");
        for (key, property) in object["properties"].as_object().unwrap() {
            let described = property["description"].as_str().is_some_and(|it| it.len() > 5);
            assert!(described, "{path}: {key} has no description");
        }
        for key in object["required"].as_array().into_iter().flatten() {
            assert!(object["properties"].get(key.as_str().unwrap()).is_some(), "{path}: {key}");
        }
    }
}
