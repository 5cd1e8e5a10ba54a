//! Traits: what tables share.

use super::{Place, Resolver};
use crate::catalog::{Name, QName};
use crate::diagnostic::{Diagnostic, nearest};
use crate::read::decode::{Context, Decode, Entry, Map, Raw, Text};
use crate::read::grammar::{File, Table, Trait, TraitBody, TraitUse};
use crate::read::yaml::{Node, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Every trait by name, and where unqualified names in it live.
pub(super) type Traits<'a> = BTreeMap<Name, (Place, &'a Entry<Trait>)>;

pub(super) fn collect<'a>(cx: &mut Resolver<'_>, files: &[(Place, &'a File)]) -> Traits<'a> {
    let mut traits = Traits::new();
    for (place, file) in files {
        for entry in &file.traits.0 {
            let key = &entry.key;
            let Some(name) = cx.member_name(key) else { continue };
            if let Some((_, first)) = traits.get(&name) {
                let fault = Diagnostic::error(
                    "duplicate-name",
                    format!("trait {name} is declared a second time"),
                )
                .at(key.span.clone())
                .also(first.key.span.clone(), "first declared here")
                .help("remove or rename one of the two");
                cx.fault(fault);
                continue;
            }
            traits.insert(name, (place.clone(), entry));
        }
    }
    traits
}

/// What the traits of a table add to it, traits of traits included, each once.
pub(super) fn layers(
    cx: &mut Resolver<'_>,
    traits: &Traits<'_>,
    table: &QName,
    stated: &[TraitUse],
) -> Vec<(Place, Table)> {
    let mut layers = Vec::new();
    let mut taken = Vec::new();
    let mut wanted: Vec<TraitUse> = stated.iter().rev().cloned().collect();
    while let Some(it) = wanted.pop() {
        let Some(name) = cx.member_name(&it.name) else { continue };
        let Some((place, entry)) = traits.get(&name) else {
            unknown(cx, traits, &it.name);
            continue;
        };
        if entry.faulty {
            cx.facts.faulty.insert(table.clone());
        }
        let Some(Trait { raw: Raw(node, _), parameters }) = &entry.value else { continue };
        let Some(filled) = filled(cx, parameters, &it) else {
            cx.facts.faulty.insert(table.clone());
            continue;
        };
        let this = (name, filled);
        if taken.contains(&this) {
            continue;
        }
        let node = substituted(node, table, &this.1);
        taken.push(this);
        // Its faults were reported where the trait is declared.
        let mut context = Context::new(place.file.clone());
        if let Some(body) = TraitBody::decode(&node, &mut context) {
            let table = body.into_table();
            wanted.extend(table.traits.iter().rev().cloned());
            layers.push((place.clone(), table));
        }
    }
    layers
}

/// What the parameters of a trait stand for, `{name}` first.
fn filled(
    cx: &mut Resolver<'_>,
    parameters: &Map<Option<Text>>,
    it: &TraitUse,
) -> Option<Vec<(String, Arc<str>)>> {
    let mut whole = true;
    for (key, _) in it.parameters.iter() {
        if !parameters.iter().any(|(name, _)| **name == **key) {
            let help = match nearest(key, parameters.iter().map(|(name, _)| &**name)) {
                Some(near) => format!("the nearest parameter is `{near}`"),
                None => "declare it in the trait: `parameters: { column: owner_id }`".to_owned(),
            };
            let message = format!("the trait {} has no parameter {key}", it.name);
            let fault = Diagnostic::error("unknown-parameter", message);
            whole = false;
            told_once(cx, fault.at(key.span.clone()).help(help));
        }
    }
    let mut filled = Vec::new();
    for (name, default) in parameters.iter() {
        let stated = it.parameters.iter().find(|(key, _)| ***key == **name);
        match stated.map(|(_, value)| value).or(default.as_ref()) {
            Some(value) => filled.push((format!("{{{name}}}"), value.text.clone())),
            None => {
                let message = format!("the trait {} needs its parameter {name}", it.name);
                let help = format!("write `traits: [{{ {}: {{ {name}: … }} }}]`", it.name);
                let fault = Diagnostic::error("missing-parameter", message);
                whole = false;
                told_once(cx, fault.at(it.name.span.clone()).help(help));
            }
        }
    }
    whole.then_some(filled)
}

/// The traits of a table are looked at more than once, and a trait that names another one is for each of its tables.
fn told_once(cx: &mut Resolver<'_>, fault: Diagnostic) {
    if !cx.faults.contains(&fault) {
        cx.fault(fault);
    }
}

fn unknown(cx: &mut Resolver<'_>, traits: &Traits<'_>, text: &Text) {
    if cx.facts.incomplete {
        return;
    }
    let help = match nearest(text, traits.keys().map(|name| &**name)) {
        Some(near) => format!("the nearest trait is `{near}`"),
        None => "declare it under `traits:`".to_owned(),
    };
    let fault = Diagnostic::error("unknown-trait", format!("there is no trait {}", text))
        .at(text.span.clone())
        .help(help);
    told_once(cx, fault);
}

/// The node with the trait's parameters, then `{table}` and `{schema}`, replaced in every name and text.
fn substituted(node: &Node, table: &QName, filled: &[(String, Arc<str>)]) -> Node {
    let value = match &node.value {
        Value::Scalar { text, plain } if text.contains('{') => {
            let mut text = text.to_string();
            for (name, value) in filled {
                text = text.replace(name, value);
            }
            let text = text.replace("{table}", &table.name).replace("{schema}", &table.schema);
            Value::Scalar { text: Arc::from(text), plain: *plain }
        }
        Value::Scalar { .. } => node.value.clone(),
        Value::Sequence(items) => {
            Value::Sequence(items.iter().map(|item| substituted(item, table, filled)).collect())
        }
        Value::Mapping(entries) => Value::Mapping(
            entries
                .iter()
                .map(|(key, value)| {
                    (substituted(key, table, filled), substituted(value, table, filled))
                })
                .collect(),
        ),
    };
    Node { value, ..*node }
}
