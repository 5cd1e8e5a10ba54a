//! Structs of objects in JSON.

use super::doc::Doc;
use crate::generate::client::model::{Member, Structure};

/// The struct of a domain, whose doc comment stands before it already, and those of the objects within it.
pub(super) fn structures(all: &[Structure]) -> String {
    all.iter().map(structure).collect()
}

fn structure(it: &Structure) -> String {
    let rust = &it.rust;
    let fields: String = it.fields.iter().map(field).collect();
    let required = || it.fields.iter().filter(|it| !it.null);
    let parameters: String = required().map(|it| format!("{}: {},", it.rust, it.holds)).collect();
    let made: String = it
        .fields
        .iter()
        .map(|it| match it.null {
            true => format!("{}: None,", it.rust),
            false => format!("{},", it.rust),
        })
        .collect();
    let default = match required().next() {
        None => format!("impl Default for {rust} {{ fn default() -> Self {{ Self::new() }} }}\n"),
        Some(_) => String::new(),
    };
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
        impl {rust} {{
            /// With what is always there; nothing else is.
            #[allow(clippy::too_many_arguments, reason = \"there are as many as the shape has\")]
            pub fn new({parameters}) -> Self {{ Self {{ {made} }} }}
        }}
        {default}{through}"
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
