//! The JSON Schema of the YAML: one document for `momni-db.yaml` and for declaration files.

#[cfg(test)]
mod tests;

use super::grammar::{ConfigFile, File};
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

/// The schema. A file with the key `name` is the project file, every other one declares.
pub fn json_schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let project = generator.subschema_for::<ConfigFile>();
    let declarations = generator.subschema_for::<File>();
    let definitions = generator.take_definitions(true);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "momni-db",
        "description": "momni-db.yaml, or a file of declarations.",
        "if": { "required": ["name"] },
        "then": project,
        "else": declarations,
        "$defs": definitions,
    })
}
