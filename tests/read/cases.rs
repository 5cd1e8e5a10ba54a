//! Every case, and its expected outcome in `expected.snap`.

use momni_db::catalog::{Catalog, Definition, Object, ObjectId};
use momni_db::diagnostic::{Format, render};
use momni_db::read::{Declared, project};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

pub(crate) fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/read");
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders
}

#[test]
fn cases_come_out_as_expected() {
    let folders = folders();
    assert!(folders.len() > 40, "only {} cases were found", folders.len());
    for folder in folders {
        let outcome = outcome(&folder);
        insta::with_settings!({
            snapshot_path => &folder,
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!("expected", outcome) });
    }
}

/// What reading a project leads to, as text.
fn outcome(folder: &Path) -> String {
    match project(folder) {
        Ok((project, warnings)) => {
            let warnings = render(&warnings, &project.declared.sources(), Format::Human, false);
            format!("{warnings}{:#}\n", declared(&project.declared))
        }
        Err(faults) => render(&faults.diagnostics, &faults.sources, Format::Human, false)
            .replace(folder.to_str().unwrap(), "FOLDER"),
    }
}

/// What is declared, as JSON that people can read. Only what is not empty.
pub(crate) fn declared(it: &Declared) -> Value {
    let mut value = Map::new();
    let mut put = |key: &str, of: Value| {
        let empty = of.is_null()
            || of.as_array().is_some_and(Vec::is_empty)
            || of.as_object().is_some_and(Map::is_empty);
        if !empty {
            value.insert(key.into(), of);
        }
    };
    put("objects", objects(&it.objects().unwrap().tied(&it.outline.search_path)));
    put("search_path", json!(it.outline.search_path));
    put("public_absent", if it.outline.public_absent { json!(true) } else { Value::Null });
    let pairs = it
        .outline
        .intent
        .renames
        .iter()
        .map(|(new, old)| (new.to_string(), old.to_string().into()));
    put("renames", Value::Object(pairs.collect()));
    put("absent_roles", json!(it.outline.intent.absent_roles));
    let labels =
        it.outline.intent.renamed_labels.iter().map(|(id, labels)| (id.to_string(), json!(labels)));
    put("renamed_labels", Value::Object(labels.collect()));
    put("exclusive_rows", names(&it.outline.intent.exclusive_rows));
    let absent =
        it.outline.intent.absent_rows.iter().map(|(id, rows)| (id.to_string(), json!(rows)));
    put("absent_rows", Value::Object(absent.collect()));
    put("scope", json!(it.outline.scope));
    let said = it
        .objects()
        .unwrap()
        .signatures
        .iter()
        .map(|(id, it)| (id.to_string(), format!("{it:?}").into()));
    put("signatures", Value::Object(said.collect()));
    Value::Object(value)
}

fn names<'a>(ids: impl IntoIterator<Item = &'a ObjectId>) -> Value {
    ids.into_iter().map(|id| Value::from(id.to_string())).collect::<Vec<_>>().into()
}

fn objects(catalog: &Catalog) -> Value {
    let all = catalog.objects.iter().map(|(id, object)| (id.to_string(), one(object)));
    Value::Object(all.collect())
}

fn one(object: &Object) -> Value {
    let tagged = serde_json::to_value(&object.definition).unwrap();
    let mut value =
        tagged.as_object().unwrap().values().next().unwrap().as_object().unwrap().clone();
    let plain = |value: &Value| match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(properties) => properties.is_empty(),
        _ => false,
    };
    value.retain(|_, value| !plain(value));
    if let Some(owner) = &object.owner {
        value.insert("owner".into(), owner.to_string().into());
    }
    if let Some(comment) = &object.comment {
        value.insert("comment".into(), comment.clone().into());
    }
    let grants = object.grants.iter().map(|(who, held)| {
        let words = held.iter().map(|(privilege, grantable)| {
            format!("{}{}", privilege.word(), if *grantable { "*" } else { "" })
        });
        (who.to_string(), Value::from(words.collect::<Vec<_>>().join(" ")))
    });
    let grants: Map<String, Value> = grants.collect();
    if !grants.is_empty() {
        value.insert("grants".into(), grants.into());
    }
    if !object.depends_on.is_empty() {
        value.insert("depends_on".into(), names(&object.depends_on));
    }
    assert_eq!(matches!(object.definition, Definition::Database(_)), object_is_database(object));
    Value::Object(value)
}

fn object_is_database(object: &Object) -> bool {
    object.definition.kind() == momni_db::catalog::Kind::Database
}
