//! Structs of objects in JSON.

use super::doc::Doc;
use super::types::constructor;
use crate::generate::client::model::{Member, Structure};

/// The struct of a domain, whose doc comment stands before it already, and those of the objects within it.
pub(super) fn structures(all: &[Structure]) -> String {
    all.iter().map(structure).collect()
}

fn structure(it: &Structure) -> String {
    let rust = &it.rust;
    let fields: String = it.fields.iter().map(field).collect();
    let parts = it.fields.iter().map(|it| (&*it.rust, &*it.holds, it.null));
    let constructor = constructor(rust, parts);
    let doc = match it.within {
        true => Doc::default().told("An object within another one.").text(),
        false => Doc::default()
            .told("")
            .told("An object in JSON; the server takes no other form.")
            .text(),
    };
    let through = if it.within { String::new() } else { format!("through_json!({rust});\n") };
    format!(
        "{doc}#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[non_exhaustive]
        pub struct {rust} {{ {fields} }}
        {constructor}{through}"
    )
}

fn field(it: &Member) -> String {
    let doc = match &it.comment {
        Some(comment) => Doc::default().said(comment),
        None => Doc::default().told(format!("`{}`.", it.name.replace('`', "'"))),
    };
    let mut serde = Vec::new();
    if !it.is_named_so() {
        serde.push(format!("rename = {:?}", it.name));
    }
    if it.null {
        serde.push("default, skip_serializing_if = \"Option::is_none\"".to_owned());
    }
    let serde = match serde.is_empty() {
        true => String::new(),
        false => format!("#[serde({})]\n", serde.join(", ")),
    };
    let holds = if it.null { format!("Option<{}>", it.holds) } else { it.holds.clone() };
    format!("{}{serde}pub {}: {holds},\n", doc.text(), it.rust)
}
