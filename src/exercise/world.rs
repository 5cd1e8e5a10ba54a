//! The rows that are there in a test so far.

use crate::catalog::{Name, QName};
use crate::render::literal;
use crate::trial::{Reference, Value, array_text, references_of_json, substituted};
use std::collections::BTreeMap;

/// The values of a row, as text, by column.
pub(super) type Row = BTreeMap<Name, Option<String>>;

/// The rows that are there.
#[derive(Debug, Clone, Default)]
pub(super) struct World {
    /// Those that have a name.
    pub(super) named: BTreeMap<String, Row>,
    /// Those that were stated, by table.
    pub(super) given: BTreeMap<QName, Vec<Row>>,
    /// Those that were made because others need them, by table.
    pub(super) made: BTreeMap<QName, Vec<Row>>,
    /// How many samples were taken: no two are alike.
    pub(super) count: u32,
}

impl World {
    /// The value of a named row's column; what is not there is NULL.
    pub(super) fn of(&self, reference: &Reference) -> Option<&str> {
        self.named.get(&reference.row)?.get(reference.column.as_str())?.as_deref()
    }

    /// SQL with literals in the place of references.
    pub(super) fn sql(&self, sql: &str) -> String {
        substituted(sql, |reference| {
            let row = self.named.get(&reference.row)?;
            let value = row.get(reference.column.as_str())?;
            Some(value.as_deref().map_or_else(|| "NULL".to_owned(), literal))
        })
    }

    /// A value as SQL. Its type is left to where it stands, but for an array.
    pub(super) fn value(&self, value: &Value, is_array: bool) -> String {
        match value {
            Value::Null => "NULL".to_owned(),
            Value::Text(text) => literal(text),
            Value::Sql(sql) => format!("({})", self.sql(sql)),
            Value::Json { array: Some(items), .. } if is_array => literal(&self.array(items)),
            Value::Json { json, .. } => literal(&self.json(json)),
            Value::Of(reference) => self.of(reference).map_or_else(|| "NULL".to_owned(), literal),
        }
    }

    /// The text of an array.
    fn array(&self, items: &[Value]) -> String {
        array_text(items.iter().map(|it| match it {
            Value::Text(text) => Some(text.as_str()),
            Value::Of(reference) => self.of(reference),
            // Elements are scalars.
            Value::Null | Value::Sql(_) | Value::Json { .. } => None,
        }))
    }

    /// JSON, with values in the place of references.
    pub(super) fn json(&self, json: &str) -> String {
        match serde_json::from_str(json) {
            Ok(read) if !references_of_json(&read).is_empty() => self.claims(&read).to_string(),
            // As it was written: `0.10` stays `0.10`.
            _ => json.to_owned(),
        }
    }

    /// Claims, with values in the place of references.
    pub(super) fn claims(&self, claims: &serde_json::Value) -> serde_json::Value {
        use serde_json::Value as Json;
        match claims {
            Json::String(text) => match Reference::read(text) {
                Some(reference) => self.of(&reference).map_or(Json::Null, Json::from),
                None => claims.clone(),
            },
            Json::Array(items) => items.iter().map(|it| self.claims(it)).collect(),
            Json::Object(map) => {
                let entries = map.iter().map(|(key, it)| (key.clone(), self.claims(it)));
                Json::Object(entries.collect())
            }
            _ => claims.clone(),
        }
    }
}
