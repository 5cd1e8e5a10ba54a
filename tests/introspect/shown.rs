//! A catalog as a short JSON document: what is false, absent or empty is left out.

use momni_db::catalog::{Catalog, Column, Definition, Grants, Identity, Object, Principal};
use serde_json::{Map, Value};

/// What `catalog` has and `empty` has not. What the migrating role may do with its own objects is shown on demand:
/// it says little, and versions differ in it.
pub(crate) fn shown(catalog: &Catalog, empty: &Catalog, own_privileges: bool) -> Value {
    let mut document = Map::new();
    for (id, object) in &catalog.objects {
        if empty.get(id) != Some(object) {
            document.insert(id.to_string(), value(object, own_privileges));
        }
    }
    for id in empty.objects.keys().filter(|id| catalog.get(id).is_none()) {
        document.insert(id.to_string(), Value::from("gone"));
    }
    let unmodelled = catalog.unmodelled.difference(&empty.unmodelled);
    let unmodelled: Vec<Value> =
        unmodelled.map(|it| format!("{} {}", it.kind, it.identity).into()).collect();
    if !unmodelled.is_empty() {
        document.insert("unmodelled".into(), unmodelled.into());
    }
    document.into()
}

fn value(object: &Object, own_privileges: bool) -> Value {
    let mut properties = Map::new();
    let definition = serde_json::to_value(&object.definition).unwrap();
    let Value::Object(definition) = definition else { panic!("{definition}") };
    for (_, definition) in definition {
        let Value::Object(definition) = short(definition) else { continue };
        properties.extend(definition);
    }
    if let Some(owner) = object.owner.as_ref().filter(|owner| **owner != Principal::Migrator) {
        properties.insert("owner".into(), owner.to_string().into());
    }
    if let Some(comment) = &object.comment {
        properties.insert("comment".into(), comment.as_str().into());
    }
    if let Definition::Column(Column {
        identity: Some(Identity { grants: Some(all), .. }), ..
    }) = &object.definition
    {
        properties["identity"]["grants"] = words(all, true).into();
    }
    let grants = words(&object.grants, own_privileges);
    if !grants.is_empty() {
        properties.insert("privileges".into(), grants.into());
    }
    let depends_on: Vec<Value> = object.depends_on.iter().map(|id| id.to_string().into()).collect();
    if !depends_on.is_empty() {
        properties.insert("depends_on".into(), depends_on.into());
    }
    properties.into()
}

/// Privileges by role.
fn words(grants: &Grants, own: bool) -> Map<String, Value> {
    let shown = grants.iter().filter(|(principal, _)| own || **principal != Principal::Migrator);
    let shown = shown.map(|(principal, privileges)| {
        let words = privileges.iter().map(|(privilege, grantable)| {
            format!("{}{}", privilege.word(), if *grantable { " with grant option" } else { "" })
        });
        (principal.to_string(), words.collect::<Vec<_>>().join(", ").into())
    });
    shown.collect()
}

fn short(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.into_iter().map(|(key, value)| (key, short(value)));
            kept.filter(|(key, value)| !is_nothing(key, value)).collect::<Map<_, _>>().into()
        }
        Value::Array(list) => list.into_iter().map(short).collect::<Vec<_>>().into(),
        other => other,
    }
}

fn is_nothing(key: &str, value: &Value) -> bool {
    match value {
        // Of these, absent and false are two things.
        Value::Bool(false) => !matches!(key, "inherit" | "set"),
        Value::Null => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}
