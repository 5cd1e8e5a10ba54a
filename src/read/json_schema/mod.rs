//! The JSON Schema of the YAML: one document for `momni-db.yaml`, for declaration files, and for those of example rows.

#[cfg(test)]
mod tests;

use super::grammar::{ConfigFile, File, SeedFile};
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

/// The schema. A file with the key `name` is the project file, one with `seeds` or `words` is of example rows, every other one
/// declares.
pub fn json_schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let project = generator.subschema_for::<ConfigFile>();
    let declarations = generator.subschema_for::<File>();
    let seeds = generator.subschema_for::<SeedFile>();
    let definitions = generator.take_definitions(true);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "momni-db",
        "description": "momni-db.yaml, a file of declarations, or one of example rows.",
        "if": { "required": ["name"] },
        "then": project,
        "else": {
            "if": { "anyOf": [{ "required": ["seeds"] }, { "required": ["words"] }] },
            "then": seeds,
            "else": declarations,
        },
        "$defs": definitions,
    })
}
