//! Traits: what tables share.

use super::{Place, Resolver};
use crate::catalog::{Name, QName};
use crate::diagnostic::{Diagnostic, nearest};
use crate::read::decode::{Context, Decode, Entry, Raw, Text};
use crate::read::grammar::{File, Table, Trait, TraitBody};
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
    stated: &[Text],
) -> Vec<(Place, Table)> {
    let mut layers = Vec::new();
    let mut taken = Vec::new();
    let mut wanted: Vec<Text> = stated.iter().rev().cloned().collect();
    while let Some(text) = wanted.pop() {
        let Some(name) = cx.member_name(&text) else { continue };
        if taken.contains(&name) {
            continue;
        }
        let Some((place, entry)) = traits.get(&name) else {
            unknown(cx, traits, &text);
            continue;
        };
        taken.push(name);
        if entry.faulty {
            cx.facts.faulty.insert(table.clone());
        }
        let Some(Trait { raw: Raw(node, _) }) = &entry.value else { continue };
        let node = substituted(node, table);
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
    // A trait that names an unknown trait says so once, not for each of its tables.
    if !cx.faults.contains(&fault) {
        cx.fault(fault);
    }
}

/// The node with `{table}` and `{schema}` replaced in every name and text.
fn substituted(node: &Node, table: &QName) -> Node {
    let value = match &node.value {
        Value::Scalar { text, plain } if text.contains("{table}") || text.contains("{schema}") => {
            let text = text.replace("{table}", &table.name).replace("{schema}", &table.schema);
            Value::Scalar { text: Arc::from(text), plain: *plain }
        }
        Value::Scalar { .. } => node.value.clone(),
        Value::Sequence(items) => {
            Value::Sequence(items.iter().map(|item| substituted(item, table)).collect())
        }
        Value::Mapping(entries) => Value::Mapping(
            entries
                .iter()
                .map(|(key, value)| (substituted(key, table), substituted(value, table)))
                .collect(),
        ),
    };
    Node { value, ..*node }
}
