//! The differences of two catalogs, object by object and property by property, without knowing any kind.
//!
//! It shares no code with planning: a property that planning forgets is still found here.

use super::{
    Catalog, Column, Definition, Grants, Identity, Object, ObjectId, Rows, Value as RowValue,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::iter;

/// One difference. `from` and `to` are the values; `None` where there is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Which object.
    pub object: ObjectId,
    /// The property's path within the object, `type` or `sequence.start`; `None` when the whole object is on one
    /// side only.
    pub property: Option<String>,
    /// The value in the first catalog.
    pub from: Option<Value>,
    /// The value in the second catalog.
    pub to: Option<Value>,
}

impl Difference {
    /// The difference in words: `column public.t.c: type is integer, not bigint`; `to` is what is found.
    pub fn sentence(&self, from: &str, to: &str) -> String {
        let Self { object, property, from: old, to: new } = self;
        match (property, old, new) {
            (None, None, _) => format!("{object}: in {to}, but not in {from}"),
            (None, _, _) => format!("{object}: in {from}, but not in {to}"),
            (Some(property), old, new) => {
                let word = |value: &Option<Value>| match value {
                    None => "nothing".to_owned(),
                    Some(Value::String(text)) => text.clone(),
                    Some(value) => value.to_string(),
                };
                format!("{object}: {property} is {} in {to}, {} in {from}", word(new), word(old))
            }
        }
    }
}

/// Every difference between two catalogs, in the order of the identities. What an object depends on and where a
/// column stands are not differences.
pub fn differences(from: &Catalog, to: &Catalog) -> Vec<Difference> {
    let mut found = Vec::new();
    for (id, from, to) in side_by_side(from, to) {
        match (from, to) {
            (Some(from), Some(to)) if same(from, to) => {}
            (Some(from), Some(to)) => {
                let (from, to) = readable(from, to);
                compare(id, "", &from, &to, &mut found);
            }
            (from, to) => found.push(Difference {
                object: id.clone(),
                property: None,
                from: from.map(value),
                to: to.map(value),
            }),
        }
    }
    found
}

/// Each identity with what it means in both catalogs.
fn side_by_side<'a>(
    from: &'a Catalog,
    to: &'a Catalog,
) -> impl Iterator<Item = (&'a ObjectId, Option<&'a Object>, Option<&'a Object>)> {
    let (mut from, mut to) = (from.iter().peekable(), to.iter().peekable());
    iter::from_fn(move || {
        // Both come in the order of the identities: the lesser one is next.
        let id = from.peek().into_iter().chain(to.peek()).map(|(id, _)| *id).min()?;
        let (from, to) = (from.next_if(|it| it.0 == id), to.next_if(|it| it.0 == id));
        Some((id, from.map(|it| it.1), to.map(|it| it.1)))
    })
}

fn same(from: &Object, to: &Object) -> bool {
    from.definition == to.definition
        && from.owner == to.owner
        && from.comment == to.comment
        && from.grants == to.grants
        && from.goes_with == to.goes_with
}

/// Both objects as JSON. A connection, or the options of a user mapping, that one side was not allowed to read are no
/// difference.
fn readable(from: &Object, to: &Object) -> (Value, Value) {
    let (mut from, mut to) = (value(from), value(to));
    if let (Value::Object(from), Value::Object(to)) = (&mut from, &mut to) {
        for property in ["connection", "options"] {
            let hidden =
                |it: &serde_json::Map<String, Value>| it.get(property) == Some(&Value::Null);
            if hidden(from) || hidden(to) {
                from.remove(property);
                to.remove(property);
            }
        }
    }
    (from, to)
}

/// The object as JSON: its definition's properties beside owner, comment and privileges.
fn value(object: &Object) -> Value {
    let mut properties = serde_json::Map::new();
    if let Ok(Value::Object(tagged)) = serde_json::to_value(&object.definition) {
        for (_, definition) in tagged {
            if let Value::Object(definition) = definition {
                properties.extend(definition);
            }
        }
    }
    // What is no property.
    for word in ["position", "also_own", "own_not_null", "restated"] {
        properties.remove(word);
    }
    if let Definition::Rows(rows) = &object.definition {
        properties.insert("rows".into(), rows_value(rows));
    }
    if let Definition::Column(Column {
        identity: Some(Identity { grants: Some(grants), .. }), ..
    }) = &object.definition
        && let Some(Value::Object(identity)) = properties.get_mut("identity")
    {
        identity.remove("grants");
        identity.insert("privileges".into(), words(grants));
    }
    if let Some(owner) = &object.owner {
        properties.insert("owner".into(), owner.to_string().into());
    }
    if let Some(comment) = &object.comment {
        properties.insert("comment".into(), comment.clone().into());
    }
    if !object.goes_with.is_empty() {
        let names: Vec<&str> = object.goes_with.iter().map(|name| &**name).collect();
        properties.insert("depends_on_extensions".into(), names.join(", ").into());
    }
    if !object.grants.is_empty() {
        properties.insert("privileges".into(), words(&object.grants));
    }
    Value::Object(properties)
}

/// Privileges by role, in words.
fn words(grants: &Grants) -> Value {
    let grants = grants.iter().map(|(principal, privileges)| {
        let words: Vec<String> = privileges
            .iter()
            .map(|(privilege, grantable)| {
                let option = if *grantable { " WITH GRANT OPTION" } else { "" };
                format!("{}{option}", privilege.word())
            })
            .collect();
        (principal.to_string(), Value::from(words.join(", ")))
    });
    Value::Object(grants.collect())
}

/// Rows by their key and values by their column, so that a difference names one value and not the whole table.
fn rows_value(rows: &Rows) -> Value {
    let text = |value: &RowValue| match value {
        RowValue::Null => Value::Null,
        RowValue::Text(text) | RowValue::Sql(text) => text.clone().into(),
    };
    let by_key = rows.rows.iter().map(|(key, values)| {
        let key: Vec<String> = key
            .iter()
            .map(|value| text(value).as_str().map_or_else(|| "NULL".into(), str::to_owned))
            .collect();
        let columns = rows.columns.iter().zip(values);
        let columns = columns.map(|(column, value)| (column.to_string(), text(value)));
        (key.join(", "), Value::Object(columns.collect()))
    });
    Value::Object(by_key.collect())
}

fn compare(object: &ObjectId, path: &str, from: &Value, to: &Value, found: &mut Vec<Difference>) {
    if from == to {
        return;
    }
    if let (Value::Object(from), Value::Object(to)) = (from, to) {
        let keys: std::collections::BTreeSet<&String> = from.keys().chain(to.keys()).collect();
        for key in keys {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            let null = Value::Null;
            compare(
                object,
                &path,
                from.get(key).unwrap_or(&null),
                to.get(key).unwrap_or(&null),
                found,
            );
        }
        return;
    }
    let given = |value: &Value| (!value.is_null()).then(|| value.clone());
    found.push(Difference {
        object: object.clone(),
        property: Some(path.to_owned()),
        from: given(from),
        to: given(to),
    });
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::catalog::{Kind, Name, QName};

    fn catalog(rows: &[(&str, &str)]) -> Catalog {
        let text = |value: &str| vec![RowValue::Text(value.to_owned())];
        let rows = Rows {
            key: vec![Name::from("name")],
            columns: vec![Name::from("size")],
            rows: rows.iter().map(|(key, value)| (text(key), text(value))).collect(),
        };
        let id = ObjectId::in_schema(Kind::Rows, &QName::new("app", "tiers"));
        let objects = [(id, Object::new(rows).into())].into_iter().collect();
        Catalog { objects, ..Catalog::default() }
    }

    #[test]
    fn a_row_that_changed_is_named_alone() {
        let from = catalog(&[("free", "3"), ("full", "8")]);
        let to = catalog(&[("free", "4"), ("full", "8")]);
        let sentences: Vec<String> =
            differences(&from, &to).iter().map(|it| it.sentence("a", "b")).collect();
        assert_eq!(sentences, ["rows app.tiers: rows.free.size is 4 in b, 3 in a"]);
    }

    #[test]
    fn a_row_that_is_missing_is_a_difference() {
        let (from, to) = (catalog(&[("free", "3"), ("full", "8")]), catalog(&[("free", "3")]));
        let found = differences(&from, &to);
        assert_eq!(found.len(), 1);
        assert_eq!(found.first().unwrap().property.as_deref(), Some("rows.full"));
        assert_eq!(differences(&from, &from), []);
    }
}
